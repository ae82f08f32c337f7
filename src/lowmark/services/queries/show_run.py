"""Show a run as an approver sees it: what is proposed, what binds, on which evidence, and what came since."""

from collections.abc import Sequence

from lowmark.core.kinds.quantity import MICRO
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_run
from lowmark.services.names import named
from lowmark.services.operations.show_run import Estimate, Level, Line, Market, Request, Response, Tier
from lowmark.store.runs import read as runs_read
from lowmark.store.runs import read_found
from lowmark.store.session import Row, reading
from lowmark.store.subledger.overlays import overlay


def show_run(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a run's header, totals and proposals, the largest first.

    Raises: Problem `not_found`.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        run = find_run(reader, granted, request.run)
        proposed = named(reader, entity, runs_read.assessments(reader, run["id"], proposed=True))
        tested = runs_read.tested(reader, run["id"])
        approval = runs_read.approval(reader, run["id"])
        since = runs_read.facts_since(reader, entity.id, run["snapshot_seq"])
        of_class = overlay(reader, run["id"])
        levels = levels_of(read_found.levels(reader, run["id"]))
        estimates = read_found.estimates_of_proposals(reader, run["id"])
        markets = read_found.markets_of_proposals(reader, run["id"])
        tiers = read_found.tiers_of_proposals(reader, run["id"])
        own, unverified = read_found.own_entries(reader, run["id"]), read_found.unverified(reader, run["id"])
    names = {
        number: {"item": item, "lot": lot}
        for number, item, lot in proposed.select("assessment_id", "item_code", "lot_code").iter_rows()
    }
    overlays = () if of_class is None else (_overlay(of_class, run["state"]),)
    sums = {name: int(tested[name]) + sum(getattr(line, name) for line in overlays) for name in SUMMED}
    return Response(
        entity=entity.code, entity_name=entity.name, book=run["book"], framework=run["framework"], run=run["code"],
        kind=run["kind"], because=run["because"],
        state=run["state"], as_of=run["as_of"], known_seq=run["snapshot_seq"], since_snapshot=since,
        run_hash=bytes(run["run_hash"]).hex(), policy_hash=bytes(run["policy_hash"]).hex(),
        prepared_by=run["preparer"] or "", decided_by=approval["decided_by"] if approval else "",
        channel=run["channel"], currency=run["currency"], tested=tested["units"] + len(overlays),
        findings=tested["findings"], **sums,
        change_minor=int(proposed["change_minor"].sum()) + sum(line.change_minor for line in overlays),
        lines=tuple(_line(row) for row in proposed.iter_rows(named=True)) + overlays,
        authorised_on=run["authorised_on"], unverified_minor=unverified, own_minor=own,
        own_micro=own * MICRO // max(sums["carrying_minor"], 1), levels=levels,
        estimates=tuple(Estimate(**names[row.pop("assessment_id")], **row) for row in estimates),
        markets=tuple(Market(**names[row.pop("assessment_id")], **row) for row in markets),
        tiers=tuple(Tier(**names[row.pop("assessment_id")], **row) for row in tiers),
    )  # fmt: skip


def levels_of(rows: Sequence[Row]) -> tuple[Level, ...]:
    """Return what each unit of account comes to, where they do not all come to the same."""
    found = tuple(
        Level(level=row["level"], groups=row["groups"], is_allowed=bool(row["is_allowed"]),
              is_chosen=bool(row["is_chosen"]), carrying_minor=row["carrying_minor"],
              required_minor=row["required_minor"])
        for row in rows
    )  # fmt: skip
    return found if len({one.required_minor for one in found}) > 1 else ()


SUMMED = ("cost_minor", "carrying_minor", "required_minor", "held_minor")


def _line(row: Row) -> Line:
    """Return a proposal."""
    return Line(
        item=row["item_code"], name=row["item_name"], lot=row["lot_code"], quantity_micro=row["quantity_micro"],
        cost_minor=row["cost_minor"], value_minor=row["value_minor"], carrying_minor=row["carrying_minor"],
        required_minor=row["required_minor"], held_minor=row["held_minor"], change_minor=row["change_minor"],
        evidence_kind=row["evidence_kind"] or "", evidence_lines=row["evidence_lines"],
        reason=row["reason"] or "price_decline", state=row["state"],
    )  # fmt: skip


def _overlay(found: Row, state: str) -> Line:
    """Return a change of a class in the columns of a proposal."""
    held, change = found["held_minor"], found["amount_minor"]
    return Line(
        item=found["item_class"], name=f"overlay: {found['kind'].replace('_', ' ')}", lot="", quantity_micro=0,
        cost_minor=found["cost_minor"], value_minor=None, carrying_minor=found["cost_minor"] - held - change,
        required_minor=held + change, held_minor=held, change_minor=change, evidence_kind=found["evidence"],
        evidence_lines=1, reason=found["reason"], state=state,
    )  # fmt: skip
