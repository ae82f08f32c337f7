"""Assessments in tests of rules: a few units and prices in plain words, through `assess`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from lowmark.core.assessment.assess import Assessed, assess
from lowmark.core.assessment.metrics import Known
from lowmark.core.frameworks import estimators
from lowmark.core.frameworks.policy import Estimator, InventoriesPolicy
from lowmark.core.frameworks.resolve import resolve
from lowmark.frameworks.read import read_framework

AS_OF = date(2026, 12, 31)
IFRS, US = (
    resolve(framework=name, tree=read_framework(name), facts=[], on=AS_OF).policy for name in ("ifrs", "us_gaap")
)
LIFO, PLAIN = "lower_of_cost_or_market", "lower_of_cost_and_nrv"
UNIT = {
    "unit": 1, "item": 7, "lot": None, "condition": "", "expires_on": None, "quantity_micro": 20_000_000,
    "cost_minor": 140_00, "held_minor": 0, "basis": PLAIN,
}  # fmt: skip
PRICE = {
    "evidence": 1, "item": 7, "lot": None, "kind": "price_list", "condition": "", "channel": "",
    "amount_micro": 6_000_000, "currency": "CAD", "quantity_micro": 1_000_000, "observed_on": AS_OF,
    "confirms_date": False, "standing": "verified",
}  # fmt: skip
NULLABLE = {"lot": pl.Int64, "expires_on": pl.Date}


def rule(name: str, **said: Any) -> Estimator:
    """Make an estimator from what an entity would set."""
    path = estimators.PATHS[name]
    value = estimators.canonical(path, {"rank": 50} | said)
    return estimators.make(rule=name, value=value)


def rows(*said: tuple[str, str, str], **where: str) -> dict[str, Any]:
    """Make a table of rates of (operator, bound, discount)."""
    return where | {"rows": [{"operator": each[0], "bound": each[1], "discount": each[2]} for each in said]}


def applying(*rules: Estimator, policy: InventoriesPolicy = IFRS) -> InventoriesPolicy:
    return replace(policy, estimators=rules)


def run(
    units: Sequence[Mapping[str, Any]], prices: Sequence[Mapping[str, Any]] = (), *, policy: InventoriesPolicy = IFRS,
    metrics: Sequence[Mapping[str, Any]] | None = None, **tables: Any,
) -> Assessed:  # fmt: skip
    """Assess units and prices of which only what differs from the plain ones is said."""
    numbered = [UNIT | {"unit": place} | each for place, each in enumerate(units, start=1)]
    observed = [PRICE | {"evidence": place} | each for place, each in enumerate(prices, start=1)]
    given = {
        name: table if isinstance(table, pl.DataFrame | str) else pl.DataFrame(table) for name, table in tables.items()
    }
    if metrics is not None:
        given["metrics"] = pl.DataFrame([{"unit": place} | each for place, each in enumerate(metrics, start=1)])
    return assess(
        units=pl.DataFrame(numbered, schema_overrides=NULLABLE),
        evidence=pl.DataFrame(observed, schema=_types(), orient="row"),
        policy=policy, as_of=AS_OF, currency="CAD", known=Known(**given),
    )  # fmt: skip


def _types() -> dict[str, Any]:
    kinds = {int: pl.Int64, str: pl.String, bool: pl.Boolean, date: pl.Date}
    return {name: NULLABLE.get(name, kinds.get(type(value), pl.Int64)) for name, value in PRICE.items()}


def only(table: pl.DataFrame, *columns: str) -> Any:
    """Return the one row of a table, or its one value."""
    row = table.select(columns).row(0)
    assert table.height == 1, table
    return row[0] if len(row) == 1 else row
