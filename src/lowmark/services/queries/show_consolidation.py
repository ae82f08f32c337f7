"""A consolidation as it was made, beside what its members report now."""

from typing import Any

from lowmark.core import flow_group
from lowmark.core.consolidation.book import Line as BookLine
from lowmark.core.consolidation.reported import Chart
from lowmark.core.consolidation.worksheet import ELIMINATIONS, WorksheetRow
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.groups.charts import group_chart
from lowmark.services.groups.gathering import Asked, gather_group
from lowmark.services.groups.members import visible
from lowmark.services.operations.show_consolidation import Entry, Line, Member, Profit, Request, Response, Row
from lowmark.store.ledger import groups as groups_store
from lowmark.store.session import reading

COLUMNS = {
    "balances": "balances_minor", "sales": "sales_minor", "opening_profit": "profit_minor",
    "closing_profit": "profit_minor", "tax_on_profit": "profit_minor", "retest": "retest_minor",
    "investment": "investment_minor", "non_controlling": "non_controlling_minor",
}  # fmt: skip
"""The column of the worksheet that each kind of entry is in."""


def show_consolidation(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return a consolidation of a group, and whether it would be another one now.

    Raises: Problem `not_found`; `not_granted` without a grant on each of its members, whose figures it holds.
    """
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        found = groups_store.consolidations(reader, entity.id)
        header = next((row for row in found if request.consolidation in {"", row["code"]}), None)
        if header is None:
            raise Problem(
                "not_found", f"{entity.code} has no consolidation {request.consolidation!r}", hint="consolidate first"
            )
        members = groups_store.members_of(reader, header["id"])
        rows = groups_store.lines_of(reader, header["id"])
        chart = group_chart(reader, entity.id, find_book(reader, entity, ""))
    seen = visible(actor, granted)
    if unseen := sorted(row["member"] for row in members if row["method"] == "full" and row["member"] not in seen):
        raise Problem("not_granted", f"{actor.username} has no grant on {', '.join(unseen)}",
                      hint="ask the administrator of each member for a role in it")  # fmt: skip
    asked = Asked.from_json(header["asked"])
    stale_because, changed = _stale(header, members, asked, actor, granted)
    lines = tuple(BookLine(row["entry_no"], row["kind"], row["member"], row["counterparty"], row["account"],
                           row["amount_minor"], row["because"]) for row in rows)  # fmt: skip
    sheet = flow_group.worksheet(lines=lines, chart=chart)
    return Response(
        entity=entity.code, consolidation=header["code"], as_of=header["as_of"], framework=header["framework"],
        currency=header["currency"], run_hash=header["run_hash"].hex(), stale=bool(stale_because),
        stale_because=stale_because, prepared_by=header["prepared_by"] or "",
        members=tuple(
            Member(member=row["member"], method=row["method"], share=row["share"], figures_of=row["figures_of"],
                   late=bool(row["is_late"]), changed=row["member"] in changed)
            for row in members
        ),
        worksheet=tuple(_row(row) for row in sheet), profits=_profits(lines),
        entries=tuple(
            Entry(entry=line.entry, kind=line.kind, member=line.entity, counterparty=line.counterparty,
                  account=line.account, amount_minor=line.amount_minor, because=line.because)
            for line in lines if line.kind != "translated"
        ),
        lines=_statements(sheet, chart, lines),
        events=tuple(f"{event.entity} {event.on}: {event.words}" for event in asked.events),
    )  # fmt: skip


def _stale(
    header: dict[str, Any], members: list[dict[str, Any]], asked: Asked, actor: Actor, granted: Granted
) -> tuple[str, set[str]]:
    """Return why a consolidation would be another one now, and whose figures have changed."""
    try:
        now = gather_group(asked, actor=actor, granted=granted)
    except Problem as problem:
        return f"it could not be made now: {problem.message}", set()
    told = {row["member"]: row["figures_hash"] for row in members if row["method"] == "full"}
    changed = {code for code, figures in now.figures.items() if told.get(code) != figures.figures_hash}
    if now.consolidated.run_hash == header["run_hash"]:
        return "", changed
    if changed:
        return f"{', '.join(sorted(changed))} report other figures now", changed
    return "rates, ownership, rules, stock or periods have changed since", changed


def _row(row: WorksheetRow) -> Row:
    sums = dict.fromkeys(COLUMNS.values(), 0)
    for kind, amount in zip(ELIMINATIONS, row.eliminations_minor, strict=True):
        sums[COLUMNS[kind]] += amount
    return Row(account=row.account, name=row.name, section=row.section, members_minor=row.members_minor,
               group_minor=row.group_minor, **sums)  # fmt: skip


def _profits(lines: tuple[BookLine, ...]) -> tuple[Profit, ...]:
    """Return the profit in stock by pair: an entry's credit to stock or to cost of sales is what it is of."""
    ends: dict[tuple[str, str], dict[str, int]] = {}
    for line in lines:
        if line.kind in {"opening_profit", "closing_profit"}:
            pair = ends.setdefault((line.entity, line.counterparty), {})
            first = line.kind not in pair
            # The first line of an entry is its debit: of retained earnings, or of the cost of sales.
            if first:
                pair[line.kind] = line.amount_minor
    return tuple(
        Profit(seller=seller, holder=holder, opening_minor=both.get("opening_profit", 0),
               realised_minor=-both.get("opening_profit", 0), added_minor=both.get("closing_profit", 0),
               closing_minor=both.get("closing_profit", 0))
        for (seller, holder), both in sorted(ends.items())
    )  # fmt: skip


def _statements(sheet: tuple[WorksheetRow, ...], chart: Chart, lines: tuple[BookLine, ...]) -> tuple[Line, ...]:
    others = sum(
        line.amount_minor for line in lines
        if line.kind == "non_controlling" and line.account == chart.roles["attributed_income"]
    )  # fmt: skip
    stated = flow_group.group_statements(rows=sheet, chart=chart, others_minor=others)
    return tuple(
        Line(statement=line.statement, section=line.section, caption=line.caption, amount_minor=line.amount_minor,
             is_total=line.is_total)
        for line in stated
    )  # fmt: skip
