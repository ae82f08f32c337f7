"""A task signature: a person's word that a task of a period's close is done, is passed for a reason, or is neither after all."""

from lowmark.core.tables.noun import Noun, digest, flag, identity, known, ref, word
from lowmark.core.tables.task_assignments import TASKS

TASK_SIGNATURE = Noun(
    name="task_signature",
    grain="one task of one period signed or passed, or that withdrawn",
    room="fact",
    app="entities",
    hashed=True,
    columns={
        "id": identity("the task signature"),
        "entity_id": ref("entity", "whose close"),
        "period_id": ref("period", "of which period"),
        "task": word("which task", choices=TASKS),
        "signed": flag("signed or passed, or withdrawn"),
        "passed": flag("not done in this period, and passed for that reason"),
        "because": word(
            "what was found, or why it is passed, in the words of who signed", "counted by two, no differences"
        ),
        "evidence_hash": digest("SHA-256 of what the signature is on: the snapshot, a count sheet", nullable=True),
        "signed_by": ref("user", "who signed"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
