"""A cost basis: the method and pool policy that one or more books of an entity cost by."""

from lowmark.core.tables.noun import Noun, identity, ref, word

METHODS = ("fifo", "moving_average", "weighted_average", "specific_identification", "standard", "lifo")

AT_MARKET = ("lifo",)
"""Cost formulas whose stock is measured at the lower of cost or market, in books of a framework that has that basis.

Source: ASC 330-10-35-1A to 35-1C.
"""

COST_BASIS = Noun(
    name="cost_basis",
    grain="one method and pool policy of one entity",
    room="register",
    app="entities",
    columns={
        "id": identity("the cost basis"),
        "entity_id": ref("entity", "whose basis it is"),
        "code": word("its code", "main"),
        "method": word("cost formula of items without one of their own", choices=METHODS),
    },
    unique=(("entity_id", "code"),),
)
