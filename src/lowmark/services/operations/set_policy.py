"""Set a dated parameter of an entity, where its framework leaves it to the entity."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which parameter, from when, to what."""

    entity: str = said("entity code", example="MAPLE")
    path: str = said("the parameter's path", example="inventories/cost_to_sell_rate")
    valid_from: date = said("from when it holds", example="2026-01-01")
    value: str = said("its value; empty ends the entity's setting", example="5 %")
    book: str = said("of which book alone; empty for every book", default="")
    because: str = said("why", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The policy that holds from that day."""

    entity: str = said("entity code")
    path: str = said("the parameter's path")
    value: str = said("the value that now holds, as canonical JSON")
    book: str = said("the book that it is set for; empty for every book")
    level: str = said("who says so", choices=("framework", "pack", "head", "entity"))
    policy_hash: str = said("SHA-256 of the whole policy document, hex")


OPERATION = Operation(
    name="set-policy",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.set_policy:set_policy",
    policy=Policy(roles=("policy_owner", "administrator")),
    changes="policies",
    pages=("record",),
)
