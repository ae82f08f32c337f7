"""Match sales within a group: what both sides say, and where they differ."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Up to which date."""

    entity: str = said("code of the entity at the head of the group", example="MAPLE")
    as_of: date = said("the date", example="2026-10-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sale within the group."""

    seller: str = said("who sold")
    buyer: str = said("who bought")
    reference: str = said("what both sides call it")
    state: str = said("matched, differs, or of one side only")
    sold_on: date | None = said("the day of the sale")
    bought_on: date | None = said("the day of the purchase")
    sold_micro: int = said("quantity sold, in millionths")
    bought_micro: int = said("quantity bought, in millionths")
    currency: str = said("currency of the invoice")
    sold_minor: int = said("the seller's invoice, in minor units")
    bought_minor: int = said("the buyer's, in minor units of its own currency of invoice")
    difference_minor: int = said("by how much they differ, where both are of one currency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Every sale within the group that a member has declared."""

    entity: str = said("entity code")
    as_of: date = said("the date")
    matched: int = said("sales that both sides say alike")
    differing: int = said("sales that they say otherwise, or that one side does not know")
    lines: tuple[Line, ...] = said("a line a sale")


OPERATION = Operation(
    name="match-intercompany",
    kind="query",
    request=Request,
    response=Response,
    run="lowmark.services.queries.match_intercompany:match_intercompany",
    policy=Policy(roles=("preparer", "reviewer", "approver", "poster", "auditor", "administrator")),
    pages=("reports",),
)
