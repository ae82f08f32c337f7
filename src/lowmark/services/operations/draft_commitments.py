"""Draft what the test of firm contracts charges, takes back and uses as a journal, as `commitments` shows it."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.draft_journal import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """When, and how far demand is looked at."""

    entity: str = said("entity code", example="MAPLE")
    as_of: date = said("as of when", example="2026-12-31")
    horizon_days: int = said("so many days of demand where there is no forecast", default=365)
    book: str = said("book; empty for the primary one", default="")


OPERATION = Operation(
    name="draft-commitments",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.draft_commitments:draft_commitments",
    policy=Policy(roles=("preparer",)),
)
