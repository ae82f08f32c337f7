"""A value of a dimension: one department, project, customer or vendor that lines of entries may name."""

from lowmark.core.tables.noun import Noun, identity, ref, word

DIMENSIONS = ("location", "department", "project", "customer", "vendor")
"""Dimensions that every entity has; it may have others of its own. The class of goods is on the line itself."""

DIMENSION_VALUE = Noun(
    name="dimension_value",
    grain="one value of one dimension of one entity",
    room="register",
    app="ledger",
    columns={
        "id": identity("the value"),
        "entity_id": ref("entity", "whose dimension"),
        "dimension": word("which dimension", "department"),
        "code": word("its code", "SALES"),
        "name": word("its name", "Sales"),
    },
    unique=(("entity_id", "dimension", "code"),),
)
