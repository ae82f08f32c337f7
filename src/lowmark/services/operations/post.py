"""Post an approved run: allowance and ledger in one transaction."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which run."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run's name", example="2026-10-31/1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was posted."""

    entity: str = said("entity code")
    run: str = said("the run's name")
    state: str = said("where it is in its life now")
    charged_minor: int = said("charged")
    reversed_minor: int = said("reversed")
    released_minor: int = said("released for exits between the date and now")
    currency: str = said("currency")
    entries: tuple[str, ...] = said("journal entries posted")


OPERATION = Operation(
    name="post",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.post:post",
    policy=Policy(roles=("poster", "approver")),
    changes="run",
    fresh=True,
    pages=("runs",),
)
