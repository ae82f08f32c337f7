"""Take the ratios of a book, posted and with what a run adds, and see whether covenants are kept."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, and with which run."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-10-31")
    run: str = said("a run that is not posted", default="", example="2026-10-31/1")
    covenants: str = said("covenants, separated by commas", default="", example="current_ratio >= 1.25")
    book: str = said("book; empty for the primary one", default="")
    known_seq: int = said("as known at this sequence; 0 for now", default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ratio."""

    ratio: str = said("its name")
    posted_micro: int | None = said("as posted, in millionths; null where it cannot be taken")
    pro_forma_micro: int | None = said("with the run, in millionths")
    direction: str = said("where it goes: up, down, unchanged, unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One covenant."""

    covenant: str = said("the covenant")
    kept: bool = said("whether it is kept as posted")
    kept_pro_forma: bool = said("whether it is kept with the run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The ratios and the covenants."""

    entity: str = said("entity code")
    book: str = said("book")
    as_of: date = said("as of when")
    known_seq: int = said("what was known")
    run: str = said("the run")
    lines: tuple[Line, ...] = said("the ratios")
    covenants: tuple[Kept, ...] = said("the covenants")


OPERATION = Operation(
    name="ratios",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.ratios:ratios",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
