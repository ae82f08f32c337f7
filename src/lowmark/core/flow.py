"""The whole system on one screen: the only file that names two stages. A line per use case, data in, data out.

    documents -> record -> cost -> positions -> assess -> propose   (here people decide)   post_run -> statements

Before this: the shell has read everything that a use case needs, in one snapshot. After this: it writes what comes
back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.costing.cost import cost
from lowmark.core.costing.results import Costed
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.journal.entries import Journalised, to_entries
from lowmark.core.recording.directions import release_event
from lowmark.core.recording.record import Known, Recorded, record
from lowmark.core.statements.statements import Statements, statements
from lowmark.core.write_downs.allowance import release_many
from lowmark.core.write_downs.late import Late, set_late
from lowmark.core.write_downs.propose import Proposed, propose

__all__ = [
    "Assessed", "Costed", "Known", "Posting", "Proposed", "Recorded", "RunPosting", "Statements", "Tested", "assess",
    "cost", "positions", "post_moves", "post_run", "propose", "record", "statements", "test_stock",
]  # fmt: skip

Roles = Mapping[tuple[str, str], int]


def positions(*, layers: pl.DataFrame) -> pl.DataFrame:
    """Sum open layers into units of account: what is on hand, what it cost, what is written down on it.

    Shapes: layers: unit, item, lot (nullable), remaining_micro, cost_minor, held_minor; one row out per unit.

    >>> layers = pl.DataFrame({"unit": [1, 1], "item": [9, 9], "lot": [None, None], "remaining_micro": [10, 10],
    ...                        "cost_minor": [50, 90], "held_minor": [0, 0]}, schema_overrides={"lot": pl.Int64})
    >>> positions(layers=layers).rows()
    [(1, 9, None, 20, 140, 0)]
    """
    return (
        layers.group_by("unit", "item", "lot")
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


def test_stock(
    *, layers: pl.DataFrame, evidence: pl.DataFrame, policy: InventoriesPolicy, as_of: date, currency: str, channel: str
) -> Tested:
    """Test open layers against evidence and propose the changes; ends where people begin.

    Shapes: layers: as `positions` and `propose` take them, each with held_this_year_minor.
    """
    units = positions(layers=layers)
    assessed = assess(units=units, evidence=evidence, policy=policy, as_of=as_of, currency=currency, channel=channel)
    shares_of = layers.select("unit", "layer", "remaining_micro", "cost_minor", "held_minor", "held_this_year_minor")
    return Tested(units, assessed, propose(assessments=assessed.assessments, layers=shares_of, policy=policy))


test_stock.__test__ = False  # type: ignore[attr-defined]  # A verb of the field, not a test for pytest to collect.


@dataclass(frozen=True, slots=True)
class Posting:
    """What moves do, all at once: flows and layers, allowance, entries. `refused` not empty: nothing may be written."""

    costed: Costed
    releases: pl.DataFrame
    allowances: pl.DataFrame
    journal: Journalised


def post_moves(
    *, moves: pl.DataFrame, layers: pl.DataFrame, allowances: pl.DataFrame, roles: Roles, document: str, method: str
) -> Posting:
    """Cost moves, let exits take their allowance along, and make the entries.

    Shapes: moves: pool, move, known_seq, accounting_on, quantity_micro (signed), value_minor, event, reason,
            item_class; layers: as `cost` takes them; allowances: pool, layer, allowance_reason, amount_minor,
            base_micro, released_micro. `releases`: pool, layer, move, accounting_on, event, allowance_reason,
            amount_minor.
            `allowances` comes back with released_micro moved on.
    """
    costed = cost(moves=moves, layers=layers, method=method)
    said = moves.select("move", "event", "reason", "item_class")
    flows = costed.flows.join(said, on="move", how="left", maintain_order="left")
    releases, after = _release(flows.filter(pl.col("quantity_micro") < 0), allowances)
    events = pl.concat([
        flows.select(
            "event", "accounting_on", document=pl.lit(document),
            reason=pl.when(pl.col("event").is_in(["scrap", "adjustment_in", "adjustment_out"])).then("reason")
            .otherwise(pl.lit("")),
            item_class="item_class", amount_minor=pl.col("value_minor").abs(),
        ),
        releases.select("event", "accounting_on", document=pl.lit(document), reason="allowance_reason",
                        item_class="item_class", amount_minor="amount_minor"),
    ])  # fmt: skip
    return Posting(costed, releases, after, to_entries(events=events, roles=roles))


def _release(exits: pl.DataFrame, allowances: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Let exits take along what their layers carry; return the releases and the allowances after them."""
    held = allowances.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    going = exits.join(held.select("pool", "layer", "place", "allowance_reason"), on=["pool", "layer"])
    going = going.sort("place", "known_seq", "move")
    released = release_many(
        amount_minor=allowances["amount_minor"].to_numpy(), base_micro=allowances["base_micro"].to_numpy(),
        released_micro=allowances["released_micro"].to_numpy(), layer=going["place"].to_numpy(),
        quantity_micro=(-going["quantity_micro"]).to_numpy(),
    )  # fmt: skip
    events = {event: release_event(event) for event in going["event"].unique()}
    releases = going.select(
        "pool", "layer", "move", "accounting_on", pl.col("event").replace_strict(events, return_dtype=pl.String),
        "allowance_reason", "item_class", amount_minor=pl.Series("amount_minor", released.amount_minor),
    ).filter(pl.col("amount_minor") != 0)  # fmt: skip
    return releases, allowances.with_columns(pl.Series("released_micro", released.released_micro))


@dataclass(frozen=True, slots=True)
class RunPosting:
    """What an approved run does: charges and reversals at its date, and what later exits should have carried."""

    late: Late
    journal: Journalised


def post_run(*, shares: pl.DataFrame, exits: pl.DataFrame, roles: Roles, as_of: date, document: str) -> RunPosting:
    """Set the allowance of layers as of a run's date, as if it had been posted on that day, and make the entries.

    Shapes: shares: pool, layer, remaining_micro, held_minor, amount_minor, reason, item_class; exits (after the date,
            in order): pool, layer, move, accounting_on, event, quantity_micro (positive), released_minor.
    Source: IAS 2.34.
    """
    late = set_late(shares=shares, exits=exits, as_of=as_of)
    taken = late.differences.with_columns(
        event=pl.col("event").map_elements(release_event, return_dtype=pl.String), back=pl.col("amount_minor") < 0
    )
    events = pl.concat([
        late.changes.select(
            event=pl.when(pl.col("amount_minor") > 0).then(pl.lit("write_down")).otherwise(pl.lit("reversal")),
            accounting_on=pl.lit(as_of), document=pl.lit(document), reason="reason", item_class="item_class",
            amount_minor=pl.col("amount_minor").abs(),
        ),
        taken.select(
            event=pl.when(~pl.col("back")).then("event")
            .when(pl.col("event") == "release_on_sale").then(pl.lit("restore_release"))
            .otherwise(pl.lit("restore_use")),
            accounting_on="accounting_on", document=pl.lit(document), reason="reason", item_class="item_class",
            amount_minor=pl.col("amount_minor").abs(),
        ),
    ])  # fmt: skip
    return RunPosting(late, to_entries(events=events, roles=roles))
