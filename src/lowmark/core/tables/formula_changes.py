"""A change of the formula of cost that a person has drafted: from which day on, and by which formula. Another decides on it."""

from lowmark.core.tables.cost_bases import METHODS
from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

APPLICATIONS = ("prospective", "from_a_day", "retrospective")
"""From a day on because the framework says so, because it is impracticable further back, or as if it had always been."""

FORMULA_CHANGE = Noun(
    name="formula_change",
    grain="one change of the cost formula of some goods of one basis, from one day on",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the change"),
        "entity_id": ref("entity", "whose goods"),
        "cost_basis_id": ref("cost_basis", "the basis that costs them"),
        "document": word("its name", "CF-1"),
        "replaces": word("the formula that it takes the place of", choices=METHODS),
        "method": word("the new formula", choices=METHODS),
        "item_class": word("only goods of this class; empty for all", ""),
        "begins_on": day("the first day on which it costs"),
        "application": word("how it is applied", choices=APPLICATIONS),
        "impracticable": word("why it cannot be applied further back; empty where that is no question", ""),
        "because": word("why", "the average is reliable and more relevant"),
        "drafted_by": ref("user", "who drafted it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("cost_basis_id", "document")),
)
