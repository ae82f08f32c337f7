"""Terms: what an action costs, recovers and allows, for the goods that they cover. They are facts that people bring.

Before this: the terms in force at a date. After this: `actions`, which make an option of each risk that a term covers. An
empty word covers everything: a term without an item holds for all of its category, without a category for all goods.
`amount_micro` says what a unit brings; where it is null `rate_micro` does, as a share of what the action is measured by.
"""

from typing import Final

import polars as pl

NOTHING: Final = "nothing"
"""What is not done needs no term; one may say what goods that are left are worth."""

TERMS: Final = pl.Schema({
    "term": pl.Int64, "entity": pl.String, "action": pl.String, "item": pl.String, "category": pl.String,
    "location": pl.String, "partner": pl.String, "to_location": pl.String, "amount_micro": pl.Int64,
    "rate_micro": pl.Int64, "cost_micro": pl.Int64, "fixed_minor": pl.Int64, "limit_micro": pl.Int64,
    "minimum_micro": pl.Int64, "elasticity_micro": pl.Int64, "lead_days": pl.Int64,
})  # fmt: skip
"""One term. `partner` is the vendor, the buyer, the charity, the item substituted for, or the entity that goods go to;
`cost_micro` is what a unit costs to act on; `limit_micro` is shared by all that the term covers (null: none)."""

WHOLE: Final = 1_000_000


def covered(risks: pl.DataFrame, terms: pl.DataFrame, action: str) -> pl.DataFrame:
    """Return each risk beside each term of an action that covers it; the term's columns that clash end in `_of_term`.

    Shapes: risks with entity, item, category, location; terms as TERMS.

    >>> risks = pl.DataFrame({"risk": [0, 1], "entity": ["E", "E"], "item": ["A", "B"], "category": ["x", "y"],
    ...                       "location": ["M/1", "N"]})
    >>> blank = dict.fromkeys(("location", "partner", "to_location"), "")
    >>> none = dict.fromkeys(("amount_micro", "limit_micro", "elasticity_micro"))
    >>> terms = pl.DataFrame([{"term": 7, "entity": "E", "action": "scrap", "item": "", "category": "x", **blank, **none,
    ...     "rate_micro": 0, "cost_micro": 0, "fixed_minor": 0, "minimum_micro": 0, "lead_days": 0}], schema=TERMS)
    >>> covered(risks, terms, "scrap").select("risk", "term").rows()
    [(0, 7)]
    """
    asked = terms.filter(pl.col("action") == action)
    if asked.is_empty() or risks.is_empty():
        return risks.clear().join(asked.clear(), on="entity", suffix="_of_term")
    parts = []
    by_word = asked.with_columns(
        way=pl.when(pl.col("item") != "").then(pl.lit("item")).when(pl.col("category") != "").then(
            pl.lit("category")).otherwise(pl.lit(""))
    )  # fmt: skip
    for (way,), some in by_word.partition_by("way", as_dict=True).items():
        keys = ["entity"] if way == "" else ["entity", str(way)]
        others = [name for name in ("item", "category") if name not in keys]
        found = risks.join(some.drop("way", *others), on=keys, suffix="_of_term", maintain_order="left_right")
        parts.append(found.select(sorted(found.columns)))
    place = pl.col("location_of_term")
    within = (place == "") | (pl.col("location") == place) | pl.col("location").str.starts_with(place + "/")
    return pl.concat(parts).filter(within).sort("risk", "term")
