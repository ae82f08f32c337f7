"""Import changes of what receipts cost."""

from typing import Any

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.importing.outcome import Outcome, Refusal
from lowmark.services.recording.late.changes import plan_changes
from lowmark.services.recording.planned import Plan
from lowmark.services.recording.write import write
from lowmark.store.session import Writer, reading


def import_cost_changes(frame: pl.DataFrame, *, granted: Granted, document: str, **_: Any) -> Outcome | Refusal:
    """Plan changes in a snapshot; write them under the pen."""
    with reading(granted.scope()) as reader:
        planned = plan_changes(reader, entity=granted.entity, documents=frame, document=document)
    if not planned.problems.is_empty():
        return Refusal(planned.problems)
    user_id = granted.user_id
    assert user_id is not None  # Importing takes a role, and roles are people's.

    def write_it(writer: Writer) -> Refusal | None:
        written = write(writer, planned, documents=frame, user_id=user_id)
        return Refusal(written.problems) if isinstance(written, Plan) else None

    return Outcome(write_it, notes=planned.notes)
