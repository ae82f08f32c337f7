"""A flow of its own for what comes late: cost again from the first of it on, and post what differs.

What comes late is moves that count before others, or changes of what receipts cost. Before this: the shell has read the
layers and allowances as they stood before the first of it, every move of their pools since, and what is recorded of these.
After this: it writes the flows of new moves and the differences of old ones. A property holds that a history recorded in
any order ends as if it had been recorded in the order of its days.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import polars as pl

from lowmark.core.costing import methods
from lowmark.core.costing.epochs import VALUES, Epochs, Pools
from lowmark.core.costing.recosting import NONE_REVALUED, ONE_EPOCH, Recosted, recost
from lowmark.core.costing.rolls import NO_ROLLS
from lowmark.core.costing.true_ups import NO_TRUE_UPS
from lowmark.core.flow import NOTHING_MADE, Made, Posting, Roles, RunPosting, Since, post_run
from lowmark.core.flow_events import allowance_events, events_of, trued_up, variance_events, with_carrying_events
from lowmark.core.journal.cost_changes import as_variances, no_changes, with_changes
from lowmark.core.journal.entries import to_entries
from lowmark.core.journal.posting_rules import recosted_event
from lowmark.core.journal.productions import conversion_events, waste_events
from lowmark.core.recording.directions import RE_POOL
from lowmark.core.write_downs.replay import Later, replay_late

_SAID = ("event", "reason", "item_class")
NO_SHARES: Final = {"pool": pl.Int64, "layer": pl.Int64, "remaining_micro": pl.Int64, "held_minor": pl.Int64,
              "amount_minor": pl.Int64, "reason": pl.String, "item_class": pl.String}  # fmt: skip
"""The columns of what a run changes, of no run."""
DIFFERS: Final = {"pool": pl.Int64, "differs_on": pl.Date}
_AGAINST: Final = {"receipt_reversed": "receipt", "provisional_settled": "provisional_settled"}
"""Exits for which somebody is credited a fixed amount: what they cost beyond it is a variance, by these names."""
_VARIED: Final = ("move", "event", "item_class", "accounting_on", "value_minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was there before the first of what is new, and what is recorded of the old moves since.

    Shapes: layers (as `cost_linked` takes them, and epoch: null for all) and allowances (as `carry` takes states): as they
            stood before. recorded: as `recost` takes it. carried: what was recorded of allowance, as `replay_late` takes
            it. released_before: as `carry` takes it. differs: pool, differs_on: the first day on which what is recorded may
            be another, in place of the first day of the moves; allowances stood so before it, and are replayed from it on.
            arrived: pool, move, of what came from an issue, and has no value of its own. epochs and values: as `recost`
            takes them; made: the legs of old productions, as `recost` takes them. standards: those at which
            layers stood, in place of others; rolls, revalued and true_ups: as `recost` takes them.
    """

    layers: pl.DataFrame
    allowances: pl.DataFrame
    recorded: pl.DataFrame
    carried: pl.DataFrame
    released_before: pl.DataFrame
    differs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DIFFERS))
    arrived: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"pool": pl.Int64, "move": pl.Int64}))
    epochs: Epochs = ONE_EPOCH
    values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=VALUES))
    made: pl.DataFrame = field(default_factory=lambda: NOTHING_MADE.legs)
    standards: pl.DataFrame = field(default_factory=lambda: NO_ROLLS.drop("valid_from"))
    rolls: pl.DataFrame = field(default_factory=lambda: NO_ROLLS)
    revalued: pl.DataFrame = field(default_factory=lambda: NONE_REVALUED)
    true_ups: pl.DataFrame = field(default_factory=lambda: NO_TRUE_UPS)


def post_late(
    *,
    moves: pl.DataFrame,
    links: pl.DataFrame,
    carried_links: pl.DataFrame,
    history: History,
    standards: pl.DataFrame,
    roles: Roles,
    document: str,
    changes: pl.DataFrame | None = None,
    credited: pl.DataFrame | None = None,
    made: Made = NOTHING_MADE,
) -> Posting:
    """Do what `post_moves` does for moves some of which count before others that are posted already: post the differences.

    Shapes: as for `post_moves`, and: moves: is_new; the old moves of their pools since the first of what is new are among
            them, and so are those of pools that links reach from there. changes: as `with_changes` takes them; credited:
            as `post_moves` takes it. `costed` is of all moves, `flows` and `movements` are what is to be written besides what
            is recorded; `allowances` are the states after all of it.
    """
    changes = no_changes() if changes is None else changes
    legs = _with_new(history.made, made.legs)
    recosted = _recosted(moves, links, history, standards, legs)
    said = moves.select("pool", "move", "method", *_SAID)
    costed = recosted.costed
    if not costed.refused.is_empty():
        none = pl.DataFrame(schema={**costed.flows.schema, "event": pl.String})
        return Posting(costed, none, none, history.allowances.clear(), to_entries(events=_none(moves), roles=roles))
    flows = recosted.own.join(said, on=["pool", "move"], how="left", maintain_order="left")
    replayed = _since(flows, history.differs)
    late = replay_late(
        shares=pl.DataFrame(schema=NO_SHARES), fiscal_year=0, as_of=_day_before(moves), states=history.allowances,
        later=Later(
            flows=replayed.with_columns(event=allowance_events(replayed)), links=carried_links,
            released_before=history.released_before, layers=_contained(history.layers, flows, replayed),
            recorded=history.carried, classes=moves.select("pool", "move", "item_class"),
            stood=_since(recosted.stood, history.differs),
            made=legs.unique(["production", "pool", "move"], maintain_order=True),
        ),
    )  # fmt: skip
    split = with_changes(recosted.flows.join(said, on=["pool", "move"], how="left", maintain_order="left"), flows, changes,
                         _valued(moves, [carried_links, history.arrived, legs]))  # fmt: skip
    written, posted = _posted(split.drop("method"))
    trued = [] if credited is None else [trued_up(flows, credited)]
    varied = _varied([
        recosted.variances.join(said, on=["pool", "move"], how="left"), _against(posted), *trued, as_variances(changes),
    ])  # fmt: skip
    movements = late.differences.rename({"reason": "allowance_reason"})
    rolled = _rolled(recosted.revalued, moves, written)
    events = pl.concat([events_of(posted, varied, movements, document), _made_events(moves, recosted.wasted, made, document),
                        _revaluing(rolled, document)])  # fmt: skip
    flows = pl.concat([with_carrying_events(written, varied), rolled])
    return Posting(costed, flows, movements, late.states, to_entries(events=events, roles=roles))


def carry_over(*, after: Since, roles: Roles, as_of: date, document: str) -> RunPosting:
    """Let what is held in a book beside the primary one follow its goods: release what exits since a day took with them.

    Shapes: `after`: what happened after the day in the pools on which the book holds something, and what of that it has.
    Source: IAS 2.34 (an allowance goes as the goods do).
    """
    none = pl.DataFrame(schema={**NO_SHARES, "proposal_id": pl.Int64})
    return post_run(shares=none, after=after, roles=roles, as_of=as_of, fiscal_year=0, document=document, kinds={})


def _varied(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Put variances together, each with the event that posts it."""
    varied = pl.concat([part.select(*_VARIED) for part in parts])
    return varied.with_columns(variance_events(varied))


def _against(posted: pl.DataFrame) -> pl.DataFrame:
    """Return by how much exits for which somebody is credited a fixed amount cost something else."""
    return posted.filter(pl.col("is_adjusted"), pl.col("event").is_in(list(_AGAINST))).with_columns(
        event=pl.col("event").replace_strict(_AGAINST), value_minor=-pl.col("amount_minor")
    )


def _recosted(
    moves: pl.DataFrame, links: pl.DataFrame, history: History, standards: pl.DataFrame, legs: pl.DataFrame
) -> Recosted:
    """Cost again from where everything stood: at the standards that held then, where some pools are costed again."""
    at = pl.concat([standards.join(history.standards, on="pool", how="anti"), history.standards])
    pools = Pools(
        moves=moves.drop(*_SAID),
        links=links,
        layers=history.layers,
        standards=at,
        made=legs,
        rolls=history.rolls,
        true_ups=history.true_ups,
    )
    return recost(pools=pools, recorded=history.recorded, revalued=history.revalued, epochs=history.epochs,
                  values=history.values)  # fmt: skip


def _rolled(revalued: pl.DataFrame, moves: pl.DataFrame, written: pl.DataFrame) -> pl.DataFrame:
    """Return what layers are revalued by, each with its event, in the columns of flows that are written."""
    if revalued.is_empty():
        return written.clear()
    classes = moves.select("pool", "item_class").unique("pool")
    raised = pl.col("value_minor") > 0
    return revalued.join(classes, on="pool", how="left", maintain_order="left").with_columns(
        reason=pl.lit(""), event=pl.when(raised).then(pl.lit("standard_raised")).otherwise(pl.lit("standard_lowered"))
    ).select(written.columns).cast(written.schema)  # fmt: skip


def _revaluing(rolled: pl.DataFrame, document: str) -> pl.DataFrame:
    """Return the events that post what layers are revalued by."""
    return rolled.select("event", "accounting_on", document=pl.lit(document), reason="reason", item_class="item_class",
                         amount_minor=pl.col("value_minor").abs())  # fmt: skip


def _with_new(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Return the legs of old and new productions; those of new ones are the same in every epoch."""
    if "epoch" not in old.columns:
        return pl.concat([old, new.select(old.columns)])
    return pl.concat([old, new.with_columns(epoch=pl.lit(None, dtype=pl.Int64)).select(old.columns)])


def _made_events(moves: pl.DataFrame, wasted: pl.DataFrame, made: Made, document: str) -> pl.DataFrame:
    """Return what is posted of productions besides their goods."""
    classed = wasted.join(moves.select("pool", "move", "item_class"), on=["pool", "move"], maintain_order="left")
    return pl.concat([conversion_events(made.said, document=document), waste_events(classed, document=document)])


def _day_before(moves: pl.DataFrame) -> date:
    """Return the day before all moves: of none, the first that there is."""
    first: date | None = moves["accounting_on"].min()  # type: ignore[assignment]
    return date.min if first is None else first - timedelta(days=1)


def _since(rows: pl.DataFrame, differs: pl.DataFrame) -> pl.DataFrame:
    """Keep what counts from the day on from which the allowances of its pool are replayed."""
    since = rows.join(differs, on="pool", how="left", maintain_order="left")
    return since.filter(pl.col("differs_on").is_null() | (pl.col("accounting_on") >= pl.col("differs_on"))).drop(
        "differs_on"
    )


def _contained(layers: pl.DataFrame, flows: pl.DataFrame, replayed: pl.DataFrame) -> pl.DataFrame:
    """Return what layers contained before the first flow that is replayed."""
    stood = layers.filter(pl.col("epoch").fill_null(0) == 0) if "epoch" in layers.columns else layers
    earlier = flows.join(replayed, on=["pool", "move"], how="anti").select("pool", "layer", "quantity_micro")
    left = stood.select("pool", "layer", pl.col("quantity_micro") - pl.col("consumed_micro"))
    both = pl.concat([left, earlier]).group_by("pool", "layer").agg(pl.col("quantity_micro").sum())
    return both.filter(pl.col("quantity_micro") != 0).with_columns(consumed_micro=pl.lit(0, dtype=pl.Int64))


def _valued(moves: pl.DataFrame, others: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the receipts with a value of their own that is on the goods: pool, move; not those that take it from others."""
    at_standard = [name for name in moves["method"].unique() if methods.find(name).needs == "standards"]
    comes = moves.filter(pl.col("quantity_micro") > 0, ~pl.col("method").is_in(at_standard))
    taken = pl.concat([each.select("pool", "move") for each in others])
    return comes.join(taken, on=["pool", "move"], how="anti").select("pool", "move")


def _posted(flows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Name the event by which each flow is posted; and sum what is posted by move, an adjustment by an event of its own.

    Shapes: flows: posted, null where the event is one of the move's own.
    """
    is_adjusted = pl.col("kind") == "adjust"
    key = ("pool", "move", "accounting_on", *_SAID, "posted", "is_adjusted")
    nets = (
        flows.with_columns(is_adjusted=is_adjusted)
        .group_by(key, maintain_order=True)
        .agg(amount_minor=pl.col("value_minor").sum())
    )
    pairs = nets.select("event", "is_adjusted", "posted", pl.col("amount_minor").sign().alias("sign")).rows()
    names = [_name(*pair) for pair in pairs]
    nets = nets.with_columns(named=pl.Series(names, dtype=pl.String))
    on = ["pool", "move", "accounting_on", "posted", "is_adjusted"]
    named = flows.with_columns(is_adjusted=is_adjusted).join(
        nets.select(*on, "named"), on=on, how="left", nulls_equal=True, maintain_order="left"
    )
    return (
        named.drop("event", "posted", "is_adjusted").rename({"named": "event"}),
        nets.drop("posted").rename({"named": "posted"}),
    )


def _name(event: str, adjusted: bool, posted: str | None, sign: int) -> str:  # noqa: FBT001
    """Return the event by which a move's flows of a day are posted."""
    if posted is not None:
        return posted
    if event == RE_POOL or not adjusted:
        return event
    return recosted_event(event=event, value_minor=sign) if sign else ""


def _none(said: pl.DataFrame) -> pl.DataFrame:
    """Return no events."""
    return said.clear().select("event", "accounting_on", document="reason", reason="reason", item_class="item_class",
                               amount_minor=pl.lit(0, dtype=pl.Int64))  # fmt: skip
