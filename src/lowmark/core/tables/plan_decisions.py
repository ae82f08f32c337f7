"""A plan decision: what people decided of an action of a plan, and on which day."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

PLAN_STATUSES = ("accepted", "rejected", "withdrawn", "done")

PLAN_DECISION = Noun(
    name="plan_decision",
    grain="one decision on one action of a plan: the last one is its status",
    room="fact",
    app="runs",
    hashed=True,
    columns={
        "id": identity("the decision"),
        "entity_id": ref("entity", "whose goods"),
        "plan_action_id": ref("plan_action", "on which action"),
        "status": word("what it is from then on", choices=PLAN_STATUSES),
        "decided_on": day("from when"),
        "document": word("the document under which it is carried out; empty where it is not", "MAPLE-2026-10-31-1-7"),
        "draft": word("canonical JSON: the operation that carries it out, with its fields", '{"operation":"transfer"}'),
        "because": word("why", "The shop has asked for them"),
        "decided_by": ref("user", "who"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
    indexes=(("plan_action_id",),),
)
