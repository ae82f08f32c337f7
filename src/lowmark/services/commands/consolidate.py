"""Consolidate a group and keep the entries: read and counted outside the ledger's transaction, written in a short one."""

from typing import Any

from lowmark.core import flow_group
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.groups.asked import asked_of
from lowmark.services.groups.gathering import Asked, GatheredGroup, gather_group
from lowmark.services.operations.consolidate import OPERATION, Line, Request, Response
from lowmark.store.ledger.groups import consolidations, write_consolidation
from lowmark.store.session import Writer


def consolidate(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Consolidate a group at a date as its members' figures are known now.

    Raises: as `gather_group` does.
    """
    asked = asked_of(as_of=request.as_of, tax_rates=request.tax_rates, figures_of=request.figures_of,
                     events=request.events, accept_late=request.accept_late)  # fmt: skip
    found = gather_group(asked, actor=actor, granted=granted)

    def work(writer: Writer) -> Done:
        entity = granted.entity
        before = sum(row["as_of"] == request.as_of for row in consolidations(writer, entity.id))
        code = f"{request.as_of.isoformat()}/{before + 1}"
        sequences, recorded_at = writer.tick(entity.id, 1)
        header = {
            "entity_id": entity.id, "code": code, "as_of": request.as_of, "framework": found.book.framework,
            "currency": found.book.currency, "policy_hash": found.policy_hash,
            "run_hash": found.consolidated.run_hash, "asked": asked.to_json(), "prepared_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }  # fmt: skip
        write_consolidation(writer, header, members_rows(found, asked), lines_rows(found))
        response = _response(request, code, found)
        return Done(response, f"consolidation {code}", request.because, after_hash=found.consolidated.run_hash)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def members_rows(found: GatheredGroup, asked: Asked) -> list[dict[str, Any]]:
    """Return a row for each member, those that are listed among them."""
    rows = []
    for member in (*found.consolidated.members, *found.consolidated.listed):
        figures = found.figures.get(member.entity)
        rows.append({
            "member": member.entity, "method": member.method, "share": str(member.share),
            "figures_of": asked.as_of if figures is None else figures.reported.as_of,
            "as_known_seq": 0 if figures is None else figures.known_seq,
            "is_late": figures is not None and figures.reported.is_late,
            "figures_hash": b"" if figures is None else figures.figures_hash,
        })  # fmt: skip
    return rows


def lines_rows(found: GatheredGroup) -> list[dict[str, Any]]:
    """Return a row for each line, in the order of the entries."""
    return [
        {"line_no": place, "entry_no": line.entry, "kind": line.kind, "member": line.entity,
         "counterparty": line.counterparty, "account": line.account, "amount_minor": line.amount_minor,
         "because": line.because}
        for place, line in enumerate(found.consolidated.lines, start=1)
    ]  # fmt: skip


def _response(request: Request, code: str, found: GatheredGroup) -> Response:
    done = found.consolidated
    rows = flow_group.worksheet(lines=done.lines, chart=found.chart)
    stated = flow_group.group_statements(rows=rows, chart=found.chart, others_minor=sum(done.others_minor.values()))
    return Response(
        entity=request.entity, consolidation=code, as_of=request.as_of, framework=found.book.framework,
        currency=found.book.currency, run_hash=done.run_hash.hex(), members=len(done.members), listed=len(done.listed),
        late=done.late, entries=done.lines[-1].entry if done.lines else 0,
        profit_in_stock_minor=int(found.closing["profit_minor"].sum()),
        lines=tuple(Line(statement=line.statement, section=line.section, caption=line.caption,
                         amount_minor=line.amount_minor, is_total=line.is_total) for line in stated),
    )  # fmt: skip
