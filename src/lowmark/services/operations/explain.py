"""Explain a figure back to its moves, evidence, rule, parameter and person."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which figure."""

    entity: str = said("entity code", example="MAPLE")
    subject: str = said(
        "what to explain: `item CODE`, `item CODE lot LOT`, `run NAME item CODE [lot LOT]`, `account CODE`, "
        "`entry JOURNAL/YEAR/NUMBER` or `move DOCUMENT/LINE`",
        example="run 2026-10-31/1 item TENT-2",
    )
    as_of: date | None = said("the date, for an item or account; empty for today's last fact", default=None)
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the chain."""

    depth: int = said("how far below the figure asked for")
    what: str = said("kind of step", example="evidence")
    name: str = said("which one", example="SO-43659/1")
    words: str = said("what it says, in a sentence")
    quantity_micro: int | None = said("quantity", default=None)
    amount_minor: int | None = said("amount", default=None)
    source: str = said("standard and paragraph, rule or document", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The chain, from the figure down to its facts."""

    entity: str = said("entity code")
    subject: str = said("what is explained")
    currency: str = said("currency")
    known_seq: int = said("what was known")
    steps: tuple[Step, ...] = said("the steps, in order")


OPERATION = Operation(
    name="explain",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.explain:explain",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("explain",),
)
