"""Cost goods again of which nothing moves anew: what their receipts cost has changed, or an average of theirs is said.

Before this: `changes` and `true_ups`, which say which goods and since when. After this: the plan that the pen writes.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from lowmark.core.flow_late import post_late
from lowmark.core.recording.record import MOVES
from lowmark.services.recording.late.among import OF, Among, among, recorded_legs
from lowmark.services.recording.late.periods import Averages
from lowmark.services.recording.late.plan import problems_of, with_what_stands
from lowmark.services.recording.planned import LEG, Plan
from lowmark.services.recording.pools import GOODS, pooled, standards_of
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader

NO_MOVES: Final = dict.fromkeys((*MOVES, "move", "known_seq"), pl.Int64) | {
    **dict.fromkeys(("document", "line", "item_class", "lot", "reason", "direction", "event", "from_condition",
                     "to_condition", "owner", "to_owner", "terms", "unit"), pl.String),
    **dict.fromkeys(("made_on", "expires_on", "effective_on", "accounting_on", "received_on"), pl.Date),
    "is_late": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """Goods as they are recorded since a day: their legs, their pools, and the standards of these."""

    legs: pl.DataFrame
    pools: pl.DataFrame
    standards: pl.DataFrame


def recorded_of(reader: Reader, planned: Plan, there: pl.DataFrame, goods: pl.DataFrame, *, since: date) -> Recorded:
    """Return goods as they are recorded since a day."""
    old = recorded_legs(reader, planned.entity, goods, since=since, known_seq=planned.watermark)
    kept = there.join(goods, on=OF, how="semi", maintain_order="left").select(GOODS)
    legs, pools = pooled(reader, planned.book, pl.concat([old, kept], how="diagonal_relaxed"), there)
    old = legs.filter(pl.col("move").is_not_null()).with_columns(row=pl.lit(None, dtype=pl.Int64))
    standards, _ = standards_of(reader, planned.book, pools, old)
    return Recorded(old, pools, standards)


def among_recorded(
    reader: Reader, planned: Plan, recorded: Recorded, *, averages: Averages, changes: pl.DataFrame | None = None
) -> Among:
    """Put what is said of goods among what is recorded of them."""
    none = recorded.legs.clear().with_columns(
        source_row=pl.lit(None, dtype=pl.Int64), source_move=pl.lit(None, dtype=pl.Int64)
    )
    return among(
        reader, book=planned.book, moves=pl.DataFrame(schema=NO_MOVES), new=none, old=recorded.legs, pools=recorded.pools,
        known_seq=planned.watermark, changes=changes, averages=averages,
    )  # fmt: skip


def posted_again(
    reader: Reader, planned: Plan, recorded: Recorded, again: Among, *, shown: pl.DataFrame, changes: pl.DataFrame | None = None
) -> Plan:  # fmt: skip
    """Cost again what is reached, and post what differs.

    Shapes: shown: item_id, lot, row: at which row of the document a problem of the goods is shown.
    """
    posting = post_late(
        moves=again.legs.select(*LEG, "is_new"), links=again.links, carried_links=again.carried_links,
        history=again.history, standards=recorded.standards, roles=ledger_read.roles(reader, planned.entity.id),
        document=planned.document, changes=changes,
    )  # fmt: skip
    problems = pl.concat(problems_of(posting, again, recorded.pools, shown)).unique(maintain_order=True)
    planned = replace(planned, pools=recorded.pools, problems=problems, received=again.received)
    return with_what_stands(reader, planned, posting, again.legs.select("pool").unique())
