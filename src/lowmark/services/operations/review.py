"""Review a run line by line, before somebody else decides on it."""

from dataclasses import dataclass

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was found, bound to what was shown."""

    entity: str = said("entity code", example="MAPLE")
    run: str = said("the run's name", example="2026-10-31/1")
    run_hash: str = said("hash of what was shown, hex")
    decision: str = said("what was found", default="accepted", choices=("accepted", "returned"))
    items: str = said("item codes whose lines are accepted, with commas; empty for all that are open", default="")
    comment: str = said("in the reviewer's words", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The run as it stands."""

    entity: str = said("entity code")
    run: str = said("the run's name")
    state: str = said("where it is in its life now")
    accepted: int = said("lines accepted now")
    open_lines: int = said("lines that a reviewer still has to accept")
    reviewed_by: str = said("who reviewed")


OPERATION = Operation(
    name="review",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.review:review",
    policy=Policy(roles=("reviewer",)),
    changes="run",
    pages=("record",),
)
