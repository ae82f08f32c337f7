"""Change what receipts cost: freight, duty, insurance, an invoice at another price, a rebate, a credit, price protection."""

from dataclasses import dataclass
from datetime import date

from lowmark.core.tables.cost_changes import CHANGE_KINDS
from lowmark.services.operation import Operation, Policy, said

BASES = ("value", "quantity", "weight", "volume")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a document says, of which receipts, and by what it is shared among them."""

    entity: str = said("entity code", example="MAPLE")
    document: str = said("the document that says so", example="FR-2207")
    line: str = said("its line", default="1")
    kind: str = said("what it is for", example="freight", choices=CHANGE_KINDS)
    amount: str = said("by how much the goods cost more, in the entity's currency; negative for less", example="120.00")
    receipts: str = said("receipts as document/line, or a document for all of its receipts, with commas between",
                         example="PO-1203/1, PO-1203/2")  # fmt: skip
    by: str = said("by what it is shared among several receipts", default="value", choices=BASES)
    said_on: date = said("the day of the document", example="2026-10-20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one receipt costs more or less."""

    receipt: str = said("its document and line")
    item: str = said("item code")
    value_minor: int = said("by how much it cost more; negative for less")
    counts_on: date = said("the day from which the goods cost that much")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the change came to."""

    document: str = said("the document")
    line: str = said("its line")
    known_seq: int = said("place of its last part in the entity's commit order")
    value_minor: int = said("by how much the receipts cost more; negative for less")
    on_hand_minor: int = said("what of it stays in inventory")
    gone_minor: int = said("what of it went with goods that are gone, or is no cost of goods")
    released_minor: int = said("allowance released, because cost bears no more of it, or restored")
    currency: str = said("currency of the values")
    entries: tuple[str, ...] = said("journal entries posted")
    lines: tuple[Share, ...] = said("the receipts")


OPERATION = Operation(
    name="change-cost",
    kind="command",
    request=Request,
    response=Response,
    run="lowmark.services.commands.change_cost:change_cost",
    policy=Policy(roles=("warehouse", "administrator")),
    pages=("record",),
)
