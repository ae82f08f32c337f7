"""Make balanced journal entries of events, columnwise: one entry per document, day and event.

Before this: events with their amounts, and `posting_rules`. After this: the store numbers and seals the entries; then
statements. `one` gives the same answer for a single posting without frames. Each event puts its amount on two lines,
once as a debit and once as a credit, and lines are summed: entries balance by construction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from lowmark.core.journal.posting_rules import accounts_for, require_amounts, rule_for
from lowmark.core.kinds.arithmetic import INT64_MAX

ENTRY_KEY: Final = ("accounting_on", "journal", "event", "document")
LINE_KEY: Final = ("account_id", "reason", "item_class")


@dataclass(frozen=True, slots=True)
class Journalised:
    """Entries, each with the number of its lines; and lines, debit positive, which name their entry."""

    entries: pl.DataFrame
    lines: pl.DataFrame


def to_entries(*, events: pl.DataFrame, roles: Mapping[tuple[str, str], int]) -> Journalised:
    """Turn events into entries and lines.

    Shapes: events: event, accounting_on, document, reason, item_class, amount_minor; in any order. Entries come by day,
            journal, event and document, numbered from 0; lines by entry, debits first, then account, reason and
            class, numbered from 1. ``roles`` maps (role, reason) to an account, (role, "") for every other reason.
    Units:  minor units of the book's currency; a line's debit is positive, its credit negative.
    Domain: ``amount_minor >= 0``; what is zero, or sums to zero on its account, leaves no line.
    Raises: Problem ``unknown_event``, ``negative_amount`` or ``missing_role``; OverflowError past 64 bits.

    >>> from datetime import date
    >>> events = pl.DataFrame({"event": ["sale"], "accounting_on": [date(2026, 11, 5)], "document": ["SO-1"],
    ...                        "reason": [""], "item_class": ["goods"], "amount_minor": [700]})
    >>> made = to_entries(events=events, roles={("cost_of_sales", ""): 5000, ("inventory", ""): 1200})
    >>> made.entries.rows()
    [(0, 'stock', 'sale', datetime.date(2026, 11, 5), 'SO-1', 2)]
    >>> made.lines.rows()
    [(0, 1, 5000, '', 'goods', 700), (0, 2, 1200, '', 'goods', -700)]
    """
    for event in events["event"].unique().sort():
        rule_for(event)
    require_amounts(events.filter(pl.col("amount_minor") < 0).head(1).select("event", "amount_minor").iter_rows())

    nonzero = events.filter(pl.col("amount_minor") != 0)
    summed = _lines(nonzero.join(_rules(nonzero, roles), on=["event", "reason"]))
    numbered = summed.with_columns(
        entry=pl.struct(ENTRY_KEY).rle_id().cast(pl.Int64),
        line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(ENTRY_KEY),
    )
    entries = numbered.group_by("entry", *ENTRY_KEY).agg(n_lines=pl.len().cast(pl.Int64)).sort("entry")

    _assert_balanced(numbered)
    return Journalised(
        entries=entries.select("entry", "journal", "event", "accounting_on", "document", "n_lines"),
        lines=numbered.select("entry", "line_no", *LINE_KEY, "amount_minor"),
    )


def _rules(nonzero: pl.DataFrame, roles: Mapping[tuple[str, str], int]) -> pl.DataFrame:
    """Look up each pair of event and reason once: there are few of them, however many events."""
    pairs = nonzero.select("event", "reason").unique().sort("event", "reason").rows()
    found = [
        (event, reason, rule_for(event).journal, *accounts_for(event=event, reason=reason, roles=roles))
        for event, reason in pairs
    ]
    schema = {"event": pl.String, "reason": pl.String, "journal": pl.String, "debit": pl.Int64, "credit": pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _lines(posted: pl.DataFrame) -> pl.DataFrame:
    """Put each amount on both sides, sum by account and dimensions in 128 bits, and bring lines into order."""
    kept = (*ENTRY_KEY, "reason", "item_class")
    amount = pl.col("amount_minor")
    legs = pl.concat(
        [
            posted.select(*kept, account_id="debit", amount_minor=amount),
            posted.select(*kept, account_id="credit", amount_minor=-amount),
        ]
    )
    wide = amount.cast(pl.Int128).sum()
    sums = legs.group_by(*ENTRY_KEY, *LINE_KEY).agg(wide).filter(amount != 0)
    if sums.select((pl.col("amount_minor").abs() > INT64_MAX).any()).item():
        raise OverflowError("the sum does not fit 64 bits")
    narrow = sums.with_columns(pl.col("amount_minor").cast(pl.Int64))
    return narrow.sort(*ENTRY_KEY, pl.col("amount_minor") < 0, *LINE_KEY)


def _assert_balanced(lines: pl.DataFrame) -> None:
    left = lines.group_by("entry").agg(pl.col("amount_minor").cast(pl.Int128).sum())
    assert left.filter(pl.col("amount_minor") != 0).is_empty(), "an entry does not balance"
