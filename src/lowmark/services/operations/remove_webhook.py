"""Tell a program nothing more: remove a webhook."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which webhook."""

    entity: str = said("entity code", example="MAPLE")
    webhook: str = said("its name", example="a1b2c3d4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The webhook that was removed."""

    entity: str = said("entity code")
    webhook: str = said("its name")


OPERATION = Operation(
    name="remove-webhook",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.remove_webhook:remove_webhook",
    policy=Policy(roles=("administrator",)),
    pages=("record",),
)
