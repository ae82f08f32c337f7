"""A period event: who opened, trued up, closed or reopened a period, when, and what the books said."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

PERIOD_EVENT = Noun(
    name="period_event",
    grain="one opening, truing up, closing or reopening of one period",
    room="fact",
    app="entities",
    hashed=True,
    columns={
        "id": identity("the period event"),
        "entity_id": ref("entity", "whose period"),
        "period_id": ref("period", "the period"),
        "event": word("what happened", choices=("opened", "trued_up", "closed", "reopened")),
        "by_user": ref("user", "who did it"),
        "because": word("why", ""),
        "statement_hash": digest("SHA-256 of the trial balance at that moment", nullable=True),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
