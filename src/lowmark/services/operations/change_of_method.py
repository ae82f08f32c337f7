"""Change of method: what inventories, earnings and the comparatives would be, had goods been costed by another formula.

Nothing is posted. A formula that the framework has adopted from a day on, as last in, first out is under US GAAP, begins with what
goods are carried at on that day; every other one is applied as if it had always been the formula, as far back as is practicable.
"""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said

FORMULAS = ("fifo", "moving_average", "weighted_average", "lifo")
"""Formulas that one may choose: what is identified unit by unit, or measured by a standard, is not a matter of choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which formula takes the place of which, and up to what date."""

    entity: str = said("entity code", example="MAPLE")
    method: str = said("the new cost formula", example="moving_average", choices=FORMULAS)
    as_of: date = said("the date; its fiscal year is the year of the change", example="2026-10-31")
    replaces: str = said("the formula that it takes the place of; that of the book if empty", default="")
    item_class: str = said("only goods of this class", default="")
    since: date | None = said(
        "apply it from this first day of a period on, where it is impracticable further back", default=None
    )
    comparatives: int = said("how many earlier fiscal years are shown", default=1)
    tax_rate: str = said("tax rate", default="0", example="26.5 %")
    book: str = said("book; the primary one if empty", default="")
    tested: bool = said("whether goods are tested at the date, at what they cost by either formula", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One fiscal year up to the date: what the change does to its opening, its result and its end."""

    year: int = said("fiscal year")
    first_on: date = said("its first day")
    last_on: date = said("its last day, or the date")
    opening_minor: int = said("inventories at its beginning, as they are costed")
    opening_new_minor: int = said("the same, by the new formula")
    opening_effect_minor: int = said("what retained earnings at its beginning change by, before tax")
    opening_tax_minor: int = said("the tax on that")
    opening_after_tax_minor: int = said("what they change by after tax")
    cost_of_sales_minor: int = said("what goods that were sold cost")
    cost_of_sales_new_minor: int = said("the same, by the new formula")
    cost_of_sales_change_minor: int = said("by how much that is more")
    other_minor: int = said("by how much other expenses are more")
    profit_minor: int = said("what profit before tax changes by")
    profit_tax_minor: int = said("the tax on that")
    profit_after_tax_minor: int = said("what profit changes by")
    closing_minor: int = said("inventories at its end, as they are costed")
    closing_new_minor: int = said("the same, by the new formula")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One kind of expense of one year that changes."""

    year: int = said("fiscal year")
    expense: str = said("what bears it: cost of sales, scrap, variances, what is made, claims on vendors")
    change_minor: int = said("by how much it is more")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """One class of goods at the date."""

    item_class: str = said("class of goods")
    value_minor: int = said("what they cost, as they are costed")
    new_minor: int = said("by the new formula")
    difference_minor: int = said("how much that is more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item at the date."""

    item: str = said("item code")
    item_class: str = said("its class")
    quantity_micro: int = said("how much there is, in millionths")
    opening_difference_minor: int = said("what its goods differed by when the first year that is shown began")
    value_minor: int = said("what they cost, as they are costed")
    new_minor: int = said("by the new formula")
    difference_minor: int = said("how much that is more")
    held_minor: int = said("what the book holds against them")
    over_cost_minor: int = said("of that, what the new cost would not bear")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Goods that were taken over: what they had cost is not known, and the new formula begins with what they were carried at."""

    document: str = said("document and line", example="OPEN/1")
    item: str = said("item code")
    taken_over_on: date = said("the day")
    quantity_micro: int = said("how much, in millionths")
    carried_minor: int = said("what they were carried at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One figure of the note: as it was reported where that is known, what the change makes of it."""

    year: int = said("fiscal year")
    at: date = said("the day, or the last day of the time")
    caption: str = said("line of a statement", choices=(
        "retained_earnings", "inventories", "cost_of_sales", "other_expenses", "tax", "profit"))  # fmt: skip
    reported_minor: int | None = said("as reported; null for what is more than inventories")
    adjustment_minor: int = said("what the change makes")
    restated_minor: int | None = said("as it is then")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where the standards speak of it."""

    standard: str = said("standard")
    paragraph: str = said("paragraph")
    title: str = said("what it says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a change would make; nothing of it is posted."""

    entity: str = said("entity code")
    book: str = said("book")
    framework: str = said("its framework")
    as_of: date = said("the date")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    replaces: str = said("the formula that goods are costed by")
    method: str = said("the new one")
    application: str = said("how it is applied", choices=("retrospective", "from_a_day", "prospective"))
    applied_from: date | None = said("the first day on which it counts; null where goods have none")
    rests_on_history_from: date | None = said("the day from which on nothing rests on goods that were taken over")
    is_provisional: bool = said("whether the period of the date is not over, so that its average is not known")
    cumulative_effect_minor: int = said(
        "what retained earnings at the beginning of the first year shown change by, before tax"
    )
    cumulative_tax_minor: int = said("the tax on that")
    cumulative_after_tax_minor: int = said("what they change by after tax")
    value_minor: int = said("inventories at the date, as they are costed")
    new_minor: int = said("by the new formula")
    difference_minor: int = said("how much that is more")
    held_minor: int = said("what the book holds against these goods")
    over_cost_minor: int = said("of that, what the new cost would not bear")
    required_minor: int | None = said(
        "what a test at the date requires, as they are costed; null where none is asked for"
    )
    required_new_minor: int | None = said("what it requires by the new formula")
    years: tuple[Year, ...] = said("the years that are shown, the first one first")
    expenses: tuple[Expense, ...] = said("which expenses change")
    note: tuple[NoteLine, ...] = said("figures for the note")
    classes: tuple[ClassLine, ...] = said("a line a class of goods")
    openings: tuple[Opening, ...] = said(
        "goods that were taken over, which make the formula impracticable further back"
    )
    references: tuple[Reference, ...] = said("where the standards speak of it")
    lines: tuple[Line, ...] = said("a line an item that is there, or was and differed")


OPERATION = Operation(
    name="change-of-method",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.change_of_method:change_of_method",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
    long=True,
    pages=("reports",),
)
