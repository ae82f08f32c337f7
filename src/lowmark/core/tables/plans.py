"""A plan: what is best done about goods at risk, as it was worked out on a day."""

from lowmark.core.tables.noun import Noun, day, flag, identity, known, micro, minor, ref, whole, word

PLAN = Noun(
    name="plan",
    grain="one plan as it concerns one entity",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the plan"),
        "entity_id": ref("entity", "whose goods"),
        "code": word("its name, the same in every entity that it is for", "MAPLE-2026-10-31-1"),
        "entities": word("the entities that it is for, with commas", "MAPLE,DELTA"),
        "as_of": day("the date of stock, orders and demand"),
        "horizon_days": whole("so many days of demand", "180"),
        "snapshot_seq": whole("known sequence of the entity's facts", "1042"),
        "currency": word("currency of its amounts, ISO 4217", "CAD"),
        "risk_minor": minor("cost of what is at risk in this entity", non_negative=True),
        "gain_minor": minor("what the plan brings over doing nothing, in all its entities", non_negative=True),
        "bound_minor": minor("no plan brings more", non_negative=True),
        "gap_micro": micro("how far it may be from the best, as a share of it", "5000", non_negative=True, unit="millionths"),
        "nodes": whole("nodes that the solver looked at", "1", non_negative=True),
        "is_reproducible": flag("whether the same question has the same answer: not where a clock ended it"),
        "single_action": word("the best rule of one action", "markdown"),
        "single_minor": minor("what that rule would bring", non_negative=True),
        "made_by": ref("user", "who had it worked out"),
        **known(),
    },
    unique=(("entity_id", "code"), ("entity_id", "known_seq")),
)  # fmt: skip
