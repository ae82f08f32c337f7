"""Which books of an entity are tested: one by its code, the primary one where none is given, or several side by side."""

from lowmark.core.kinds.problems import Problem
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.session import Reader

ALL = "all"


def find_book(reader: Reader, entity: Entity, code: str) -> Book:
    """Return a book of an entity, the primary one where no code is given.

    Raises: Problem `not_found`.
    """
    book = entities_read.book(reader, entity.id, code)
    if book is None:
        raise Problem("not_found", f"{entity.code} has no book {code!r}", hint="leave it empty for the primary one")
    return book


def find_books(reader: Reader, entity: Entity, codes: str) -> tuple[Book, ...]:
    """Return the books named, with commas between them, in that order; the primary one first where all are asked for.

    Raises: Problem `not_found`.
    """
    if codes.strip() != ALL:
        return tuple(find_book(reader, entity, code.strip()) for code in dict.fromkeys(codes.split(",")))
    sql = "SELECT code FROM entities_book WHERE entity_id = %s ORDER BY is_primary DESC, code"
    return tuple(find_book(reader, entity, str(row["code"])) for row in reader.rows(sql, [entity.id]))
