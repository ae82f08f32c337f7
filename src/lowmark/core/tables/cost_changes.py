"""A change of cost: what a document that came later says goods cost more, or less."""

from lowmark.core.tables.noun import Noun, day, identity, known, minor, ref, word

COMPONENTS = ("purchase", "freight_duty", "labour", "depreciation", "other_overhead", "intercompany_margin")
"""The parts of what goods cost."""

CHANGE_KINDS = ("freight", "duty", "insurance", "invoice", "rebate", "credit", "price_protection")
LANDED = ("freight", "duty", "insurance")
"""Kinds that bring goods to where they lie: their part of cost is freight and duty, that of all others the purchase."""

COST_CHANGE = Noun(
    name="cost_change",
    grain="one change of what one receipt cost, from one line of one document",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the change"),
        "entity_id": ref("entity", "whose stock it is"),
        "document": word("the document that says so: a carrier's invoice, a credit note", "FR-2207"),
        "line": word("the line of that document", "1"),
        "kind": word("what it is for", choices=CHANGE_KINDS),
        "component": word("the part of cost that it changes", "freight_duty", choices=COMPONENTS),
        "move_id": ref("stock_move", "the receipt, which has a value of its own"),
        "value_minor": minor("by how much the receipt cost more; negative for less"),
        "effective_on": day("the day of the document"),
        "accounting_on": day("the day from which the goods cost that much"),
        **known(),
    },
    unique=(("entity_id", "document", "line", "move_id"), ("entity_id", "known_seq")),
    indexes=(("move_id", "accounting_on"),),
)
