"""A catalogue: the items that a group of entities shares, never unrelated clients."""

from lowmark.core.tables.noun import Noun, identity, word

CATALOGUE = Noun(
    name="catalogue",
    grain="one list of items shared by the entities of one group",
    room="register",
    app="entities",
    scope="catalogue",
    columns={
        "id": identity("the catalogue"),
        "code": word("its code", "GROUP"),
        "name": word("its name", "Maple group"),
    },
    unique=(("code",),),
)
