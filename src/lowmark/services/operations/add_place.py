"""Add a place to the tree: a site, a bin in a zone, a cabinet in a room, a truck."""

from dataclasses import dataclass

from lowmark.core.tables.locations import INTERNAL
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which place."""

    entity: str = said("entity code", example="MAPLE")
    location: str = said("its path: the names of the places that it is in, and its own", example="Toronto/Main/A-01")
    kind: str = said("what it is; in some kinds goods are away, or set apart", default="stock", choices=INTERNAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was added."""

    entity: str = said("entity code")
    location: str = said("the path")
    kind: str = said("what it is")
    added: tuple[str, ...] = said("the places that are new, those that it is in among them")


OPERATION = Operation(
    name="add-place",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.add_place:add_place",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
