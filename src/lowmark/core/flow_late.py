"""A flow of its own for moves that come late: cost again from the first of them on, and post what differs.

Before this: the shell has read the layers and allowances as they stood before the first of the new moves, every move of
their pools since, and what is recorded of these. After this: it writes the flows of new moves and the differences of old
ones. A property holds that a history recorded in any order ends as if it had been recorded in the order of its days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lowmark.core.costing.recosting import recost
from lowmark.core.flow import Posting, Roles, allowance_events, events_of, variance_events, with_carrying_events
from lowmark.core.journal.entries import to_entries
from lowmark.core.journal.posting_rules import recosted_event
from lowmark.core.recording.directions import RE_POOL
from lowmark.core.write_downs.replay import replay_late

_SAID = ("event", "reason", "item_class")
_NO_SHARES = {"pool": pl.Int64, "layer": pl.Int64, "remaining_micro": pl.Int64, "held_minor": pl.Int64,
              "amount_minor": pl.Int64, "reason": pl.String, "item_class": pl.String}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was there before the first of the new moves, and what is recorded of the old ones since.

    Shapes: layers (as `cost_linked` takes them) and allowances (as `carry` takes states): as they stood before. recorded:
            as `recost` takes it. carried: what was recorded of allowance, as `replay_late` takes it. released_before: as
            `carry` takes it.
    """

    layers: pl.DataFrame
    allowances: pl.DataFrame
    recorded: pl.DataFrame
    carried: pl.DataFrame
    released_before: pl.DataFrame


def post_late(
    *,
    moves: pl.DataFrame,
    links: pl.DataFrame,
    carried_links: pl.DataFrame,
    history: History,
    standards: pl.DataFrame,
    roles: Roles,
    document: str,
) -> Posting:
    """Do what `post_moves` does for moves some of which count before others that are posted already: post the differences.

    Shapes: as for `post_moves`, and: moves: is_new; the old moves of their pools since the first of the new ones are among
            them, and so are those of pools that links reach from there. `costed` is of all of them, `flows` and `movements`
            are what is to be written besides what is recorded; `allowances` are the states after all of it.
    """
    recosted = recost(moves=moves.drop(*_SAID), links=links, layers=history.layers, standards=standards,
                      recorded=history.recorded)  # fmt: skip
    said = moves.select("pool", "move", "accounting_on", *_SAID)
    costed = recosted.costed
    if not costed.refused.is_empty():
        none = pl.DataFrame(schema={**costed.flows.schema, "event": pl.String})
        return Posting(costed, none, none, history.allowances.clear(), to_entries(events=_none(said), roles=roles))
    flows = costed.flows.join(said.drop("accounting_on"), on=["pool", "move"], how="left", maintain_order="left")
    first: date = moves["accounting_on"].min()  # type: ignore[assignment]
    late = replay_late(
        shares=pl.DataFrame(schema=_NO_SHARES), fiscal_year=0, as_of=first - timedelta(days=1), states=history.allowances,
        flows=flows.with_columns(event=allowance_events(flows)), links=carried_links, released_before=history.released_before,
        layers=history.layers, recorded=history.carried, undone=history.recorded.join(said, on=["pool", "move"]),
    )  # fmt: skip
    written, posted = _posted(recosted.flows.join(said.drop("accounting_on"), on=["pool", "move"], how="left",
                                                  maintain_order="left"))  # fmt: skip
    varied = pl.concat([
        recosted.variances.join(said.drop("accounting_on"), on=["pool", "move"], how="left").select(*_VARIED),
        posted.filter(pl.col("is_adjusted"), pl.col("event") == "receipt_reversed").with_columns(
            event=pl.lit("receipt"), value_minor=-pl.col("amount_minor")).select(*_VARIED),
    ])  # fmt: skip
    varied = varied.with_columns(variance_events(varied))
    movements = late.differences.rename({"reason": "allowance_reason"})
    events = events_of(posted, varied, movements, document)
    return Posting(
        costed, with_carrying_events(written, varied), movements, late.states, to_entries(events=events, roles=roles)
    )


_VARIED = ("move", "event", "item_class", "accounting_on", "value_minor")


def _posted(flows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Name the event by which each flow is posted; and sum what is posted by move, an adjustment by an event of its own."""
    is_adjusted = pl.col("kind") == "adjust"
    nets = flows.with_columns(is_adjusted=is_adjusted).group_by(
        "pool", "move", "accounting_on", *_SAID, "is_adjusted", maintain_order=True
    ).agg(amount_minor=pl.col("value_minor").sum())  # fmt: skip
    pairs = nets.select("event", "is_adjusted", pl.col("amount_minor").sign().alias("sign")).rows()
    names = [
        event if event == RE_POOL or not adjusted else recosted_event(event=event, value_minor=sign) if sign else ""
        for event, adjusted, sign in pairs
    ]
    nets = nets.with_columns(posted=pl.Series(names, dtype=pl.String))
    named = nets.select("pool", "move", "posted")
    return flows.join(named, on=["pool", "move"], how="left", maintain_order="left").drop("event").rename(
        {"posted": "event"}
    ), nets  # fmt: skip


def _none(said: pl.DataFrame) -> pl.DataFrame:
    """Return no events."""
    return said.clear().select("event", "accounting_on", document="reason", reason="reason", item_class="item_class",
                               amount_minor=pl.lit(0, dtype=pl.Int64))  # fmt: skip
