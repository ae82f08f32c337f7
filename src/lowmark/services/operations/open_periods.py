"""Open the periods that follow an entity's last one, as its fiscal calendar has them."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How many."""

    entity: str = said("entity code", example="MAPLE")
    periods: int = said("how many periods to open, twelve a year", example="12", default=12)
    because: str = said("why", default="the next year", example="the next year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The periods that are open now, and were not there before."""

    entity: str = said("entity code")
    periods: int = said("how many")
    starts_on: date = said("first day of the first")
    ends_on: date = said("last day of the last")


OPERATION = Operation(
    name="open-periods",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.open_periods:open_periods",
    policy=Policy(roles=("approver", "administrator")),
    pages=("record",),
)
