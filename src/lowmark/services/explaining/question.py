"""What every explanation starts from: the snapshot, whose book, at which date, as known when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_citations
from lowmark.store.entities.read import Book, Entity
from lowmark.store.items import read as items_read
from lowmark.store.session import Reader


@dataclass(frozen=True, slots=True)
class Question:
    """A figure asked for, and the snapshot that it is asked of."""

    reader: Reader
    entity: Entity
    book: Book
    as_of: date
    known_seq: int

    def cites(self, kind: str) -> str:
        """Return the paragraph of the book's framework behind a kind of figure."""
        return read_citations(self.book.framework)[kind]

    def item_and_lot(self, words: str) -> tuple[int, str, int | None, str]:
        """Return the numbers and codes of `CODE [lot LOT]`.

        Raises: Problem `not_found`.
        """
        code, _, lot = words.partition(" lot ")
        item = items_read.item_by_code(self.reader, self.entity.catalogue_id, code.strip())
        if item is None:
            raise not_found(f"item {code.strip()}")
        number = int(str(item["id"]))
        lot_id = items_read.lot_by_code(self.reader, self.entity.id, number, lot.strip()) if lot else None
        if lot and lot_id is None:
            raise not_found(f"lot {lot.strip()} of {code.strip()}")
        return number, code.strip(), lot_id, lot.strip()


def not_found(what: str) -> Problem:
    """Return the Problem of something that is not there."""
    return Problem("not_found", f"there is no {what}", hint="check the code; codes are case-sensitive")


def entry_name(row: dict[str, Any]) -> str:
    """Return the name of an entry; empty where there is none."""
    return "" if row["journal"] is None else f"{row['journal']}/{row['fiscal_year']}/{row['number']}"
