"""A rate: so many units of one currency for one of another, on a day."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, whole, word

RATE = Noun(
    name="rate",
    grain="one exchange rate of one source on one day",
    room="fact",
    app="evidence",
    hashed=True,
    columns={
        "id": identity("the rate"),
        "entity_id": ref("entity", "who uses it"),
        "source": word("where it is from", "ECB"),
        "from_currency": word("one unit of this", "USD"),
        "to_currency": word("is so many of this", "CAD"),
        "numerator": whole("the rate's numerator", "13720"),
        "denominator": whole("the rate's denominator", "10000"),
        "valid_from": day("from when"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
