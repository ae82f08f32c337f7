"""Profit in stock: what a group has made by selling to itself, and whose it was.

Before this: sales between entities and what is left of the goods. After this: eliminations. The whole profit goes, however
many owners the entities have; who bears it depends on who sold: the parent (downstream) alone, another (upstream, lateral)
with the owners that it has beside the group. Profit in the opening stock counts as made when those goods are sold. Sources:
IFRS 10.B86(c), B94; ASC 810-10-45-1, 45-18; ASPE 1601.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem

MarginOn = Literal["price", "cost"]
Direction = Literal["downstream", "upstream", "lateral"]
WHOLE: Final = 1_000_000


def profit_in(*, stock_minor: int, margin: tuple[int, int], margin_on: MarginOn = "price") -> int:
    """Return the profit in goods that are still there, of which all that is known is a margin.

    Units:  the stock is at the price at which it was sold within the group.
    Domain: a margin on the price is a share of it; one on cost is a markup.
    Raises: Problem ``bad_margin``.

    >>> profit_in(stock_minor=12_000, margin=(1, 5)), profit_in(stock_minor=12_000, margin=(1, 5), margin_on="cost")
    (2400, 2000)
    """
    part, whole = margin
    divisor = whole if margin_on == "price" else whole + part
    if whole <= 0 or divisor <= 0:
        raise Problem("bad_margin", f"{part} of {whole} is no margin", hint="give a share of the price, or a markup")
    return multiply_divide_round(stock_minor, part, divisor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """Goods sold within the group: what they cost the seller, for how much, and what of them is there at that price.

    Domain: ``profit = price - cost``; a loss is negative, and is eliminated only as far as the goods are worth it.
    """

    cost_minor: int
    price_minor: int
    unsold_minor: int

    @property
    def unrealised_minor(self) -> int:
        """The profit in what is still there.

        >>> Sale(cost_minor=150, price_minor=200, unsold_minor=80).unrealised_minor
        20
        """
        return profit_in(stock_minor=self.unsold_minor, margin=(self.price_minor - self.cost_minor, self.price_minor))

    @property
    def adjustment_minor(self) -> int:
        """What inventories change by: the profit, taken off."""
        return -self.unrealised_minor


def unsold(*, price_minor: int, share_micro: int) -> int:
    """Return what is left of a sale at its price, where a share of it is told.

    >>> unsold(price_minor=200, share_micro=400_000)
    80
    """
    return multiply_divide_round(price_minor, share_micro, WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """Whose a subsidiary's income is, once the profit in stock has been deferred."""

    adjusted_minor: int
    non_controlling_minor: int

    @property
    def controlling_minor(self) -> int:
        """What is the parent's."""
        return self.adjusted_minor - self.non_controlling_minor


def attribute(
    *, income_minor: int, opening_minor: int, closing_minor: int, non_controlling_micro: int, direction: Direction
) -> Attributed:
    """Return a subsidiary's income with and without the group's own profit, and what other owners have of it.

    Domain: opening and closing are the profit in goods that the subsidiary sold (upstream, lateral) or bought
            (downstream, which the parent bears alone).
    Source: IFRS 10.B94; ASC 810-10-45-18.

    >>> one = dict(income_minor=100_000, opening_minor=0, closing_minor=40_000, non_controlling_micro=300_000)
    >>> attribute(direction="upstream", **one).non_controlling_minor, attribute(direction="downstream", **one).non_controlling_minor
    (18000, 30000)
    """
    bears = direction != "downstream"
    adjusted = income_minor + opening_minor - closing_minor if bears else income_minor
    return Attributed(
        adjusted_minor=adjusted, non_controlling_minor=multiply_divide_round(adjusted, non_controlling_micro, WHOLE)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Sales one way within a group: the profit in what was there before, and in what is there now."""

    direction: Direction
    sales_minor: int
    opening_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The income statement of two companies that sell to one another, as one."""

    sales_minor: int
    cost_of_sales_minor: int
    unrealised_opening_minor: int
    unrealised_closing_minor: int
    income_minor: int
    subsidiary: Attributed

    @property
    def controlling_minor(self) -> int:
        """What is the parent's of the whole income."""
        return self.income_minor - self.subsidiary.non_controlling_minor


def combine(
    *, sales_minor: Iterable[int] = (), cost_of_sales_minor: Iterable[int] = (), incomes_minor: Iterable[int] = (),
    subsidiary_income_minor: int = 0, non_controlling_micro: int = 0, flows: Sequence[Flow] = (),
) -> Combined:  # fmt: skip
    """Return what companies come to that sell to one another: without those sales, and without the profit in stock.

    Domain: cost of sales is the sum, less the sales within the group, plus the profit in the closing stock, less that in
            the opening stock. Incomes are of each company by itself.
    Source: IFRS 10.B86; ASC 810-10-45-1.

    >>> found = combine(cost_of_sales_minor=[420, 210],
    ...                 flows=[Flow(direction="downstream", sales_minor=84, opening_minor=0, closing_minor=12)])
    >>> found.cost_of_sales_minor, found.unrealised_closing_minor
    (558, 12)
    """
    within = sum(flow.sales_minor for flow in flows)
    opening, closing = sum(flow.opening_minor for flow in flows), sum(flow.closing_minor for flow in flows)
    borne = [flow for flow in flows if flow.direction != "downstream"]
    subsidiary = attribute(
        income_minor=subsidiary_income_minor, opening_minor=sum(flow.opening_minor for flow in borne),
        closing_minor=sum(flow.closing_minor for flow in borne), non_controlling_micro=non_controlling_micro,
        direction="upstream",
    )  # fmt: skip
    return Combined(
        sales_minor=sum(sales_minor) - within, cost_of_sales_minor=sum(cost_of_sales_minor) - within + closing - opening,
        unrealised_opening_minor=opening, unrealised_closing_minor=closing,
        income_minor=sum(incomes_minor) + opening - closing, subsidiary=subsidiary,
    )  # fmt: skip
