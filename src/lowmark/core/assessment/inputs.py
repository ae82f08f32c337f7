"""What comes into an assessment: the columns it needs, their types, and the bounds that they keep.

Before this: whoever calls. After this: every rule of the room, which may rely on it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from lowmark.core.assessment.identified import SOUND, rules
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.kinds.problems import Problem

_UNITS: Final[Mapping[str, pl.DataType]] = {
    "unit": pl.Int64(), "item": pl.Int64(), "lot": pl.Int64(), "condition": pl.String(), "expires_on": pl.Date(),
    "quantity_micro": pl.Int64(), "cost_minor": pl.Int64(), "held_minor": pl.Int64(),
}  # fmt: skip
_EVIDENCE: Final[Mapping[str, pl.DataType]] = {
    "evidence": pl.Int64(), "item": pl.Int64(), "lot": pl.Int64(), "kind": pl.String(), "condition": pl.String(),
    "channel": pl.String(), "amount_micro": pl.Int64(), "currency": pl.String(), "quantity_micro": pl.Int64(),
    "observed_on": pl.Date(), "confirms_date": pl.Boolean(), "standing": pl.String(),
}  # fmt: skip
_MAY_BE_NULL: Final = ("lot", "expires_on")
NRV_BASIS: Final = "lower_of_cost_and_nrv"
OUT_OF_SCOPE: Final = ("out_of_scope", "asc_360")
"""Bases of goods that another standard measures: real estate under development, biological assets, financial instruments."""


def conform_units(units: pl.DataFrame, policy: InventoriesPolicy) -> pl.DataFrame:
    """Return the units by number, with the columns and bounds that an assessment relies on and their measurement basis.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``out_of_domain``, ``repeated_key``,
            ``unit_not_allowed``, ``basis_out_of_scope`` or ``basis_not_allowed``.
    """
    given = units if "basis" in units.columns else units.with_columns(basis=pl.lit(NRV_BASIS))
    units = _conform("units", given, {**_UNITS, "basis": pl.String()}, key="unit")
    _require_bases(units, policy)
    _require("units", units, pl.col("quantity_micro") > 0, key="unit", law="a quantity above zero")
    _require("units", units, pl.col("cost_minor") >= 0, key="unit", law="a cost that is not negative")
    held = pl.col("held_minor").is_between(0, pl.col("cost_minor"))
    _require("units", units, held, key="unit", law="an allowance held of zero to cost")
    _require_condition("units", units, key="unit")
    for name, narrow in (("lot", pl.col("lot").is_not_null()), ("item", pl.col("lot").is_null())):
        if name not in policy.units_of_account and not units.filter(narrow).is_empty():
            raise Problem("unit_not_allowed", f"{policy.framework} does not allow a unit of account by {name}",
                          hint=f"it allows {', '.join(policy.units_of_account)}",
                          where={"unit_of_account": name})  # fmt: skip
    return units.sort("unit")


def conform_evidence(evidence: pl.DataFrame) -> pl.DataFrame:
    """Return the evidence with the columns and bounds that an assessment relies on.

    Raises: Problem ``missing_column``, ``wrong_type``, ``null_value``, ``out_of_domain`` or ``repeated_key``.
    """
    evidence = _conform("evidence", evidence, _EVIDENCE, key="evidence")
    _require("evidence", evidence, pl.col("quantity_micro") > 0, key="evidence", law="a quantity above zero")
    _require("evidence", evidence, pl.col("amount_micro") >= 0, key="evidence", law="an amount that is not negative")
    _require_condition("evidence", evidence, key="evidence")
    return evidence


def _conform(name: str, frame: pl.DataFrame, types: Mapping[str, pl.DataType], *, key: str) -> pl.DataFrame:
    missing = [column for column in types if column not in frame.columns]
    if missing:
        raise Problem("missing_column", f"{name} has no column {', '.join(missing)}",
                      hint=f"it takes {', '.join(types)}", where={"table": name})  # fmt: skip
    for column, wanted in types.items():
        given = frame.schema[column]
        # A frame without rows, or a lot column of nulls alone, says nothing of its type.
        if given != wanted and not (given == pl.Null or (given.is_integer() and wanted.is_integer())):
            raise Problem("wrong_type", f"{name}.{column} is {given}, not {wanted}",
                          where={"table": name, "column": column})  # fmt: skip
    frame = frame.select(pl.col(column).cast(wanted) for column, wanted in types.items())
    nulls = [column for column in types if column not in _MAY_BE_NULL and frame[column].null_count()]
    if nulls:
        raise Problem("null_value", f"{name} has nothing in {', '.join(nulls)} of some rows", where={"table": name})
    if frame[key].n_unique() < frame.height:
        repeated = frame.filter(pl.col(key).is_duplicated())[key].unique().sort()
        raise Problem("repeated_key", f"{name} has more than one row of {key} {_some(repeated)}", where={"table": name})
    return frame


def _require_bases(units: pl.DataFrame, policy: InventoriesPolicy) -> None:
    """Refuse units that another standard measures, and those on a basis that the framework does not have."""
    for basis in units["basis"].unique().sort():
        unit = units.filter(pl.col("basis") == basis)["unit"].sort()[0]
        if basis in OUT_OF_SCOPE:
            raise Problem("basis_out_of_scope", f"unit {unit} is measured by another standard than that of inventories",
                          hint="leave it out: no test here is the one that it needs",
                          where={"unit": unit, "basis": basis})  # fmt: skip
        if basis not in policy.measurement_bases:
            raise Problem("basis_not_allowed", f"{policy.framework} has no basis {str(basis)[:40]!r}, which unit {unit} is on",
                          hint=f"it has {', '.join(policy.measurement_bases)}",
                          where={"unit": unit, "basis": basis})  # fmt: skip


def _require_condition(name: str, frame: pl.DataFrame, *, key: str) -> None:
    known = [rule.name for rule in rules()]
    law = f"a condition of {', '.join(known)}, or none"
    _require(name, frame, pl.col("condition").is_in([SOUND, *known]), key=key, law=law)


def _require(name: str, frame: pl.DataFrame, holds: pl.Expr, *, key: str, law: str) -> None:
    against = frame.filter(~holds)[key].sort()
    if not against.is_empty():
        raise Problem("out_of_domain", f"{name} take {law}; {key} {_some(against)} has another", where={"table": name})


def _some(values: Iterable[int]) -> str:
    shown = list(values)
    return ", ".join(str(value) for value in shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
