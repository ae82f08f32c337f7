"""Propose what is to be decided: the change of each unit's allowance, and each layer's share of it.

Before this: assessment (required and held allowance of each unit), costing (its open layers). After this: people
decide; then `allowance` and the journal. A charge is what is required less what is held. A reversal is proposed as far
as the policy has it: IAS 2.33 and ASPE 3031 require it, ASC 330-10-35-14 bars it, and ASC 270-10-45-6 allows it within
the fiscal year of the charge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.problems import Problem
from lowmark.core.write_downs.spread import change_by_layer, target_by_layer

PROPOSALS: Final = {"unit": pl.Int64, "kind": pl.String, "reason": pl.String, "amount_minor": pl.Int64}
SHARES: Final = {
    "unit": pl.Int64,
    "layer": pl.Int64,
    "remaining_micro": pl.Int64,
    "held_minor": pl.Int64,
    "amount_minor": pl.Int64,
}
CHARGED_FOR: Final = "price_decline"
"""The reason of an allowance whose unit requires none any more: what assessment charges for."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be decided, a row per unit; and how it falls on layers, a row per layer that changes."""

    proposals: pl.DataFrame
    shares: pl.DataFrame


class _Unit(NamedTuple):
    """One unit whose allowance is not what it should be, with the columns of its layers."""

    unit: int
    value_minor: int
    required_minor: int
    change_minor: int
    reason: str
    layer: list[int]
    remaining_micro: list[int]
    cost_minor: list[int]
    held_minor: list[int]
    reversible_minor: list[int]


def propose(*, assessments: pl.DataFrame, layers: pl.DataFrame, policy: InventoriesPolicy) -> Proposed:
    """Propose write-downs and reversals, and spread each over the layers of its unit.

    Shapes: assessments as assessment returns them, a row per unit; layers: unit, layer, remaining_micro, cost_minor (of
            what remains), held_minor, and held_this_year_minor (of what is held, charged in this fiscal year) where
            the policy reverses within the fiscal year. The order of rows changes nothing; results are sorted.
    Units:  a proposal's amount is the signed change of allowance: positive charges, negative reverses.
    Domain: the layers of a unit add up to its quantity, cost and allowance; ``0 <= held_minor <= cost_minor`` on each.
            A unit without evidence requires what it holds, and nothing is proposed for it.
    Raises: Problem ``missing_column`` where the policy needs held_this_year_minor.
    Source: IAS 2.28-2.33; ASC 330-10-35-14; ASC 270-10-45-6.

    >>> policy = InventoriesPolicy(framework="ifrs", reversal="required", cost_to_sell_rate_micro=0, cost_formulas=(),
    ...                            evidence_ranks=(), asserted_rank_penalty=0, units_of_account=())
    >>> assessments = pl.DataFrame({"unit": [1], "quantity_micro": [20], "cost_minor": [140], "value_minor": [120],
    ...                             "required_minor": [20], "held_minor": [0], "reason": ["price_decline"]})
    >>> layers = pl.DataFrame({"unit": [1, 1], "layer": [7, 8], "remaining_micro": [10, 10],
    ...                        "cost_minor": [50, 90], "held_minor": [0, 0]})
    >>> proposed = propose(assessments=assessments, layers=layers, policy=policy)
    >>> proposed.proposals.rows(), proposed.shares.rows()
    ([(1, 'write_down', 'price_decline', 20)], [(1, 8, 10, 0, 20)])
    """
    layers = layers.with_columns(_reversible(policy, layers).alias("reversible_minor"))
    _assert_layers_add_up(assessments, layers)

    proposals: list[tuple[int, str, str, int]] = []
    shares: list[tuple[int, int, int, int, int]] = []
    for unit in _changing(assessments, layers):
        changes = _changes(unit)
        amount_minor = sum(changes)
        if amount_minor:
            kind = "write_down" if amount_minor > 0 else "reversal"
            proposals.append((unit.unit, kind, unit.reason or CHARGED_FOR, amount_minor))
            rows = zip(unit.layer, unit.remaining_micro, unit.held_minor, changes, strict=True)
            shares += [(unit.unit, *row) for row in rows if row[3]]

    assert sum(proposal[3] for proposal in proposals) == sum(share[4] for share in shares)
    return Proposed(
        proposals=pl.DataFrame(proposals, schema=PROPOSALS, orient="row"),
        shares=pl.DataFrame(shares, schema=SHARES, orient="row"),
    )


def _reversible(policy: InventoriesPolicy, layers: pl.DataFrame) -> pl.Expr:
    """Say how much of each layer's allowance may be taken back."""
    if policy.reversal == "required":
        return pl.col("held_minor")
    if policy.reversal == "refused":
        return pl.lit(0, dtype=pl.Int64)
    if "held_this_year_minor" not in layers.columns:
        raise Problem("missing_column", "reversing within the fiscal year needs held_this_year_minor of each layer",
                      hint="say how much of what is held was charged this fiscal year")  # fmt: skip
    return pl.min_horizontal("held_minor", "held_this_year_minor")


def _assert_layers_add_up(assessments: pl.DataFrame, layers: pl.DataFrame) -> None:
    wide = {name: pl.col(name).cast(pl.Int128).sum() for name in ("remaining_micro", "cost_minor", "held_minor")}
    sums = layers.group_by("unit").agg(**wide)
    both = assessments.select("unit", "quantity_micro", "cost_minor", "held_minor").join(
        sums, on="unit", how="left", suffix="_of_layers"
    )
    alike = both.select(
        quantity=pl.col("quantity_micro").eq_missing(pl.col("remaining_micro")).all(),
        cost=pl.col("cost_minor").eq_missing(pl.col("cost_minor_of_layers")).all(),
        held=pl.col("held_minor").eq_missing(pl.col("held_minor_of_layers")).all(),
    )
    assert alike.row(0) == (True, True, True), f"layers do not add up to their units: {alike.row(0, named=True)}"
    assert assessments["unit"].is_unique().all()
    assert layers.select(pl.col("held_minor").is_between(0, pl.col("cost_minor")).all()).item()


def _changing(assessments: pl.DataFrame, layers: pl.DataFrame) -> Iterator[_Unit]:
    """Yield the units whose allowance is not what it should be, in order, each with its layers in order."""
    units = assessments.filter(pl.col("required_minor") != pl.col("held_minor")).select(
        "unit",
        "value_minor",
        "required_minor",
        change_minor=pl.col("required_minor") - pl.col("held_minor"),
        reason="reason",
    )
    assert units["value_minor"].null_count() == 0
    columns = ("layer", "remaining_micro", "cost_minor", "held_minor", "reversible_minor")
    grouped = layers.sort("unit", "layer").group_by("unit").agg(*columns)
    for row in units.join(grouped, on="unit").sort("unit").iter_rows():
        yield _Unit(*row)


def _changes(unit: _Unit) -> list[int]:
    target = target_by_layer(
        required_minor=unit.required_minor,
        value_minor=unit.value_minor,
        remaining_micro=unit.remaining_micro,
        cost_minor=unit.cost_minor,
    )
    return change_by_layer(
        change_minor=unit.change_minor,
        target_minor=target,
        held_minor=unit.held_minor,
        reversible_minor=unit.reversible_minor,
    )
