"""Consolidate a group twice, without a member's run and with it, and say what differs."""

from lowmark.core import flow_group
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.groups.asked import asked_of
from lowmark.services.groups.gathering import GatheredGroup, gather_group
from lowmark.services.operations.group_impact import Line, Request, Response


def group_impact(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the group's statements before and after a run of a member; members that are late are taken as they are known.

    Raises: Problem `not_found` for a run, or a member, that is not there; and as `gather_group` does.
    """
    asked = asked_of(as_of=request.as_of, tax_rates=request.tax_rates, figures_of="", events="", accept_late=True)
    before = gather_group(asked, actor=actor, granted=granted)
    if request.member not in before.figures:
        raise Problem("not_found", f"{request.member} is not consolidated in {granted.entity.code}",
                      hint="group-close lists the members")  # fmt: skip
    after = gather_group(asked, actor=actor, granted=granted, runs={request.member: request.run})
    lines = _lines(before, after)
    undone, charged = (
        sum(getattr(each, name) for each in after.retests) - sum(getattr(each, name) for each in before.retests)
        for name in ("undone_minor", "charged_minor")
    )  # fmt: skip
    group = _result(before) - _result(after)
    return Response(
        entity=granted.entity.code, as_of=request.as_of, member=request.member, run=request.run, currency=before.book.currency,
        member_minor=group + undone - charged, undone_minor=undone, charged_minor=charged, group_minor=group, lines=lines,
    )  # fmt: skip


def _result(found: GatheredGroup) -> int:
    """Return the result of the group before tax and before what other owners have of it: credits less debits."""
    out = {found.chart.roles["tax_expense"], found.chart.roles["attributed_income"]}
    return -sum(
        line.amount_minor for line in found.consolidated.lines
        if line.account not in out and found.chart.accounts[line.account].section in {"income", "expense"}
    )  # fmt: skip


def _stated(found: GatheredGroup) -> dict[tuple[str, str, str, bool], int]:
    done = found.consolidated
    rows = flow_group.worksheet(lines=done.lines, chart=found.chart)
    stated = flow_group.group_statements(rows=rows, chart=found.chart, others_minor=sum(done.others_minor.values()))
    return {(line.statement, line.section, line.caption, line.is_total): line.amount_minor for line in stated}


def _lines(before: GatheredGroup, after: GatheredGroup) -> tuple[Line, ...]:
    was, is_ = _stated(before), _stated(after)
    return tuple(
        Line(statement=key[0], section=key[1], caption=key[2], is_total=key[3], before_minor=was.get(key, 0),
             after_minor=is_.get(key, 0), change_minor=is_.get(key, 0) - was.get(key, 0))
        for key in dict.fromkeys((*was, *is_))
    )  # fmt: skip
