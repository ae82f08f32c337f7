"""The retail method: a department's worksheet by one of its ratios, or its layers over one year or several."""

import re
from collections.abc import Mapping
from typing import Any

from lowmark.core.estimates.lifo_retail import RetailYear, open_retail_pool, stack_retail
from lowmark.core.estimates.pool_layers import PoolLayer
from lowmark.core.estimates.ratios import ONE, Ratio, make_ratio
from lowmark.core.estimates.retail import RetailEstimate, RetailTotals, estimate_retail
from lowmark.core.kinds.rate import parse_rate_micro
from tests.cases.figures import PARTS, decimals, is_said, known, minor, share, stated, stated_ratio
from tests.cases.record import Case, Figure, rows_of
from tests.cases.stock import is_less
from tests.cases.waiting import Waits

BOTH = {
    "opening": "opening", "base_layer": "opening", "purchases": "purchases", "purchase_returns": "purchase_returns",
    "abnormal_loss": "abnormal_loss", "abnormal_theft": "abnormal_loss", "abnormal_shrinkage": "abnormal_loss",
    "abnormal_spoilage": "abnormal_loss",
}  # fmt: skip
"""Inputs with a column at cost and one at retail."""

ALONE = {
    "freight_in_cost": "freight_in", "purchase_discounts_cost": "purchase_discounts",
    "purchase_allowances_cost": "purchase_allowances", "markups": "markups", "net_markups": "markups",
    "markup_cancellations": "markup_cancellations", "markdowns": "markdowns", "net_markdowns": "markdowns",
    "markdown_cancellations": "markdown_cancellations", "net_sales": "sales", "gross_sales": "sales", "sales": "sales",
    "sales_returns": "sales_returns", "employee_discounts": "employee_discounts",
    "normal_shrinkage_retail": "normal_shrinkage", "normal_breakage_retail": "normal_breakage",
    "normal_theft_retail": "normal_theft",
}  # fmt: skip
LAYERED = {"opening_retail_base", "opening_ratio", "ending_retail_current", "index", "current_ratio", "years"}
BASES = {
    "conventional": "conventional", "lcm": "conventional", "lower_of_cost_or_market": "conventional",
    "average_cost": "average_cost", "average": "average_cost", "weighted_average": "average_cost",
    "cost": "average_cost", "fifo": "fifo", "fifo_cost": "fifo", "fifo_retail": "fifo",
}  # fmt: skip
PRINTED_RATIOS = ("cost_to_retail", "current_year_ratio")
ROUNDED = re.compile(r"(?P<name>\w+?)_(?:unrounded|ratio_rounded_(?P<places>\d)dp)")
DIGITS = {str(digit): digit for digit in range(10)}
HUNDREDFOLD = Figure("10")
"""An index of more than this is one in which the base year is 100."""

POOL = "all"


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer each figure that the case names: by the exact ratio, or by one rounded as the case rounds it.

    Some say so in the figure's name. Others print the ratio that they went on with: where the exact one does not lead to
    the figure that they print and the printed one does, that is how they came to it.
    """
    del framework
    known(case, {*BOTH, *ALONE, *LAYERED, "variant"})
    exact = _answers(case, None)
    answers = {}
    for name, printed in case.expected.items():
        asked = ROUNDED.fullmatch(name)
        if asked and asked["places"] is not None:
            found = _answers(case, DIGITS[asked["places"]])
        else:
            found = exact
        missing = Waits(f"a retail figure called {name}")
        answers[name] = _told(found.get(asked["name"] if asked else name, missing), printed)
        if not asked and name not in PRINTED_RATIOS and not is_said(answers[name], printed):
            answers[name] = _by_printed_ratio(case, name, answers[name])
    return answers


def _by_printed_ratio(case: Case, name: str, otherwise: Any) -> Any:
    """Return a figure by the ratio that the case prints, if it is the case's, or another answer."""
    for ratio in PRINTED_RATIOS:
        places = decimals(case.expected.get(ratio), 0)
        if places:
            told = _told(_answers(case, places).get(name), case.expected[name])
            if is_said(told, case.expected[name]):
                return told
    return otherwise


def _told(value: Any, printed: Any) -> Any:
    if isinstance(value, tuple):
        return stated_ratio(value, printed)
    return stated(value, printed) if isinstance(value, int) else value


def _answers(case: Case, places: int | None) -> Mapping[str, Any]:
    """Return all that Lowmark says to the case: amounts in minor units, and ratios."""
    variant = str(case.given("variant") or "conventional").casefold().replace(" ", "_").replace("-", "_")
    variant = variant.removesuffix("_retail").removesuffix("_method")
    if "lifo" in variant:
        return _of_years(case, places) if "years" in case.inputs else _of_one_year(case, places)
    if variant not in BASES:
        raise Waits(f"the retail method {variant}")
    if LAYERED & case.inputs.keys():
        raise Waits(f"a worksheet with {', '.join(sorted(LAYERED & case.inputs.keys()))}")
    found = estimate_retail(totals=_totals(case), basis=BASES[variant], ratio_places=places)
    return _of_worksheet(found) | {"ending_inventory": found.ending_cost_minor, "cogs": found.cost_of_goods_sold_minor}


def _of_worksheet(found: RetailEstimate) -> Mapping[str, Any]:
    return {
        "goods_cost": found.ratio_cost_minor, "ratio_denominator": found.ratio_retail_minor,
        "cost_to_retail": found.ratio, "current_year_ratio": found.ratio, "ending_retail": found.ending_retail_minor,
    }  # fmt: skip


def _totals(case: Case) -> RetailTotals:
    """Return the case's totals.

    Raises: Waits where two inputs are of one kind, or one lacks a column.
    """
    totals: dict[str, int] = {}
    for name, value in case.inputs.items():
        if name in BOTH:
            if not isinstance(value, Mapping) or not {"cost", "retail"} <= value.keys() <= {"cost", "retail", "index"}:
                raise Waits(f"{name} without a column at cost and one at retail")
            columns = {f"{BOTH[name]}_{column}_minor": minor(value[column]) for column in ("cost", "retail")}
        elif name in ALONE:
            columns = {f"{ALONE[name]}_minor": minor(value)}
        else:
            continue
        if columns.keys() & totals.keys():
            raise Waits(f"{name} beside another of its kind")
        totals |= columns
    return RetailTotals(department=POOL, **totals)


def _of_one_year(case: Case, places: int | None) -> Mapping[str, Any]:
    """Answer what one year made of a pool: from its worksheet, or from what is left at retail and a ratio."""
    answers: dict[str, Any] = {}
    ratio, ending = _given_ratio(case), case.given("ending_retail_current")
    if "purchases" in case.inputs:
        found = estimate_retail(totals=_totals(case), basis="lifo", ratio_places=places)
        answers |= _of_worksheet(found)
        ratio = ratio or found.ratio
        left = found.ending_retail_minor if ending is None else minor(ending)
    elif ending is not None:
        left = minor(ending)
    else:
        raise Waits("what is left at retail")
    year = _stacked(_opening(case), 1, left, _index(case, case.given("index")), ratio)
    return answers | _of_pool(year) | {"ending_retail": left, "current_year_ratio": year.ratio}


def _of_pool(year: RetailYear) -> Mapping[str, Any]:
    base, cost = (0, 0) if year.added is None else (year.added.base_minor, year.added.cost_minor)
    return {
        "ending_inventory": year.lifo_cost_minor, "ending_retail_base": year.base_minor, "increment_base": base,
        "new_layer_retail": base, "layer_cost": cost,
    }  # fmt: skip


def _of_years(case: Case, places: int | None) -> Mapping[str, Any]:
    """Answer what each year made of a pool."""
    layers, answers = _opening(case), {}
    for number, row in enumerate(rows_of(case.given("years")), start=1):
        if not {"ending_retail"} <= row.keys() <= {"ending_retail", "index", "ratio", "purchases", "year"}:
            raise Waits(f"years with {', '.join(sorted(row))}")
        year = _stacked(layers, number, minor(row["ending_retail"]), _index(case, row.get("index")), _ratio_of(row))
        layers = year.layers
        told = _of_pool(year)
        answers |= told | {
            f"year{number}_inventory": told["ending_inventory"], f"year{number}_layer": told["layer_cost"],
        }  # fmt: skip
    return answers


def _ratio_of(row: Mapping[str, Any]) -> Ratio | None:
    """Return a year's own ratio: as given, or of what was bought."""
    if "ratio" in row:
        return share(row["ratio"])
    bought = row.get("purchases")
    if isinstance(bought, Mapping) and {"cost", "retail"} == bought.keys():
        return make_ratio(numerator=minor(bought["cost"]), denominator=minor(bought["retail"]), name="purchases")
    return None


def _given_ratio(case: Case) -> Ratio | None:
    return None if case.given("current_ratio") is None else share(case.inputs["current_ratio"])


def _stacked(layers: tuple[PoolLayer, ...], number: int, ending: int, index: Ratio, ratio: Ratio | None) -> RetailYear:
    """Close a year of the pool.

    Raises: Waits where it adds a layer of which no ratio is given.
    """
    year = stack_retail(
        layers=layers, pool=POOL, year=number, ending_retail_minor=ending, ratio=ratio or ONE, index=index
    )
    if year.added is not None and ratio is None:
        raise Waits("the ratio of an increment")
    return year


def _opening(case: Case) -> tuple[PoolLayer, ...]:
    """Return the layer with which the pool begins, if there is one."""
    first = case.given("base_layer") or case.given("opening")
    ratio = case.given("opening_ratio")
    if isinstance(first, Mapping) and {"cost", "retail"} <= first.keys():
        layer = open_retail_pool(
            pool=POOL, year=0, retail_minor=minor(first["retail"]), cost_minor=minor(first["cost"])
        )
    elif case.given("opening_retail_base") is not None and ratio is not None:
        layer = open_retail_pool(
            pool=POOL, year=0, retail_minor=minor(case.inputs["opening_retail_base"]), ratio=share(ratio)
        )
    elif "years" in case.inputs and first is None:
        return ()
    else:
        raise Waits("the layer with which a pool begins")
    return (layer,)


def _index(case: Case, said: Any) -> Ratio:
    """Return an index in relation to that of the base layer; without one prices are stable."""
    if said is None:
        return ONE
    first = case.given("base_layer")
    base = first.get("index") if isinstance(first, Mapping) else None
    if base is None and is_less(HUNDREDFOLD, said):
        return make_ratio(numerator=parse_rate_micro(f"{said}%"), denominator=PARTS, name="prices")
    in_base_year = PARTS if base is None else parse_rate_micro(base)
    return make_ratio(numerator=parse_rate_micro(said), denominator=in_base_year, name="prices")
