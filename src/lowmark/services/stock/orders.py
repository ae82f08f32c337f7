"""Lines of orders as they are opened and delivered: each time a fact that says how the line stands from that day on.

Before this: an open transaction. After this: what is on order and committed, and the firm contracts that a test of stock reads.
"""

from typing import Literal

from lowmark.core.kinds.arithmetic import multiply_divide_round
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.store.session import Row, Writer
from lowmark.store.stock import kits as kits_store

Side = Literal["purchase", "sale"]

STANDS = """
SELECT o.side, o.item_id, i.code AS item, o.is_firm, o.quantity_micro, o.amount_micro, o.currency, o.due_on, o.stated_on
FROM stock_order_line o JOIN items_item i ON i.id = o.item_id
WHERE o.entity_id = %s AND o.document = %s AND o.line = %s ORDER BY o.stated_on DESC, o.known_seq DESC LIMIT 1
"""


MOVED = """
SELECT m.quantity_micro, m.effective_on, i.code AS item FROM stock_stock_move m JOIN items_item i ON i.id = m.item_id
WHERE m.entity_id = %s AND m.document = %s AND m.line = %s
"""


def stands(writer: Writer, granted: Granted, document: str, line: str) -> Row | None:
    """Return how a line of an order stands, or none where there is no such line."""
    return writer.row(STANDS, [granted.entity.id, document, line], days=("due_on", "stated_on"))


def deliver(
    writer: Writer, granted: Granted, *, order: tuple[str, str], side: Side, moved: tuple[str, str]
) -> None:  # fmt: skip
    """Lessen what is open of a line by what a move delivered of it; its amount goes with it in proportion.

    Domain: `order` and `moved` are a document and a line each; without a document of an order nothing is done.
    Locks:  the entity clock, before the line is read: two deliveries come one after the other.
    Raises: Problem `not_found`, `refused` for another item or side, or more than is open.
    """
    if not order[0]:
        return
    sequences, recorded_at = writer.tick(granted.entity.id, 1)
    done = _moved(writer, granted, moved)
    line, name = stands(writer, granted, *order), "/".join(order)
    assert done is not None
    if line is None:
        raise Problem("not_found", f"there is no order {name}", hint="open the order first, or leave it out")
    if (line["side"], line["item"]) != (side, done["item"]):
        raise Problem("refused", f"{name} is a {line['side']} of {line['item']}", hint="name the line of these goods")
    left = line["quantity_micro"] - done["quantity_micro"]
    if left < 0:
        raise Problem(
            "refused", f"less than that is open of {name}", hint="deliver no more than is open, or change the order"
        )
    amount = multiply_divide_round(line["amount_micro"], left, line["quantity_micro"])
    state(writer, granted, (sequences[0], recorded_at), line | {
        "document": order[0], "line": order[1], "quantity_micro": left, "amount_micro": amount,
        "stated_on": max(done["effective_on"], line["stated_on"]),
    })  # fmt: skip


def _moved(writer: Writer, granted: Granted, moved: tuple[str, str]) -> Row | None:
    """Return what a line of a document moved: an item, or kits, by the quantity of kits."""
    found = writer.row(MOVED, [granted.entity.id, *moved], days=("effective_on",))
    if found is not None:
        return found
    kit = kits_store.named(writer, granted.entity.id, *moved)
    return kit and {"quantity_micro": kit["kit_micro"], "effective_on": kit["effective_on"], "item": kit["code"]}


def state(writer: Writer, granted: Granted, known: tuple[int, int], line: Row) -> None:
    """Say how a line stands from a day on."""
    names = ("document", "line", "side", "item_id", "quantity_micro", "amount_micro", "currency", "due_on", "stated_on")
    writer.insert("order_line", [{
        "id": writer.take_ids("order_line", 1)[0], "entity_id": granted.entity.id, "known_seq": known[0],
        "recorded_at": known[1], "is_firm": bool(line["is_firm"]), **{name: line[name] for name in names},
    }])  # fmt: skip
