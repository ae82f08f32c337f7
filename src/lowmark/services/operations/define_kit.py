"""Define a kit: an item that is sold as a set of others, from a day on."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The kit, and what one of it is of."""

    entity: str = said("entity code", example="MAPLE")
    kit: str = said("the item that is sold as a set, and has no stock of its own", example="CAMP-KIT")
    components: str = said(
        "what one is of: ITEM=QUANTITY with commas between, and a unit after the quantity where it is not the base unit",
        example="TENT-2=1, PEG=8",
    )
    valid_from: date = said("from which day on; what was sold before stays what it was", example="2026-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A component."""

    component: str = said("item code")
    quantity_micro: int = said("how much of it one kit is of, in its base unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The definition as it stands."""

    entity: str = said("entity code")
    kit: str = said("item code of the kit")
    valid_from: date = said("from which day on")
    lines: tuple[Line, ...] = said("what one kit is of")


OPERATION = Operation(
    name="define-kit",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.define_kit:define_kit",
    policy=Policy(roles=("warehouse", "planner", "preparer", "administrator")),
    pages=("record",),
)
