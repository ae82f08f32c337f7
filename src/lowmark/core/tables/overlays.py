"""An overlay: a change of allowance at the level of a class, without lots, that a run proposes and people decide."""

from lowmark.core.tables.noun import Noun, day, identity, minor, ref, word

OVERLAY_KINDS = (
    "opening", "charge", "reverse", "release", "use", "acquisition", "disposal", "translation", "held_for_sale",
    "restatement", "transfer", "other",
)  # fmt: skip

OVERLAY = Noun(
    name="overlay",
    grain="one change of allowance at the level of a class of goods, with what it rests on",
    room="fact",
    app="runs",
    columns={
        "id": identity("the overlay"),
        "entity_id": ref("entity", "whose stock"),
        "run_id": ref("run", "the run that proposes it, whose preparer is its author"),
        "item_class": word("the class of goods", "finished_goods"),
        "kind": word("column of the roll-forward", choices=OVERLAY_KINDS),
        "reason": word("reason code, with accounts of its own", "price_decline"),
        "amount_minor": minor("change of allowance; negative takes it away"),
        "held_minor": minor("allowance of the class before, lots and overlays"),
        "cost_minor": minor("cost of the class", non_negative=True),
        "evidence": word("the document that it rests on", "AUDIT-2026-07"),
        "expires_on": day("the day by which it is decided again; null for none", nullable=True),
    },
    unique=(("entity_id", "run_id"),),
)
