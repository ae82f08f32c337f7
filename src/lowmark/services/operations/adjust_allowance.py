"""Propose an overlay: a change of the allowance of a class without lots, to be decided by somebody else."""

from dataclasses import dataclass
from datetime import date

from lowmark.services.operation import Operation, Policy, said
from lowmark.services.operations.propose import Response

KINDS = (
    "charge", "reverse", "release", "use", "acquisition", "disposal", "translation", "held_for_sale", "restatement",
    "transfer", "other", "opening",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What changes the allowance of a class, by how much, and on what that rests."""

    entity: str = said("entity code", example="MAPLE")
    item_class: str = said("the class of goods", example="merchandise")
    as_of: date = said("as of when", example="2026-12-31")
    kind: str = said("column of the roll-forward", choices=KINDS, example="acquisition")
    amount: str = said("change of allowance; what takes it away is negative. A release without: what goods that left since release",
                       default="", example="14688.00")  # fmt: skip
    reason: str = said("reason code, with accounts of its own", default="price_decline", example="price_decline")
    because: str = said("why, for whoever decides", example="Reserve of the business bought on 1 May")
    evidence: str = said("the document that it rests on", example="SPA-2026-05")
    expires_on: date | None = said("the day by which it is decided again", default=None)
    book: str = said("book code; empty for the primary one", default="")


OPERATION = Operation(
    name="adjust-allowance",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.adjust_allowance:adjust_allowance",
    policy=Policy(roles=("preparer",)),
    pages=("record",),
)
