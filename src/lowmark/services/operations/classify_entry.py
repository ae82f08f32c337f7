"""Say what a late entry is: a change of estimate, an immaterial error, or a material one, which restates earlier years."""

from dataclasses import dataclass

from lowmark.core.tables.entry_classifications import ENTRY_CLASSIFICATION
from lowmark.services.operation import Operation, Policy, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which entry, and what it is."""

    entity: str = said("entity code", example="MAPLE")
    entry: str = said("the entry: journal, fiscal year, number", example="stock/2026/17")
    classified: str = said("what it is", choices=ENTRY_CLASSIFICATION.columns["classified"].choices)
    origin_year: int = said("the fiscal year that it belongs to", example="2025")
    because: str = said("why", example="A receipt of 2025 was found")
    book: str = said("book; empty for the primary one", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was decided."""

    entity: str = said("entity code")
    book: str = said("book")
    entry: str = said("the entry")
    classified: str = said("what it is")
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
