"""A book: a framework's accounts of an entity, in a book currency."""

from lowmark.core.tables.noun import Noun, flag, identity, ref, whole, word

BOOK = Noun(
    name="book",
    grain="one framework's accounts of one entity",
    room="register",
    app="entities",
    columns={
        "id": identity("the book"),
        "entity_id": ref("entity", "whose book it is"),
        "code": word("its code", "ifrs"),
        "framework": word("reporting framework: a folder of dated parameters", "ifrs"),
        "currency": word("book currency, ISO 4217", "CAD"),
        "is_primary": flag("whether moves post to it in their own transaction"),
        "cost_basis_id": ref("cost_basis", "the basis that costs its stock"),
        "carried_to_seq": whole("known sequence up to which its difference entries are posted", "0"),
    },
    unique=(("entity_id", "code"),),
)
