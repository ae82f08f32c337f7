"""Set a dated parameter of an entity, and of those at whose head it stands; what a trade leaves to the head, others cannot set.

Before this: `set-policy`, or `adopt-proposal`. After this: `policies`, which lays the head's settings under an entity's own. Each
entity has the head's setting as a fact of its own, with a place in its own commit order: so what held, and as known when, is
answered from its own facts alone, and no scope has to reach beyond it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.resolve import PolicyFact, Source, Tree, parse_value, resolve
from lowmark.core.kinds.day import LAST, from_day
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_area
from lowmark.industries.read import read_pack
from lowmark.services.access import Granted
from lowmark.services.command import Done, hash_of, record_command
from lowmark.services.finding import find_book
from lowmark.services.policies import AREA, facts_of, policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.evidence import read as evidence_read
from lowmark.store.session import Row, Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What is set: its value as JSON, null to end it; `book` is a code, empty for every book."""

    path: str
    valid_from: date
    value: str | None
    book: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The document that holds from that day, its hash, and who says so of the parameter."""

    text: str
    policy_hash: bytes
    source: Source


def set_parameter(writer: Writer, granted: Granted, asked: Parameter, *, operation: str) -> Holding:
    """Write the setting for the entity, and for all that it is the head of, unless it is of one book.

    Raises: Problem as `core.frameworks.resolve` words it; `not_found` for a book that there is not; `refused` for what only the
            head sets.
    Locks:  the entity's clock, then those of the entities it is the head of, by number.
    """
    entity, book = granted.entity, find_book(writer, granted.entity, asked.book)
    _require_own(writer, entity, asked.path)
    area, tree = _tree(book, asked.path)
    fact = PolicyFact(path=asked.path, valid_from=asked.valid_from, value=parse_value(asked.value))
    if area == AREA:
        resolve(framework=book.framework, tree=tree, facts=[fact], on=asked.valid_from)
    else:
        resolve_area(framework=book.framework, tree=tree, facts=[fact], on=asked.valid_from)
    row = {"path": asked.path, "valid_from": asked.valid_from, "value": asked.value}
    known_seq = _write(writer, granted, [row], book_id=book.id if asked.book else None, head_id=None)
    if not asked.book:
        for other in entities_read.entities_headed_by(writer, entity.id):
            take_over(writer, entity, Granted(other, frozenset(), granted.user_id), [row], operation=operation,
                      key=f"{entity.code}:{known_seq}")  # fmt: skip
    return _holding(writer, granted, book, asked, known_seq)


def take_over(writer: Writer, head: Entity, granted: Granted, rows: Sequence[Row], *, operation: str, key: str) -> None:
    """Write settings of a head for an entity, with a record in its own audit trail.

    Shapes: rows: path, valid_from, value.
    """
    _write(writer, granted, rows, book_id=None, head_id=head.id)
    done = Done({"head": head.code, "paths": [row["path"] for row in rows]}, f"head {head.code}", "set by the head")
    record_command(writer, operation, key, hash_of(done.response), done, granted)


def settings_of_head(writer: Writer, head: Entity) -> list[Row]:
    """Return what a head has set for all its books: path, valid_from, value, in the order in which it came to be known."""
    rows = evidence_read.policies(
        writer, head.id, known_seq=entities_read.known_seq(writer, head.id), on=from_day(LAST)
    )
    return [row for row in rows if row["book_id"] is None]


def as_json(said: str) -> str | None:
    """Return what is stored of a value: JSON as it is, any other word or decimal as a text, nothing where it ends.

    >>> as_json("5 %"), as_json('{"rank": 3}'), as_json("")
    ('"5 %"', '{"rank": 3}', None)
    """
    if not said:
        return None
    is_json = said[0] in '{["' or said in {"true", "false"} or said.isdecimal()
    return said if is_json else json.dumps(said)


def _require_own(writer: Writer, entity: Entity, path: str) -> None:
    industry, head_id = entities_read.pack_and_head(writer, entity.id)
    if head_id is not None and industry and path in read_pack(industry).from_the_head:
        raise Problem("refused", f"{path} is the head's to set, for everybody", hint="ask the head of the franchise",
                      where={"path": path})  # fmt: skip


def _write(writer: Writer, granted: Granted, rows: Sequence[Row], *, book_id: int | None, head_id: int | None) -> int:
    sequences, recorded_at = writer.tick(granted.entity.id, len(rows))
    writer.insert("policy", [{
        "id": number, "entity_id": granted.entity.id, "book_id": book_id, "head_id": head_id, "path": row["path"],
        "valid_from": row["valid_from"], "value": row["value"], "set_by": granted.user_id, "known_seq": seq,
        "recorded_at": recorded_at,
    } for row, number, seq in zip(rows, writer.take_ids("policy", len(rows)), sequences, strict=True)])  # fmt: skip
    return sequences[-1]


def _tree(book: Book, path: str) -> tuple[str, Tree]:
    """Return the area of a parameter and what its framework says there.

    Raises: Problem `bad_request` where there is no such parameter.
    """
    area = path.partition("/")[0]
    try:
        tree = read_area(book.framework, area)
    except Problem as problem:
        raise Problem("bad_request", f"no parameter is called {path!r}", hint=problem.hint) from None
    if path not in tree:
        raise Problem("bad_request", f"no parameter is called {path!r}", hint=f"one of {', '.join(tree)}")
    return area, tree


def _holding(writer: Writer, granted: Granted, book: Book, asked: Parameter, known_seq: int) -> Holding:
    area, tree = _tree(book, asked.path)
    entity_id, book_id = granted.entity.id, book.id if asked.book else None
    if area == AREA:
        document = policy_in_force(
            writer, entity_id=entity_id, framework=book.framework, on=asked.valid_from, known_seq=known_seq,
            book_id=book_id,
        )  # fmt: skip
        return Holding(text=document.text, policy_hash=document.policy_hash, source=document.sources[asked.path])
    facts = facts_of(
        writer, entity_id=entity_id, area=area, on=asked.valid_from, known_seq=known_seq, book_id=book_id
    )  # fmt: skip
    found = resolve_area(framework=book.framework, tree=tree, facts=facts, on=asked.valid_from)
    return Holding(text=found.text, policy_hash=found.area_hash, source=found.sources[asked.path])
