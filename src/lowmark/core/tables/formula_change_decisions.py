"""A decision on a change of formula: by somebody else than who drafted it, bound to the figures that were shown."""

from lowmark.core.tables.noun import Noun, digest, identity, known, ref, word

FORMULA_CHANGE_DECISION = Noun(
    name="formula_change_decision",
    grain="one decision on one change of formula",
    room="fact",
    app="stock",
    hashed=True,
    columns={
        "id": identity("the decision"),
        "entity_id": ref("entity", "whose goods"),
        "formula_change_id": ref("formula_change", "the change decided on"),
        "decision": word("what was decided", choices=("approved", "returned")),
        "figures_hash": digest("the hash of what was shown: the change, and the goods that go over"),
        "decided_by": ref("user", "who decided"),
        "step_up_id": ref("step_up", "the fresh proof of identity that it rests on"),
        "comment": word("in the approver's words", ""),
        **known(),
    },
    unique=(("entity_id", "known_seq"), ("entity_id", "formula_change_id")),
)
