"""Show a run as an approver sees it: what is proposed, what binds, on which evidence, and what came since."""

import polars as pl

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_run
from lowmark.services.names import named
from lowmark.services.operations.show_run import Line, Request, Response
from lowmark.store.runs import read as runs_read
from lowmark.store.session import reading


def show_run(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a run's header, totals and proposals, the largest first.

    Raises: Problem `not_found`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        run = find_run(reader, granted, request.run)
        found = named(reader, entity, runs_read.assessments(reader, run["id"]))
        approval = runs_read.approval(reader, run["id"])
        since = runs_read.facts_since(reader, entity.id, run["snapshot_seq"])
    proposed = found.filter(pl.col("proposal_id").is_not_null())
    return Response(
        entity=entity.code, entity_name=entity.name, book=run["book"], framework=run["framework"], run=run["code"],
        kind=run["kind"], because=run["because"],
        state=run["state"], as_of=run["as_of"], known_seq=run["snapshot_seq"], since_snapshot=since,
        run_hash=bytes(run["run_hash"]).hex(), policy_hash=bytes(run["policy_hash"]).hex(),
        prepared_by=run["preparer"] or "", decided_by=approval["decided_by"] if approval else "",
        channel=run["channel"], currency=run["currency"], tested=found.height,
        findings=found.filter(pl.col("finding") != "").height, cost_minor=int(found["cost_minor"].sum()),
        carrying_minor=int(found["carrying_minor"].sum()), required_minor=int(found["required_minor"].sum()),
        held_minor=int(found["held_minor"].sum()), change_minor=int(proposed["change_minor"].sum()),
        lines=tuple(
            Line(item=row["item_code"], name=row["item_name"], lot=row["lot_code"],
                 quantity_micro=row["quantity_micro"], cost_minor=row["cost_minor"], value_minor=row["value_minor"],
                 carrying_minor=row["carrying_minor"], required_minor=row["required_minor"],
                 held_minor=row["held_minor"], change_minor=row["change_minor"],
                 evidence_kind=row["evidence_kind"] or "", evidence_lines=row["evidence_lines"],
                 reason=row["reason"] or "price_decline", state=row["state"])
            for row in proposed.iter_rows(named=True)
        ),
    )  # fmt: skip
