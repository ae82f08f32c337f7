"""A production: what one order made on a day, what conversion cost, and what was lost that should not have been.

Its inputs and outputs are stock moves that name it.
"""

from lowmark.core.tables.noun import Noun, day, flag, identity, known, micro, minor, ref, word

PRODUCTION = Noun(
    name="production",
    grain="what one order made on one day",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the production"),
        "entity_id": ref("entity", "whose goods"),
        "document": word("the production order", "WO-118"),
        "effective_on": day("when it happened in the world"),
        "accounting_on": day("the day in which it counts"),
        "labour_minor": minor("direct labour that went into it", non_negative=True),
        "depreciation_minor": minor("depreciation that went into it", non_negative=True),
        "other_overhead_minor": minor("other production overhead that went into it", non_negative=True),
        "at_normal_capacity": flag("whether fixed overhead went in at the rate of normal capacity only"),
        "idle_minor": minor("fixed overhead that normal capacity did not absorb, an expense", non_negative=True),
        "abnormal_micro": micro(
            "what was lost abnormally, on the scale by which its products share cost: with one product, a quantity of it",
            "1000000", non_negative=True,
        ),
        **known(),
    },
    unique=(("entity_id", "document"), ("entity_id", "known_seq")),
)  # fmt: skip
