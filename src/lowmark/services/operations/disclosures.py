"""Disclose inventories: what the framework asks for, each figure held against the ledger, with its tag."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.formula_changes import APPLICATIONS
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Up to when, and what only people can say."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("the last day of the time reported on, which begins with the fiscal year", example="2026-12-31")
    circumstances: str = said("what led to reversals, where there are any", default="")
    pledged: str = said("carrying amount of goods pledged as security", default="", example="25000.00")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One fact of the note."""

    paragraph: str = said("where it is required")
    label: str = said("what it is")
    item_class: str = said("the class, of amounts by class")
    concept: str = said("its tag in a filing; empty for the filer's own")
    amount_minor: int | None = said("the amount; null where it is told in words")
    ledger_minor: int | None = said("the ledger's own figure; null where the ledger has none")
    difference_minor: int = said("by how much they differ")
    words: str = said("the words")
    tied_to: str = said("what it was taken from")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleLine:
    """One column of Schedule II."""

    column: str = said("the column")
    concept: str = said("its tag")
    amount_minor: int = said("the amount; what is deducted is negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseLine:
    """One nature of expense within the cost of sales."""

    nature: str = said("a component of the cost of what was sold, or an account beside it")
    amount_minor: int = said("the amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfFormula:
    """One approved change of the cost formula that begins in the time."""

    document: str = said("its name")
    paragraph: str = said("where it is required")
    nature: str = said("what takes the place of what, for which goods, from when on and how")
    because: str = said("why")
    application: str = said("how it is applied", choices=APPLICATIONS)
    begins_on: date = said("the first day on which it costs")
    impracticable: str = said("why it cannot be applied further back; empty where that is no question")
    cumulative_effect_minor: int = said("what retained earnings change by on that day, before tax")
    cumulative_tax_minor: int = said("the tax on that, as it is posted")
    cumulative_after_tax_minor: int = said("what they change by after it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """One line of an earlier year's statements that a change makes another."""

    change: str = said("the change")
    year: int = said("fiscal year")
    at: date = said("its first day, of retained earnings; else its last")
    caption: str = said("the line")
    adjustment_minor: int = said("by how much it is more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The note, and all that is wrong with it."""

    entity: str = said("entity code")
    book: str = said("book")
    framework: str = said("framework")
    first_on: date = said("first day of the time reported on")
    as_of: date = said("its last day")
    known_seq: int = said("what was known")
    currency: str = said("currency")
    lines: tuple[Line, ...] = said("the facts, in the order of the requirements")
    schedule: tuple[ScheduleLine, ...] = said("Schedule II of the allowance")
    expenses: tuple[ExpenseLine, ...] = said("the cost of sales by nature, which comes to the ledger's")
    expense_minor: int = said("the cost of sales of the ledger")
    faults: tuple[str, ...] = said("what is missing, and what is not one figure and ought to be")
    changes: tuple[ChangeOfFormula, ...] = said("changes of the cost formula that begin in the time", default=())
    adjusted: tuple[Adjusted, ...] = said("what they make of earlier years, line by line", default=())


OPERATION = Operation(
    name="disclosures",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.disclosures:disclosures",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
