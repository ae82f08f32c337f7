"""A plan term: what an action against a write-down costs, brings and allows, from a day on."""

from lowmark.core.tables.noun import Noun, day, identity, known, micro, minor, ref, whole, word

PLAN_ACTIONS = (
    "transfer",
    "vendor_return",
    "markdown",
    "substitute",
    "defer",
    "cancel",
    "donate",
    "liquidate",
    "scrap",
)

PLAN_TERM = Noun(
    name="plan_term",
    grain="one thing that may be done about goods at risk, with its price and limits, from one day on",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the term"),
        "entity_id": ref("entity", "whose goods"),
        "document": word("where it is agreed", "ACME-2026"),
        "line": word("its line", "1"),
        "action": word("what may be done; of goods that are left: what they are worth", choices=(*PLAN_ACTIONS, "nothing")),
        "item_id": ref("item", "of which item; null for all of the category", nullable=True),
        "category": word("of which category; empty for all", "Tents"),
        "location": word("for goods in which place and below; empty for all", "Toronto"),
        "partner": word("the vendor, buyer or charity, the item stood in for, or the entity that goods go to", "ACME"),
        "amount_micro": micro("what a unit brings; null where the rate says it", nullable=True, non_negative=True,
                              unit="millionths of a currency unit"),
        "rate_micro": micro("share of cost or price that a unit brings; of a markdown, the discount; of a stand-in, how many a"
                            " unit replaces", "800000", nullable=True, non_negative=True, unit="millionths"),
        "cost_micro": micro("what doing it costs a unit", non_negative=True, unit="millionths of a currency unit"),
        "fixed_minor": minor("what doing it costs at all", non_negative=True),
        "limit_micro": micro("how much may be done, of all that it covers; null without limit; 0 where it has ended",
                             nullable=True, non_negative=True),
        "minimum_micro": micro("how much at least, each time", non_negative=True),
        "elasticity_micro": micro("of a markdown: the elasticity of demand to price", "1800000", nullable=True,
                                  non_negative=True, unit="millionths"),
        "lead_days": whole("days until it is done", "5", non_negative=True),
        "valid_from": day("from when it holds"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("entity_id", "document", "line"),),
)  # fmt: skip
