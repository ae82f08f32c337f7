"""List changes of formula that were drafted, with their state."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose changes."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change."""

    document: str = said("its name")
    state: str = said("where it is in its life", choices=("drafted", "approved", "returned"))
    replaces: str = said("the formula that it takes the place of")
    method: str = said("the new formula")
    item_class: str = said("only goods of this class; empty for all")
    begins_on: date = said("the first day on which it costs")
    because: str = said("why")
    drafted_by: str = said("who drafted it")
    decided_by: str = said("who decided; empty for nobody yet")
    items: int = said("how many items went over by it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The changes, oldest first."""

    entity: str = said("entity code")
    book: str = said("book")
    lines: tuple[Line, ...] = said("a line a change")


OPERATION = Operation(
    name="list-formula-changes",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.list_formula_changes:list_formula_changes",
    policy=Policy(roles=("preparer", "reviewer", "approver", "auditor", "administrator")),
)
