"""Post approved journals: whatever of them is due up to a day and not posted yet."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which journals, up to which day."""

    entity: str = said("entity code", example="MAPLE")
    up_to: date = said("what is due up to this day; a reversal goes with what it reverses", example="2026-10-31")
    document: str = said("the journal's name; empty for every approved one", example="JV-17", default="")
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One entry that was posted."""

    document: str = said("the journal's name")
    entry: str = said("the entry")
    accounting_on: date = said("the day on which it counts")
    reverses: bool = said("whether it reverses an earlier one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was posted; nothing where nothing was due."""

    entity: str = said("entity code")
    book: str = said("book")
    up_to: date = said("up to which day")
    entries: tuple[Posted, ...] = said("the entries")


OPERATION = Operation(
    name="post-journal",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.post_journal:post_journal",
    policy=Policy(roles=("poster",)),
    changes="journal",
    fresh=True,
)
