"""An opening item: what was open on an account of the ledger kept before, item by item, when the books were taken over."""

from typing import Final

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, word

KINDS: Final = {
    "received_not_invoiced": ("goods_received_not_invoiced", -1),
    "landed_cost_not_invoiced": ("landed_cost_clearing", -1),
    "sold_not_received": ("provisional_stock", -1),
    "rebate_due": ("vendor_rebates_receivable", 1),
    "return_not_credited": ("vendor_returns", 1),
}
"""What may be open, the role of the account that has it, and the sign of its balance there: debits less credits."""

OPENING_ITEM = Noun(
    name="opening_item",
    grain="one open item of one account, as it was taken over",
    room="fact",
    app="ledger",
    hashed=True,
    columns={
        "id": identity("the item"),
        "entity_id": ref("entity", "whose books"),
        "book_id": ref("book", "in which book"),
        "kind": word("what is open of it", choices=tuple(KINDS)),
        "document": word("the source document", "GR-1042"),
        "line": word("its line", "1"),
        "item_id": ref("item", "the item; null where it is of none", nullable=True),
        "partner": word("with whom", "Acme Outdoor"),
        "quantity_micro": micro("how much; null where it is no quantity", nullable=True),
        "amount_minor": minor("what is open: owed or due, both positive"),
        "arose_on": day("when it arose"),
        "opening_on": day("the first day of the books"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("book_id", "kind", "document", "line")),
)
