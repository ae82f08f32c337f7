"""List the runs of an entity."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Whose runs."""

    entity: str = said("entity code", example="MAPLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One run."""

    run: str = said("the run's name")
    book: str = said("book")
    as_of: date = said("the date tested")
    state: str = said("where it is in its life")
    prepared_by: str = said("who prepared it")
    proposals: int = said("changes proposed")
    change_minor: int = said("total change")
    currency: str = said("currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The runs, newest first."""

    entity: str = said("entity code")
    lines: tuple[Line, ...] = said("the runs")


OPERATION = Operation(
    name="list-runs",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.list_runs:list_runs",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("runs",),
)
