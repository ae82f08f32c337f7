"""Estimate what inventory comes to from totals of a period: by retail, by LIFO pools, by gross profit."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

METHODS = ("retail_conventional", "retail_average_cost", "retail_lifo", "dollar_value_lifo", "gross_profit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """By which method, as of when, from which totals; amounts are in the book's currency, each positive."""

    entity: str = said("entity code", example="MAPLE")
    method: str = said("how to estimate", example="retail_conventional", choices=METHODS)
    as_of: date = said("the date; of a pool, that of its layers and of what is posted", example="2026-12-31")
    pool: str = said("the pool's or department's name", example="shoes", default="")
    book: str = said("book; empty for the primary one", default="")
    posting: bool = said("whether to keep the layers of a LIFO pool and to post its reserve; nothing else posts",
                         default=False)  # fmt: skip
    because: str = said("why", default="")
    opening_cost: str = said("opening inventory, at cost; of a LIFO pool, of its first year", default="")
    opening_retail: str = said("opening inventory, at retail", default="")
    purchases_cost: str = said("purchases, at cost", default="")
    purchases_retail: str = said("purchases, at retail", default="")
    freight_in: str = said("freight in", default="")
    purchase_returns_cost: str = said("purchase returns, at cost", default="")
    purchase_returns_retail: str = said("purchase returns, at retail", default="")
    purchase_discounts: str = said("purchase discounts", default="")
    purchase_allowances: str = said("purchase allowances", default="")
    abnormal_loss_cost: str = said("abnormal losses, at cost", default="")
    abnormal_loss_retail: str = said("abnormal losses, at retail", default="")
    markups: str = said("markups", default="")
    markup_cancellations: str = said("markups cancelled", default="")
    markdowns: str = said("markdowns", default="")
    markdown_cancellations: str = said("markdowns cancelled", default="")
    sales: str = said("sales", default="")
    sales_returns: str = said("sales returned", default="")
    employee_discounts: str = said("discounts to employees", default="")
    normal_shrinkage: str = said("normal shrinkage, at retail", default="")
    inside_cost: str = said("cost of the pool's goods by the method inside; empty for what the book says of all its stock",
                            default="")  # fmt: skip
    ending_cost: str = said("the pool's goods at current cost; empty for the cost inside", default="")
    index: str = said("price index of the year, base year 1", example="1.05", default="1")
    layer_index: str = said("index at which an increment is costed; empty for the year's", default="")
    margin: str = said("gross profit, as a share", example="35 %", default="")
    margin_on: str = said("what the margin is a share of", choices=("sales", "cost"), default="sales")
    purpose: str = said("what a gross profit estimate is for; never annual statements", choices=("interim", "loss"),
                        default="interim")  # fmt: skip
    ratio_places: str = said("round a ratio of cost to so many places before it is used; empty for exact", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the worksheet."""

    name: str = said("what it is", example="purchases")
    cost_minor: int | None = said("what it adds at cost", default=None)
    retail_minor: int | None = said("what it adds at retail, or at base-year prices", default=None)
    ratio: str = said("a ratio or an index, where the line has one", default="")
    words: str = said("what it says", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of a LIFO pool."""

    fiscal_year: int = said("the year that added it")
    base_minor: int = said("what is left of it, at base-year prices")
    index: str = said("price index at which it came")
    ratio: str = said("cost to retail at which it came; empty where there is none")
    cost_minor: int = said("what is left of it, at cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What it comes to, and how."""

    entity: str = said("entity code")
    book: str = said("book")
    method: str = said("how it was estimated")
    pool: str = said("the pool's or department's name")
    as_of: date = said("the date")
    currency: str = said("currency")
    standing: str = said("what the figure is", choices=("estimate", "interim", "annual"))
    source: str = said("standard and paragraph")
    inventory_minor: int = said("what inventory comes to, at cost")
    cost_of_goods_sold_minor: int | None = said("what was sold, at cost, where the totals say")
    inside_minor: int | None = said("cost of the pool's goods by the method inside")
    reserve_minor: int | None = said("LIFO reserve: cost inside less LIFO cost")
    change_minor: int | None = said("by how much the reserve changes, which is added to the cost of sales")
    posted: bool = said("whether it was kept and posted")
    entries: tuple[str, ...] = said("entries that were posted")
    steps: tuple[Step, ...] = said("the worksheet")
    layers: tuple[Layer, ...] = said("the pool's layers, oldest first")


OPERATION = Operation(
    name="estimate-inventory",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.estimate_inventory:estimate_inventory",
    policy=Policy(roles=("preparer", "poster", "administrator")),
    pages=("record",),
)
