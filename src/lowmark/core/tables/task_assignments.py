"""A task assignment: who does a task of a period's close, and until when; the latest row is in force."""

from lowmark.core.tables.noun import Noun, day, identity, known, ref, word

TASKS = (
    "cut_off",
    "freeze",
    "snapshot",
    "tie_out",
    "counts",
    "evidence",
    "run",
    "review",
    "approve",
    "post",
    "disclose",
    "lock",
)
"""The tasks of a close, in their order."""

TASK_ASSIGNMENT = Noun(
    name="task_assignment",
    grain="one task of one period given to one person",
    room="fact",
    app="entities",
    hashed=True,
    columns={
        "id": identity("the task assignment"),
        "entity_id": ref("entity", "whose close"),
        "period_id": ref("period", "of which period"),
        "task": word("which task", choices=TASKS),
        "owner": ref("user", "who does it; null for nobody yet", nullable=True),
        "due_on": day("until when; null without a day", nullable=True),
        "assigned_by": ref("user", "who gave it"),
        **known(),
    },
    unique=(("entity_id", "known_seq"),),
)
