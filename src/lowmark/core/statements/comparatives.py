"""Put what an earlier date said beside the lines of a statement, in the order in which both are read.

Before this: two sets of statements of one book. After this: pages and files. Sources: IAS 1.38, 1.38A; ASC 205-10-45.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

KEY: Final = ("statement", "section", "caption", "account", "is_total")
NOTHING: Final = {"posted_minor": 0, "change_minor": 0, "pro_forma_minor": 0}


def with_comparatives(*, lines: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Return the lines with ``earlier_minor``; a line that only the earlier statement has comes in where it stood there.

    Shapes: both as ``statements`` gives them; an amount that the earlier statement has not is zero, and null where it had
            no such statement at all.

    >>> from lowmark.core.statements.lines import sum_line, to_frame
    >>> from lowmark.core.statements.accounts import Amount
    >>> rows = lambda *said: to_frame([sum_line("balance_sheet", "", caption, Amount(minor, 0)) for caption, minor in said])
    >>> made = with_comparatives(lines=rows(("A", 1), ("C", 3)), earlier=rows(("A", 5), ("B", 6), ("C", 7)))
    >>> made.select("caption", "posted_minor", "earlier_minor").rows()
    [('A', 1, 5), ('B', 0, 6), ('C', 3, 7)]
    """
    now = {_key(row): row for row in lines.iter_rows(named=True)}
    then = {_key(row): row for row in earlier.iter_rows(named=True)}
    had = set(earlier["statement"].to_list())
    rows = []
    for key in _merged(list(now), list(then)):
        row = now.get(key) or {**then[key], **NOTHING}
        said = then[key]["posted_minor"] if key in then else 0
        rows.append({**row, "earlier_minor": said if row["statement"] in had else None})
    return pl.DataFrame(rows, schema={**lines.schema, "earlier_minor": pl.Int64})


Key = tuple[object, ...]


def _key(row: dict[str, object]) -> Key:
    return tuple(row[name] for name in KEY)


def _merged(now: Sequence[Key], then: Sequence[Key]) -> list[Key]:
    """Return all keys in the order of now; one of then alone comes behind the one before it there, in its statement."""
    order = list(now)
    there = set(now)
    before: Key | None = None
    for key in then:
        if key not in there:
            same = [place for place, one in enumerate(order) if one[0] == key[0]]
            last = same[-1] + 1 if same else len(order)
            at = order.index(before) + 1 if before is not None and before[0] == key[0] else (same[0] if same else last)
            order.insert(at, key)
            there.add(key)
        before = key
    return order
