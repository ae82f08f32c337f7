"""Move a place in the tree, or give it another name: what lies in it goes with it, and so do the places in it."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which place, and where to."""

    entity: str = said("entity code", example="MAPLE")
    location: str = said("its path", example="Main/Zone A")
    to: str = said("its new path", example="Annex/Zone A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What moved."""

    entity: str = said("entity code")
    location: str = said("the new path")
    moved: tuple[str, ...] = said("every place that has another path now, by its new one")


OPERATION = Operation(
    name="move-place",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.move_place:move_place",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
