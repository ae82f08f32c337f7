"""Disclose the inventories of a group: what the framework of its head asks for, each figure held against the group's statements."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Of which consolidation, and what only people can say."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    consolidation: str = said("its name; empty for the latest", default="", example="2026-10-31/1")
    circumstances: str = said("what led to reversals, where there are any", default="")
    pledged: str = said(
        "carrying amount of goods pledged as security, in the group's currency", default="", example="25000.00"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of the note."""

    paragraph: str = said("where it is required")
    label: str = said("what it is")
    item_class: str = said("the class, of amounts by class")
    concept: str = said("its tag in a filing; empty for the filer's own")
    amount_minor: int | None = said("the amount, from what the members' records say; null where it is told in words")
    statement_minor: int | None = said("the figure of the group's statements; null where they have none")
    difference_minor: int = said("by how much they differ")
    words: str = said("the words")
    tied_to: str = said("what it was taken from")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceLine:
    """The allowance of one member, of the group's own test, or of all, from opening to closing."""

    member: str = said("the member; empty for the group's own test, and for the total")
    is_total: bool = said("whether it adds up the others")
    opening_minor: int = said("at the rate of the day before the year")
    charged_minor: int = said("written down")
    reversed_minor: int = said("taken back")
    released_minor: int = said("released on sales")
    used_minor: int = said("used on scrap, and otherwise")
    other_minor: int = said("transferred, acquired, disposed of, restated")
    translation_minor: int = said("what the rates made of it")
    closing_minor: int = said("at the closing rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseLine:
    """One nature of expense within the group's cost of sales."""

    nature: str = said(
        "a component of the cost of what was sold, an account beside it, or what is set off within the group"
    )
    amount_minor: int = said("the amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The note, and all that is wrong with it."""

    entity: str = said("entity code")
    consolidation: str = said("the consolidation that it is of")
    framework: str = said("framework of the group")
    first_on: date = said("first day of the time reported on")
    as_of: date = said("its last day")
    currency: str = said("currency of the group")
    members: tuple[str, ...] = said("members that are consolidated whole")
    lines: tuple[Line, ...] = said("the facts, in the order of the requirements")
    allowance: tuple[AllowanceLine, ...] = said("the group's allowance, member by member, and the total")
    expenses: tuple[ExpenseLine, ...] = said("the cost of sales by nature, which comes to the group's")
    expense_minor: int = said("the cost of sales of the group's income statement")
    faults: tuple[str, ...] = said(
        "what is missing, what is not one figure and ought to be, and whether it still stands"
    )


OPERATION = Operation(
    name="group-disclosures",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.group_disclosures:group_disclosures",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
