"""What carries an accepted action out: an operation, or a file of a table, with its fields filled in.

Before this: an action, accepted. After this: somebody who records it, under the document that the draft names, so that what
became of it can be told. Nothing is posted here: a draft is a form filled in, and whoever sends it answers for it.
"""

from dataclasses import dataclass, field
from datetime import date

from lowmark.core.kinds.price import format_price_micro
from lowmark.core.kinds.quantity import format_micro
from lowmark.store.session import Row

ISSUED = {
    "vendor_return": "vendor",
    "donate": "scrap",
    "liquidate": "customer",
    "scrap": "scrap",
    "substitute": "production",
}
REASONS = {"vendor_return": "vendor_return", "donate": "donation", "liquidate": "liquidation", "scrap": "scrap",
           "substitute": "consumption", "transfer": "intercompany_sale"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """The operation that carries an action out, or the table of an import, with its fields."""

    operation: str
    table: str
    document: str
    fields: dict[str, str] = field(default_factory=dict)


def draft_of(
    action: Row, *, entity: str, plan: str, on: date, currency: str, order: Row | None = None, later: date | None = None
) -> Draft:  # fmt: skip
    """Return the draft of an action.

    Domain: `order` is what the order's line says now, for an order that is deferred, until `later`, or cancelled.
    """
    document = f"{plan}-{action['line_no']}"
    goods = {
        "document": document,
        "item": action["item"],
        "lot": action["lot"],
        "quantity": format_micro(action["quantity_micro"]),
    }
    match action["action"]:
        case "transfer" if action["to_entity"] == entity:
            places = {"from_location": action["location"], "to_location": action["to_location"]}
            return Draft("transfer", "", document, {**goods, **places, "moved_on": on.isoformat()})
        case "markdown":
            price = format_price_micro(action["price_micro"])
            said = {"document": document, "line": "1", "item": action["item"], "lot": action["lot"], "kind": "price_list",
                    "price": price, "currency": currency, "observed_on": on.isoformat()}  # fmt: skip
            return Draft("import", "price_evidence", document, said)
        case "cancel" | "defer":
            return Draft("import", "order_lines", document, _order(action, order, on, currency, later))
        case kind:
            issue = {"location": action["location"], "target": ISSUED.get(kind, "customer"), "reason": REASONS[kind],
                     "issued_on": on.isoformat()}  # fmt: skip
            return Draft("issue", "", document, {**goods, **issue})


def _order(action: Row, order: Row | None, on: date, currency: str, later: date | None) -> dict[str, str]:
    """Return the order's line as it would stand: less of it, or later."""
    document, _, line = action["order_line"].rpartition("/")
    said = {"document": document, "line": line, "side": "purchase", "item": action["item"], "currency": currency,
            "stated_on": on.isoformat()}  # fmt: skip
    if order is None:
        return {**said, "quantity": "0", "amount": "0"}
    whole = order["quantity_micro"]
    left = max(0, whole - action["quantity_micro"]) if action["action"] == "cancel" else whole
    amount = order["amount_micro"] * left // whole if whole else 0
    due = later if later is not None and action["action"] == "defer" else order["due_on"]
    return {**said, "quantity": format_micro(left), "amount": format_price_micro(amount), "due_on": due.isoformat()}
