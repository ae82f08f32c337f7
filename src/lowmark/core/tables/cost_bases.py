"""A cost basis: the method and pool policy that one or more books of an entity cost by."""

from lowmark.core.tables.noun import Noun, identity, ref, word

METHODS = ("fifo", "moving_average", "weighted_average", "specific_identification", "standard")

PERPETUAL = tuple(method for method in METHODS if method != "weighted_average")
"""Cost formulas by which a move can be costed when it is recorded; what an average of a period is, its end says."""

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
