"""What goods cost, part by part: purchase, freight and duty, labour, depreciation, other overhead; and where that went."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which goods, when."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")
    since: date | None = said("first day of the time of which to say what came in and went out; empty for none",
                              example="2026-10-01", default=None)  # fmt: skip
    book: str = said("book; empty for the primary one", default="")
    item_class: str = said("only goods of this class; empty for all", default="")
    item: str = said("only this item; empty for all", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """What goods of one class cost."""

    item_class: str = said("class of the goods")
    purchase_minor: int = said("cost of purchase, less what was credited")
    freight_duty_minor: int = said("freight, duty and insurance on the way in")
    labour_minor: int = said("direct labour")
    depreciation_minor: int = said("depreciation that went into what was made")
    other_overhead_minor: int = said("other production overhead")
    not_split_minor: int = said("cost that is one figure: of goods at standard, or made at a value of their own")
    value_minor: int = said("cost, as the books have it: the parts together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What goods of one item in one condition cost."""

    item_class: str = said("class of the goods")
    item: str = said("item code")
    condition: str = said("condition of goods that are set apart; empty for sound ones")
    quantity_micro: int = said("quantity, in millionths")
    purchase_minor: int = said("cost of purchase, less what was credited")
    freight_duty_minor: int = said("freight, duty and insurance on the way in")
    labour_minor: int = said("direct labour")
    depreciation_minor: int = said("depreciation that went into what was made")
    other_overhead_minor: int = said("other production overhead")
    not_split_minor: int = said("cost that is one figure: of goods at standard, or made at a value of their own")
    value_minor: int = said("cost, as the books have it: the parts together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What came in (positive) or went out in the time by one way; the first row and those between are the last."""

    what: str = said(
        "where goods came from or went: opening, closing, purchases, cost_of_sales, into_production and others",
        example="cost_of_sales",
    )
    purchase_minor: int = said("cost of purchase, less what was credited")
    freight_duty_minor: int = said("freight, duty and insurance on the way in")
    labour_minor: int = said("direct labour")
    depreciation_minor: int = said("depreciation that went into what was made")
    other_overhead_minor: int = said("other production overhead")
    not_split_minor: int = said("cost that is one figure: of goods at standard, or made at a value of their own")
    value_minor: int = said("cost: the parts together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What there is, and what came in and went out, part by part."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("the date")
    since: date | None = said("first day of the time; empty where none was asked for")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    value_minor: int = said("cost of all that is listed, as the books have it")
    rounded_minor: int = said(
        "by how much parts of what is listed were put right so that they are the books' cost: each is rounded by itself"
    )
    within_group_minor: int = said(
        "of purchases, those from members of the group since the books began, at their prices: a group's statements know the margin"
    )
    notes: tuple[str, ...] = said("what is not told apart, and why")
    movements: tuple[Movement, ...] = said("what came in and went out in the time, from the opening to the closing")
    classes: tuple[Class, ...] = said("what there is, by class")
    lines: tuple[Line, ...] = said("what there is, by item and condition")


OPERATION = Operation(
    name="cost-components",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.cost_components:cost_components",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
    long=True,
    pages=("reports",),
)
