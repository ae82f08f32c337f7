"""A pool estimate: what a LIFO pool came to at a date, from which figures, and the reserve that was posted for it."""

from lowmark.core.tables.noun import Noun, day, flag, identity, known, minor, ref, whole, word

POOL_METHODS = ("dollar_value_lifo", "retail_lifo")

POOL_ESTIMATE = Noun(
    name="pool_estimate",
    grain="one LIFO pool of one book at one date, as it was estimated",
    room="fact",
    app="subledger",
    hashed=True,
    columns={
        "id": identity("the estimate"),
        "entity_id": ref("entity", "whose stock"),
        "book_id": ref("book", "in which book"),
        "pool": word("the pool's name", "all"),
        "method": word("how it was estimated", choices=POOL_METHODS),
        "as_of": day("the date"),
        "fiscal_year": whole("the fiscal year of that date", "2026"),
        "is_annual": flag("whether its layers stand, as of the end of a fiscal year; those of an interim date do not"),
        "opening_base_minor": minor("inventory at base-year prices with which the pool began, where this is its first estimate",
                                    non_negative=True),
        "opening_cost_minor": minor("what that had cost", non_negative=True),
        "ending_minor": minor("inventory at current cost; at retail, by the retail method", non_negative=True),
        "index_over": whole("price index of the year: numerator", "105"),
        "index_under": whole("price index of the year: denominator", "100"),
        "layer_index_over": whole("index at which an increment is costed: numerator", "105"),
        "layer_index_under": whole("index at which an increment is costed: denominator", "100"),
        "ratio_over": whole("cost to retail of the year: numerator; 1 where there is none", "61"),
        "ratio_under": whole("cost to retail of the year: denominator; 1 where there is none", "100"),
        "inside_minor": minor("cost of the same goods by the method inside, such as first in first out", non_negative=True),
        "lifo_minor": minor("what is left of the layers, at cost", non_negative=True),
        "reserve_minor": minor("LIFO reserve: cost inside less LIFO cost; negative where prices have fallen"),
        "entry_id": ref("entry", "the entry that brought the reserve to that; null where it stood so", nullable=True),
        "made_by": ref("user", "who made it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("book_id", "pool", "as_of"),),
)  # fmt: skip
