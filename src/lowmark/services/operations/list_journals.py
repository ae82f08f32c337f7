"""List the journals that were drafted by hand, and where each is in its life."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which book, as known when."""

    entity: str = said("entity code", example="MAPLE")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One journal."""

    document: str = said("its name")
    kind: str = said("how often it is posted")
    purpose: str = said("what it is for")
    state: str = said("where it is in its life")
    first_on: date = said("the day on which it counts, the first time")
    amount_minor: int = said("its debits")
    drafted_by: str = said("who drafted it")
    decided_by: str = said("who decided; empty for nobody yet")
    postings: int = said("entries that it was posted as")
    because: str = said("why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The journals, oldest first."""

    entity: str = said("entity code")
    book: str = said("book")
    known_seq: int = said("what was known")
    currency: str = said("currency of the book")
    lines: tuple[Line, ...] = said("the journals")


OPERATION = Operation(
    name="list-journals",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.list_journals:list_journals",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
)
