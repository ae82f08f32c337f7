"""Kits: what each is of, how many can be made where, and which component binds."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which kits, on which day."""

    entity: str = said("entity code", example="MAPLE")
    kit: str = said("only this kit; empty for all", default="", example="CAMP-KIT")
    location: str = said("only of what lies at this place and those in it", default="", example="Main")
    on: date = said("by the definition of which day, and for goods that leave on it", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How many of one kit can be made of what is free at one place."""

    kit: str = said("item code of the kit")
    name: str = said("its name")
    location: str = said("the place, with those in it; empty for all places together")
    kits: int = said("how many whole kits can be made")
    binds: str = said("the component that allows no more")
    needed_micro: int = said("how much of that component one kit is of")
    free_micro: int = said("how much of that component is free there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What a kit is of, down to what is stocked."""

    kit: str = said("item code of the kit")
    component: str = said("item code of the component")
    name: str = said("its name")
    quantity_micro: int = said("how much of it one kit is of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The kits."""

    entity: str = said("entity code")
    lines: tuple[Line, ...] = said("how many can be made where: all places together first")
    components: tuple[Component, ...] = said("what the kits are of")


OPERATION = Operation(
    name="kits",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.kits:kits",
    policy=Policy(roles=("warehouse", "planner", "preparer", "reviewer", "approver", "auditor", "administrator")),
    pages=("reports",),
)
