"""Draft a journal by hand: another person decides on it before anything is posted."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.journal_drafts import JOURNAL_DRAFT, PURPOSES
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The journal."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("its name", example="JV-17")
    on: date = said("the day on which it counts; of a recurring one, for the first time", example="2026-10-31")
    lines: str = said("account, amount (credits negative), dimensions; lines end with a semicolon",
                      example="6000 150.00 department=SALES; 2200 -150.00")  # fmt: skip
    because: str = said("why", example="Rent of October")
    kind: str = said("posted once, reversed on the first day of the next period, or once a period",
                     choices=JOURNAL_DRAFT.columns["kind"].choices, default="once")  # fmt: skip
    until: date | None = said("of a recurring one: the last day on which it may count", default=None)
    purpose: str = said("what it is for: adjusting ones close a year, audit ones an auditor proposes",
                        choices=PURPOSES, default="ordinary")  # fmt: skip
    origin_year: int = said(
        "the fiscal year in which the misstatement that it corrects arose; 0 for its own", default=0
    )
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong."""

    line: int = said("which line; 0 for the whole journal")
    code: str = said("what is wrong, in a word")
    message: str = said("what is wrong")
    hint: str = said("what to do about it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The journal as it waits for a decision, or everything that is wrong with it."""

    entity: str = said("entity code")
    book: str = said("book")
    document: str = said("its name")
    accepted: bool = said("whether it was taken")
    state: str = said("where it is in its life")
    amount_minor: int = said("its debits")
    currency: str = said("currency of the book")
    journal_hash: str = said("hash of what is to be decided on, hex")
    faults: tuple[Fault, ...] = said("everything that is wrong", default=())


OPERATION = Operation(
    name="draft-journal",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.draft_journal:draft_journal",
    policy=Policy(roles=("preparer",)),
)
