"""Decide on a run: by somebody else than its preparer, on a fresh proof of identity."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The decision, bound to what was shown."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run's name", example="2026-10-31/1")
    run_hash: str = said("hash of what was shown, hex")
    decision: str = said("what is decided", default="approved", choices=("approved", "returned"))
    comment: str = said("in the approver's words", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The decision as it stands."""

    entity: str = said("entity code")
    run: str = said("the run's name")
    state: str = said("where it is in its life now")
    decided_by: str = said("who decided")


OPERATION = Operation(
    name="approve",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.approve:approve",
    policy=Policy(roles=("approver",)),
    changes="run",
    step_up=True,
    pages=("runs",),
)
