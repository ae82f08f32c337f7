"""Tell another program what is done in an entity: where to, and of what. Its secret is shown once."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Where to, and of what."""

    entity: str = said("entity code", example="MAPLE")
    url: str = said("where to call: https, on the public network", example="https://erp.example/hooks/lowmark")
    topics: str = said("operations to tell of, with commas; empty for all that change something",
                       example="post, close", default="")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The webhook, and what its signatures are made with."""

    entity: str = said("entity code")
    webhook: str = said("its name")
    url: str = said("where it calls")
    topics: tuple[str, ...] = said("operations that it is told of; none for all that change something")
    secret: str = said("what signatures are made with: shown now, and never again; empty where this was asked before")


OPERATION = Operation(
    name="add-webhook",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.add_webhook:add_webhook",
    policy=Policy(roles=("administrator",)),
    fresh=True,
    pages=("record",),
)
