"""Pages of an answer: where the next one begins is signed, and good for a day, for whoever asked, and for what was asked.

Before this: `services.call`, which has let somebody in. After this: a door that hands rows out a page at a time. What is
computed over all rows anyway is computed once and kept (`store.answers`), so that its pages are all of one moment; rows of a
table (`Operation.keyset`) are read from the last one on. Neither depends on how far the page is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import IO, Any, Final, get_args, get_origin, get_type_hints

from django.core import signing

from lowmark.core.kinds.problems import Problem
from lowmark.services.actor import Actor
from lowmark.services.command import hash_of
from lowmark.services.operation import Operation
from lowmark.store import answers

SALT: Final = "lowmark.pages"
MOST: Final = 10_000
"""Rows of the longest page."""
USUAL: Final = 1_000
ROWS: Final = 25_000
"""Rows of a group of a Parquet file: so many columns of so many are held until they are written."""
BLOCK: Final = 2 * 1024**2
"""Bytes of lines that become a part of a Parquet file at once: read, not mapped, so that no file fills the memory."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind a row of a table, or at a place of a kept answer."""

    after: str = ""
    kept: str = ""
    at: int = 0


def lists_of(kind: type) -> dict[str, type]:
    """Return the lists of rows of a response, each with the type of its rows.

    >>> from lowmark.services.operations.worklist import Response
    >>> {name: kind.__name__ for name, kind in lists_of(Response).items()}
    {'sums': 'Sum', 'lines': 'Line', 'cases': 'Case'}
    """
    found = {}
    for name, hint in get_type_hints(kind).items():
        inner = get_args(hint)[0] if get_origin(hint) is tuple else None
        if isinstance(inner, type) and is_dataclass(inner):
            found[name] = inner
    return found


def has_pages(operation: Operation) -> bool:
    """Whether an operation's answer is handed out in pages: a query that has rows."""
    return operation.kind == "query" and bool(lists_of(operation.response))


def cursor(place: Place, *, operation: Operation, request: Any, actor: Actor) -> str:
    """Return a place, signed, for whoever asks and what is asked."""
    told = [operation.name, actor.user_id, _asked(operation, request), place.after, place.kept, place.at]
    return signing.dumps(told, salt=SALT, compress=True)


def opened(text: str, *, operation: Operation, request: Any, actor: Actor) -> Place:
    """Return the place that a cursor says.

    Raises: Problem `bad_cursor`, worded the same whatever is wrong with it.
    """
    try:
        name, user_id, asked, after, kept, at = signing.loads(text, salt=SALT, max_age=answers.SECONDS)
    except (signing.BadSignature, ValueError):
        raise _bad() from None
    if (name, user_id, asked) != (operation.name, actor.user_id, _asked(operation, request)):
        raise _bad()
    return Place(after, kept, at)


def keep(head: bytes, rows: Iterator[bytes]) -> str:
    """Keep an answer: what it says once, and its rows, a line each; return its name."""

    def lines() -> Iterator[bytes]:
        yield head + b"\n"
        for row in rows:
            yield row + b"\n"

    return answers.keep(lines())


def rows_at(place: Place, *, limit: int) -> tuple[bytes, list[bytes], Place | None]:
    """Return what a kept answer says once, the rows of a page, and where the next begins.

    Raises: Problem `bad_cursor` where it is not kept any more.
    """
    found = answers.read(place.kept, at=place.at, lines=limit)
    if found is None:
        raise _bad()
    head, rows, after = found
    return head, rows, None if after is None else Place(kept=place.kept, at=after)


def batches(operation: Operation, ask: Callable[[Any], Any], request: Any) -> Iterator[Any]:
    """Yield the answers of a query of a table's rows, a batch at a time, all as known at the first one's moment."""
    assert operation.keyset, "only these have batches"
    found = ask(replace(request, limit=MOST))
    yield found
    while found.next_after:
        found = ask(replace(request, limit=MOST, after=found.next_after, known_seq=found.known_seq))
        yield found


def kept_file(lines: Iterator[bytes]) -> IO[bytes]:
    """Keep lines, and return them as an open file, which goes when it is closed."""
    return _and_forget(answers.keep(lines))


def kept_parquet(lines: Iterator[bytes], *, row: type) -> IO[bytes]:
    """Keep rows, given as lines of JSON, as a Parquet file, a group of rows at a time; return it open."""
    import polars as pl
    from polars.io.plugins import register_io_source

    from lowmark.services.row_types import as_typed, read_types

    types = read_types(row)

    def frames(columns: list[str] | None, *_: Any) -> Iterator[pl.DataFrame]:
        for block in answers.blocks(name, size=BLOCK):
            frame = pl.read_ndjson(block, schema=types)
            yield frame if columns is None else frame.select(columns)

    name = answers.keep(lines)
    with answers.scratch() as (place, _file):
        read = register_io_source(frames, schema=types)
        as_typed(read, row).sink_parquet(place, row_group_size=ROWS)
        answers.place_of(name).unlink(missing_ok=True)
        made = place.open("rb")
    return made


def _and_forget(name: str) -> IO[bytes]:
    """Open a kept file and remove its name: it is there until whoever reads it closes it."""
    file: IO[bytes] = answers.opened(name)
    answers.place_of(name).unlink(missing_ok=True)
    return file


def _asked(operation: Operation, request: Any) -> str:
    """Return a digest of what was asked, without where its page begins."""
    if operation.keyset:
        names = {field.name for field in fields(request)}
        request = replace(request, **{name: usual for name, usual in (("after", ""), ("limit", 0)) if name in names})
    return hash_of(request).hex()[:32]


def _bad() -> Problem:
    return Problem("bad_cursor", "the cursor is none of this answer's, or too old", hint="ask again without a cursor")
