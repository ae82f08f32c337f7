"""Sales within a group: the profit that is still in stock, what goes from sales and cost of sales, and whose income is whose."""

from collections.abc import Mapping
from typing import Any, Final, cast

from lowmark.core.consolidation.acquired import amortise, income
from lowmark.core.consolidation.stock_profit import (
    Combined,
    Direction,
    Flow,
    Sale,
    attribute,
    combine,
    profit_in,
    unsold,
)
from tests.cases.figures import known, minor, share, stated
from tests.cases.record import Case, Figure
from tests.cases.stock import NOTHING, ONE
from tests.cases.waiting import Waits

DIRECTIONS: Final = ("upstream", "downstream", "lateral")
SALE: Final = {"cost", "price", "unsold_at_transfer_price", "unsold_pct"}
ONE_SALE: Final = {*SALE, "direction", "subsidiary_income", "nci_pct", "unit"}
YEARS: Final = {"prior_year", "current_year", "direction", "subsidiary_income", "nci_pct", "unit"}
COST_OF_SALES: Final = {"parent_cos", "sub_cos", "intragroup_sales", "closing_stock_at_transfer_price",
                        "opening_stock_at_transfer_price", "markup_on_cost", "gross_margin_on_sales", "unit"}  # fmt: skip
BOTH_WAYS: Final = {"parent", "subsidiary", "nci_pct", "intercompany_sales", "upstream", "downstream", "unit"}
TOTALS: Final = {"sales", "cogs", "opex", "inventory", "intangible", "amort_years", "intercompany", "nci_pct", "unit"}


def answer(case: Case, framework: str) -> Mapping[str, Any]:
    """Answer by what the case gives of the companies."""
    del framework
    readings = (
        ("prior_year", YEARS, _years), ("current_year", YEARS, _years), ("upstream", BOTH_WAYS, _both_ways),
        ("downstream", BOTH_WAYS, _both_ways), ("intercompany", TOTALS, _totals), ("parent_cos", COST_OF_SALES, _cost_of_sales),
        ("stock_at_transfer_price", {"stock_at_transfer_price", "rate", "unit"}, _margins),
        ("unrealised_profit", {"unrealised_profit", "subsidiary_income", "nci_pct", "unit"}, _either_way),
        ("price", ONE_SALE, _one_sale),
    )  # fmt: skip
    for name, names, reading in readings:
        if name in case.inputs:
            known(case, names)
            found = reading(case)
            return {each: stated(amount, case.expected.get(each)) for each, amount in found.items()}
    raise Waits(f"sales within a group with {', '.join(sorted(case.inputs))}")


def _other_owners(case: Case) -> int:
    return share(case.given("nci_pct") or NOTHING)[0]


def _direction(said: Mapping[str, Any]) -> Direction:
    direction = said.get("direction")
    if direction not in DIRECTIONS:
        raise Waits("a sale that says which way it went")
    return cast("Direction", direction)


def _sale(said: Mapping[str, Any]) -> Sale:
    price = minor(said["price"])
    left = said.get("unsold_at_transfer_price")
    there = (
        unsold(price_minor=price, share_micro=share(said.get("unsold_pct") or ONE)[0]) if left is None else minor(left)
    )
    return Sale(cost_minor=minor(said["cost"]), price_minor=price, unsold_minor=there)


def _either_way(case: Case) -> Mapping[str, int]:
    """Answer what other owners have, whichever way the goods went."""
    found = {
        f"nci_{direction}": attribute(
            income_minor=minor(case.inputs["subsidiary_income"]), opening_minor=0,
            closing_minor=minor(case.inputs["unrealised_profit"]), non_controlling_micro=_other_owners(case),
            direction=direction,
        ).non_controlling_minor
        for direction in ("upstream", "downstream")
    }  # fmt: skip
    return found


def _years(case: Case) -> Mapping[str, int]:
    """Answer profit that comes with the opening stock, and goes with the closing one."""
    opening = _sale(case.inputs["prior_year"]).unrealised_minor if "prior_year" in case.inputs else 0
    closing = _sale(case.inputs["current_year"]).unrealised_minor if "current_year" in case.inputs else 0
    return {"realised_from_opening": opening, "unrealised_in_closing": closing} | _attributed(
        case, opening=opening, closing=closing
    )


def _attributed(case: Case, *, opening: int, closing: int) -> Mapping[str, int]:
    if "subsidiary_income" not in case.inputs:
        return {}
    found = attribute(
        income_minor=minor(case.inputs["subsidiary_income"]), opening_minor=opening, closing_minor=closing,
        non_controlling_micro=_other_owners(case), direction=_direction(case.inputs),
    )  # fmt: skip
    return {"adjusted_income": found.adjusted_minor, "nci_income": found.non_controlling_minor,
            "controlling_income": found.controlling_minor}  # fmt: skip


def _one_sale(case: Case) -> Mapping[str, int]:
    """Answer one sale of which something is left."""
    sale = _sale(case.inputs)
    profit = sale.unrealised_minor
    return {
        "sales_eliminated": sale.price_minor, "unrealised_profit": profit, "pup": profit,
        "inventory_adjustment": sale.adjustment_minor,
    } | _attributed(case, opening=0, closing=profit)  # fmt: skip


def _margins(case: Case) -> Mapping[str, int]:
    """Answer the profit in some stock, whatever its rate is of."""
    stock, rate = minor(case.inputs["stock_at_transfer_price"]), share(case.inputs["rate"])
    return {
        "purp_if_markup_on_cost": profit_in(stock_minor=stock, margin=rate, margin_on="cost"),
        "purp_if_margin_on_price": profit_in(stock_minor=stock, margin=rate),
    }


def _cost_of_sales(case: Case) -> Mapping[str, int]:
    """Answer the cost of sales of two companies as one."""
    on_cost = "markup_on_cost" in case.inputs
    margin = share(case.inputs["markup_on_cost" if on_cost else "gross_margin_on_sales"], most="10" if on_cost else "1")
    opening, closing = (
        profit_in(stock_minor=minor(case.given(f"{end}_stock_at_transfer_price") or NOTHING), margin=margin,
                  margin_on="cost" if on_cost else "price")
        for end in ("opening", "closing")
    )  # fmt: skip
    flow = Flow(direction="downstream", sales_minor=minor(case.inputs["intragroup_sales"]), opening_minor=opening,
                closing_minor=closing)  # fmt: skip
    found = combine(
        cost_of_sales_minor=[minor(case.inputs[name]) for name in ("parent_cos", "sub_cos")], flows=[flow]
    )  # fmt: skip
    return {"pup": closing, "unrealised_profit": closing, "consolidated_cos": found.cost_of_sales_minor,
            "consolidated_cogs": found.cost_of_sales_minor}  # fmt: skip


def _both_ways(case: Case) -> Mapping[str, int]:
    """Answer two companies that sell to one another, with profit in the stock of both."""
    sold = case.given("intercompany_sales") or []
    flows = [
        Flow(direction="downstream", sales_minor=minor(each), opening_minor=0, closing_minor=0)
        for each in (sold if isinstance(sold, list) else [sold])
    ]  # fmt: skip
    for direction in ("upstream", "downstream"):
        said = case.given(direction)
        if said is not None:
            rate = share(said["gp_rate"])
            opening, closing = (profit_in(stock_minor=minor(said.get(end, NOTHING)), margin=rate)
                                for end in ("opening", "closing"))  # fmt: skip
            flows.append(Flow(direction=cast("Direction", direction), sales_minor=0, opening_minor=opening,
                              closing_minor=closing))  # fmt: skip
    parent, subsidiary = case.inputs["parent"], case.inputs["subsidiary"]
    earned = income(sales_minor=minor(subsidiary["sales"]), cost_of_sales_minor=minor(subsidiary["cogs"]),
                    expenses_minor=minor(subsidiary.get("opex", NOTHING)))  # fmt: skip
    own = parent.get("own_income")
    parents = minor(own) if own is not None else income(
        sales_minor=minor(parent["sales"]), cost_of_sales_minor=minor(parent["cogs"]),
        expenses_minor=minor(parent.get("opex", NOTHING)),
    )  # fmt: skip
    found = combine(
        sales_minor=[minor(each["sales"]) for each in (parent, subsidiary)],
        cost_of_sales_minor=[minor(each["cogs"]) for each in (parent, subsidiary)], incomes_minor=[parents, earned],
        subsidiary_income_minor=earned, non_controlling_micro=_other_owners(case), flows=flows,
    )  # fmt: skip
    return _of_combined(found) | {
        "consolidated_income": found.income_minor,
        "controlling_income": found.controlling_minor,
    }


def _of_combined(found: Combined) -> dict[str, int]:
    return {
        "unrealised_opening": found.unrealised_opening_minor, "unrealised_closing": found.unrealised_closing_minor,
        "consolidated_cogs": found.cost_of_sales_minor, "nci_income": found.subsidiary.non_controlling_minor,
        "adjusted_income": found.subsidiary.adjusted_minor,
    }  # fmt: skip


def _totals(case: Case) -> Mapping[str, int]:
    """Answer the lines of two companies as one: parent first, then the subsidiary."""
    said = case.inputs["intercompany"]
    sale, direction = _sale(said), _direction(said)
    amortised = 0
    if "intangible" in case.inputs:
        amortised = amortise(amount_minor=minor(case.inputs["intangible"]), years=_years_of(case.inputs["amort_years"]))
    both = {name: _two(case, name) for name in ("sales", "cogs", "opex", "inventory")}
    earned = income(
        sales_minor=both["sales"][1], cost_of_sales_minor=both["cogs"][1], expenses_minor=both["opex"][1],
        amortisation_minor=amortised,
    )  # fmt: skip
    found = combine(
        sales_minor=both["sales"], cost_of_sales_minor=both["cogs"], subsidiary_income_minor=earned,
        non_controlling_micro=_other_owners(case),
        flows=[Flow(direction=direction, sales_minor=sale.price_minor, opening_minor=0, closing_minor=sale.unrealised_minor)],
    )  # fmt: skip
    opex = combine(sales_minor=[*both["opex"], amortised]).sales_minor
    inventory = combine(sales_minor=[*both["inventory"], sale.adjustment_minor]).sales_minor
    return _of_combined(found) | {"sales": found.sales_minor, "cogs": found.cost_of_sales_minor, "opex": opex,
                                  "inventory": inventory, "unrealised_profit": sale.unrealised_minor}  # fmt: skip


def _two(case: Case, name: str) -> list[int]:
    """Return a line of the parent and of the subsidiary."""
    said = case.given(name)
    if said is None:
        return [0, 0]
    if isinstance(said, Mapping):
        said = list(said.values())
    if isinstance(said, Figure) or len(said) != len(("parent", "subsidiary")):
        raise Waits(f"{name} of two companies")
    return [minor(each) for each in said]


def _years_of(said: str) -> int:
    """Return whole years."""
    found = {str(years): years for years in range(1, 101)}.get(said.partition(".")[0])
    if found is None:
        raise Waits(f"a life of {said} years")
    return found
