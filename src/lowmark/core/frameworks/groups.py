"""What a framework says of groups, typed: who defers tax, who bears profit in stock, how far year-ends lie apart.

Before this: canonical values of the area `consolidation`. After this: every function of that stage; none knows a framework
by its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from lowmark.core.kinds.currency import EXPONENTS
from lowmark.core.kinds.problems import Problem

TaxOnProfit = Literal["buyer_deferred", "seller_prepaid"]
ProfitBorneBy = Literal["seller", "parent"]
MONTHS_OF_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPolicy:
    """The rules of a group.

    Units:  months, between the ends of two years.
    Domain: a currency of an economy in hyperinflation is translated by nothing that Lowmark does.
    """

    tax_on_profit: TaxOnProfit
    upstream_profit_borne_by: ProfitBorneBy
    year_ends_apart_months: int
    hyperinflationary: frozenset[str]


def group_policy(values: Mapping[str, Any]) -> GroupPolicy:
    """Make the policy of an area's canonical values."""
    return GroupPolicy(
        tax_on_profit=cast("TaxOnProfit", values["consolidation/tax_on_profit"]),
        upstream_profit_borne_by=cast("ProfitBorneBy", values["consolidation/upstream_profit"]),
        year_ends_apart_months=int(values["consolidation/year_ends_apart_months"]),
        hyperinflationary=frozenset(values["consolidation/hyperinflationary"]),
    )


def read_months(path: str, value: object) -> int:
    """Return a number of months, at most a year of them.

    Raises: Problem ``bad_parameter_value``.

    >>> read_months("consolidation/year_ends_apart_months", "3")
    3
    """
    text = str(value)
    if not text.isdecimal() or int(text) > MONTHS_OF_A_YEAR:
        raise Problem("bad_parameter_value", f"{text[:80]!r} cannot be the value of {path}",
                      hint="give whole months, 0 to 12", where={"path": path})  # fmt: skip
    return int(text)


def read_currencies(path: str, value: object) -> list[str]:
    """Return currencies, each once, in order.

    Raises: Problem ``bad_parameter_value``.

    >>> read_currencies("consolidation/hyperinflationary", ["TRY", "ARS"])
    ['ARS', 'TRY']
    """
    codes = value if isinstance(value, list | tuple) else [value]
    unknown = [str(code)[:20] for code in codes if code not in EXPONENTS]
    if unknown:
        raise Problem("bad_parameter_value", f"{', '.join(unknown)} are no currencies",
                      hint="give a list of ISO 4217 codes", where={"path": path})  # fmt: skip
    return sorted({str(code) for code in codes})
