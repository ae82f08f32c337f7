"""What a change of formula that goes back does to an earlier year: an expense that would have been another."""

from lowmark.core.tables.noun import Noun, identity, known, minor, ref, whole, word

FORMULA_CHANGE_EFFECT = Noun(
    name="formula_change_effect",
    grain="one expense of one fiscal year before a change of formula that is applied as if it had always been",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the effect"),
        "entity_id": ref("entity", "whose goods"),
        "formula_change_id": ref("formula_change", "the change, which is approved"),
        "fiscal_year": whole("the year, before the one in which the change is made", "2025"),
        "expense": word("what bears it, by the name that change-of-method gives it", "cost_of_sales"),
        "amount_minor": minor("how much more of that expense there would have been; negative for less"),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("formula_change_id", "fiscal_year", "expense")),
)
