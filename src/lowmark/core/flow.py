"""The whole system on one screen: a line per use case, data in, data out. Only this file and its neighbours name two stages.

    documents -> record -> cost -> positions -> assess -> propose   (here people decide)   post_run -> statements

Before this: the shell has read everything that a use case needs, in one snapshot. After this: it writes what comes
back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.assessment.metrics import Known as KnownOfStock
from lowmark.core.costing.cost import cost
from lowmark.core.costing.linked import cost_linked
from lowmark.core.costing.production import MADE, abnormal_waste
from lowmark.core.costing.results import Costed
from lowmark.core.flow_events import (
    allowance_events,
    events_of,
    restated,
    trued_up,
    variance_events,
    with_carrying_events,
)
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.journal.entries import Journalised, to_entries
from lowmark.core.journal.productions import conversion_events, waste_events
from lowmark.core.recording.record import Known, Recorded, record
from lowmark.core.statements.roll_forward import RollForward, roll_forward
from lowmark.core.statements.statements import Statements, statements
from lowmark.core.write_downs.carry import NONE_STOOD, carry
from lowmark.core.write_downs.late import Late
from lowmark.core.write_downs.makings import NO_LEGS
from lowmark.core.write_downs.propose import Proposed, propose
from lowmark.core.write_downs.replay import Later, replay_late

__all__ = [
    "Assessed", "Costed", "Known", "Posting", "Proposed", "Recorded", "RollForward", "RunPosting", "Statements",
    "Tested", "assess", "assess_stock", "cost", "positions", "post_moves", "post_run", "propose", "propose_changes",
    "record", "roll_forward", "statements", "test_stock",
]  # fmt: skip

Roles = Mapping[tuple[str, str], int]


def positions(*, layers: pl.DataFrame) -> pl.DataFrame:
    """Sum open layers into units of account: what is on hand, what it cost, what is written down on it.

    Shapes: layers: unit, item, lot and expires_on (both nullable), condition, remaining_micro, cost_minor, held_minor;
            one row out per unit.

    >>> layers = pl.DataFrame({"unit": [1, 1], "item": [9, 9], "lot": [None, None], "condition": ["", ""],
    ...                        "expires_on": [None, None], "remaining_micro": [10, 10], "cost_minor": [50, 90],
    ...                        "held_minor": [0, 0]}, schema_overrides={"lot": pl.Int64, "expires_on": pl.Date})
    >>> positions(layers=layers).rows()
    [(1, 9, None, '', None, 20, 140, 0)]
    """
    return (
        layers.group_by("unit", "item", "lot", "condition", "expires_on")
        .agg(
            quantity_micro=pl.col("remaining_micro").cast(pl.Int128).sum().cast(pl.Int64),
            cost_minor=pl.col("cost_minor").cast(pl.Int128).sum().cast(pl.Int64),
            held_minor=pl.col("held_minor").cast(pl.Int128).sum().cast(pl.Int64),
        )
        .sort("unit")
    )


@dataclass(frozen=True, slots=True)
class Tested:
    """A test of stock: the units, what was found of each, and what is proposed."""

    units: pl.DataFrame
    assessed: Assessed
    proposed: Proposed


def assess_stock(
    *, layers: pl.DataFrame, evidence: pl.DataFrame, policy: InventoriesPolicy, as_of: date, currency: str, channel: str,
    known: KnownOfStock | None = None, bases: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, Assessed]:  # fmt: skip
    """Sum open layers into units and assess each; nothing is proposed, so layers may come summed by unit.

    Shapes: layers: as `positions` takes them. bases: unit, basis, of every unit where given.
    """
    units = positions(layers=layers)
    if bases is not None:
        units = units.join(bases, on="unit", how="left", maintain_order="left")
    return units, assess(
        units=units, evidence=evidence, policy=policy, as_of=as_of, currency=currency, channel=channel, known=known
    )  # fmt: skip


def propose_changes(
    *, units: pl.DataFrame, assessed: Assessed, layers: pl.DataFrame, policy: InventoriesPolicy
) -> Tested:
    """Propose the changes of what was assessed; ends where people begin.

    Shapes: layers: as `propose` takes them, each with held_this_year_minor.
    """
    shares_of = layers.select("unit", "layer", "remaining_micro", "cost_minor", "held_minor", "held_this_year_minor")
    return Tested(units, assessed, propose(assessments=assessed.assessments, layers=shares_of, policy=policy))


def test_stock(
    *, layers: pl.DataFrame, evidence: pl.DataFrame, policy: InventoriesPolicy, as_of: date, currency: str, channel: str,
    known: KnownOfStock | None = None, bases: pl.DataFrame | None = None,  # noqa: PT028  # No test of pytest's.
) -> Tested:  # fmt: skip
    """Test open layers against evidence: `assess_stock`, then `propose_changes`."""
    units, assessed = assess_stock(
        layers=layers, evidence=evidence, policy=policy, as_of=as_of, currency=currency, channel=channel, known=known,
        bases=bases,
    )  # fmt: skip
    return propose_changes(units=units, assessed=assessed, layers=layers, policy=policy)


test_stock.__test__ = False  # type: ignore[attr-defined]  # A verb of the field, not a test for pytest to collect.


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is made of what.

    Shapes: legs: as `cost_linked` takes productions; said: of new productions, as `conversion_events` takes them.
    """

    legs: pl.DataFrame
    said: pl.DataFrame


NOTHING_MADE = Made(
    legs=pl.DataFrame(schema=dict.fromkeys((*MADE, "value_minor"), pl.Int64)),
    said=pl.DataFrame(schema={
        "accounting_on": pl.Date, "item_class": pl.String, "labour_minor": pl.Int64, "depreciation_minor": pl.Int64,
        "other_overhead_minor": pl.Int64, "idle_minor": pl.Int64,
    }),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posting:
    """What moves do, all at once: flows and layers, allowance, entries. `costed.refused` not empty: nothing is written.

    Shapes: flows: those to be written, each with the event whose entry carries it (none: empty, or goods re-pooled).
    """

    costed: Costed
    flows: pl.DataFrame
    movements: pl.DataFrame
    allowances: pl.DataFrame
    journal: Journalised


def post_moves(  # noqa: PLR0913
    *,
    moves: pl.DataFrame,
    links: pl.DataFrame,
    carried_links: pl.DataFrame,
    released_before: pl.DataFrame,
    layers: pl.DataFrame,
    allowances: pl.DataFrame,
    standards: pl.DataFrame,
    roles: Roles,
    document: str,
    made: Made = NOTHING_MADE,
    credited: pl.DataFrame | None = None,
) -> Posting:
    """Cost moves, let the allowance go with the goods, and make the entries.

    Shapes: moves: pool, method, move, known_seq, accounting_on, quantity_micro (signed), value_minor (null on issues and
            on what a link or a production values, but for what goods re-pooled are worth besides), kind (null but on a
            re-pooling), event, reason, item_class; links, layers and standards: as `cost_linked` takes them;
            carried_links, released_before and allowances: as `carry` does. `movements` and `allowances` are
            `carry`'s. credited: pool, move, credited_minor, of what gives back goods
            that were assumed to be there: what was assumed of them.
    """
    costed = cost_linked(moves=moves, links=links, layers=layers, standards=standards, made=made.legs)
    said = moves.select("pool", "move", "event", "reason", "item_class")
    flows = costed.flows.join(said, on=["pool", "move"], how="left", maintain_order="left")
    carried = carry(
        flows=flows.with_columns(event=allowance_events(flows)), links=carried_links, states=allowances,
        released_before=released_before, layers=layers, made=made.legs,
    )  # fmt: skip
    posted = flows.select("event", "reason", "item_class", "accounting_on", posted="event", amount_minor="value_minor")
    varied = costed.variances.join(said, on=["pool", "move"], how="left", maintain_order="left")
    varied = pl.concat([varied, trued_up(flows, credited)], how="diagonal") if credited is not None else varied
    varied = pl.concat([varied.with_columns(variance_events(varied)), restated(moves)], how="diagonal_relaxed")
    movements = carried.movements.join(said.select("pool", "move", "item_class"), on=["pool", "move"], how="left",
                                       maintain_order="left")  # fmt: skip
    wasted = abnormal_waste(flows=costed.flows, made=made.legs).join(
        moves.select("pool", "move", "accounting_on", "item_class"), on=["pool", "move"], maintain_order="left"
    )
    events = pl.concat([
        events_of(posted, varied, movements, document), conversion_events(made.said, document=document),
        waste_events(wasted.with_columns(is_adjusted=pl.lit(value=False)), document=document),
    ])  # fmt: skip
    return Posting(
        costed, with_carrying_events(flows, varied), carried.movements, carried.states,
        to_entries(events=events, roles=roles),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What happened after a run's date in the pools concerned, in the shapes that `replay_late` takes.

    Shapes: flows and stood say the class of their goods besides: item_class.
    """

    states: pl.DataFrame
    flows: pl.DataFrame
    links: pl.DataFrame
    released_before: pl.DataFrame
    layers: pl.DataFrame
    recorded: pl.DataFrame
    stood: pl.DataFrame = field(default_factory=lambda: NONE_STOOD.with_columns(item_class=pl.lit("")))
    made: pl.DataFrame = field(default_factory=lambda: NO_LEGS)


@dataclass(frozen=True, slots=True)
class RunPosting:
    """What an approved run does: changes at its date, each with its event, and what later moves should have carried."""

    late: Late
    changes: pl.DataFrame
    journal: Journalised


def post_run(
    *,
    shares: pl.DataFrame,
    after: Since,
    roles: Roles,
    as_of: date,
    fiscal_year: int,
    document: str,
    kinds: Mapping[int, str],
) -> RunPosting:
    """Set the allowance of layers as of a run's date, as if it had been posted on that day, and make the entries.

    Shapes: shares: pool, layer, remaining_micro, held_minor, amount_minor, reason, item_class, proposal_id; `kinds`
            gives each proposal's event: write_down, reversal or write_off.
    Source: IAS 2.34.
    """
    late = replay_late(
        shares=shares.drop("proposal_id"), fiscal_year=fiscal_year, as_of=as_of, states=after.states, later=Later(
            flows=after.flows, links=after.links, released_before=after.released_before, layers=after.layers,
            recorded=after.recorded, stood=after.stood, made=after.made, classes=pl.concat([
                after.flows.select("pool", "move", "item_class"),
                *(each.select("pool", move=pl.lit(None, dtype=pl.Int64), item_class="item_class")
                  for each in (shares, after.stood)),
            ]),
        ),
    )  # fmt: skip
    event = pl.Series("event", [kinds[number] for number in shares["proposal_id"]], dtype=pl.String)
    of_layer = shares.select("pool", "layer", event)
    changes = late.changes.join(of_layer, on=["pool", "layer"], maintain_order="left")
    events = pl.concat([
        changes.select(
            "event", accounting_on=pl.lit(as_of), document=pl.lit(document), reason="reason", item_class="item_class",
            amount_minor=pl.col("amount_minor").abs(),
        ),
        late.differences.filter(pl.col("event") != "").select(
            "event", "accounting_on", document=pl.lit(document), reason="reason", item_class="item_class",
            amount_minor=pl.col("amount_minor").abs(),
        ),
    ])  # fmt: skip
    return RunPosting(late, changes, to_entries(events=events, roles=roles))
