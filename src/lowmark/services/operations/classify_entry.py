"""Say what a late entry is: a change of estimate, an immaterial error, or a material one, which restates earlier years."""

from dataclasses import dataclass

from lowmark.core.tables.entry_classifications import ENTRY_CLASSIFICATION
from lowmark.services.operation import Operation, Policy, said

AS_PROPOSED = "as_proposed"
CLASSES = (AS_PROPOSED, *(ENTRY_CLASSIFICATION.columns["classified"].choices or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which entry, and what it is."""

    entity: str = said("entity code", example="MAPLE")
    entry: str = said("the entry: journal, fiscal year, number", example="stock/2026/17")
    origin_year: int = said("the fiscal year that it belongs to", example="2025")
    classified: str = said("what it is; by default what the rules propose", choices=CLASSES, default=AS_PROPOSED)
    because: str = said(
        "why; needed where it is not what the rules propose", example="A receipt of 2025 was found", default=""
    )
    only_propose: bool = said("say what the rules propose, and record nothing", default=False)
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was decided."""

    entity: str = said("entity code")
    book: str = said("book")
    entry: str = said("the entry")
    classified: str = said("what it is; empty where it was only proposed")
    proposed: str = said("what the rules propose")
    reasons: tuple[str, ...] = said("why they do")
    origin_year: int = said("the fiscal year that it belongs to")
    result_minor: int = said("what it did to the result: a loss positive")
    restating: str = said("of a material error: the entry that takes it out of the result; empty otherwise")
    currency: str = said("currency of the book")


OPERATION = Operation(
    name="classify-entry",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.classify_entry:classify_entry",
    policy=Policy(roles=("approver", "policy_owner")),
)
