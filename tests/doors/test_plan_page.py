"""The page of a plan: its figures foot, each action leads to its reason, and only who may decide can."""

from datetime import date

from lowmark.doors.web.pages import plan
from lowmark.doors.web.tables import table
from lowmark.services.operations.plan import Action, Response
from tests.doors.test_pages import page


def action(line_no: int, kind: str, gain_minor: int, *, status: str = "proposed") -> Action:
    return Action(
        line_no=line_no, status=status, action=kind, cause="excess", item="TENT <b>", lot="L-1", location="Main", order_line="",
        to_entity="", to_location="", partner="ACME", quantity_micro=3_000_000, spend_minor=1_00, gain_minor=gain_minor,
        without_minor=50, saves_minor=gain_minor - 50, next_best="scrap", held_by="", by_on=date(2026, 12, 1), why="Because",
    )  # fmt: skip


LINES = (
    action(1, "vendor_return", 9_00),
    action(2, "liquidate", 4_00, status="accepted"),
    action(3, "liquidate", 2_00, status="done"),
)
SHOWN = Response(
    entity="MAPLE", plan="MAPLE-2026-10-31-1", entities="MAPLE", as_of=date(2026, 10, 31), horizon_days=180, known_seq=7,
    currency="CAD", risk_minor=20_00, plan_minor=15_00, bound_minor=16_00, gap_micro=62_500, nodes=1, is_reproducible=False,
    single_action="liquidate", single_minor=6_00, gain_minor=15_00, spend_minor=3_00, lines=LINES,
)  # fmt: skip


def shown(chosen: Action | None, *, may_decide: bool = True):
    columns = plan._columns("/MAPLE/plan", SHOWN)
    laid = table({}, SHOWN.lines, columns=columns, currency="CAD", caption="Actions")
    return page("plan.html", shown=SHOWN, table=laid, chosen=chosen, kinds=plan._kinds(SHOWN), make="/make",
                may_decide=may_decide, steps=plan._steps(chosen))  # fmt: skip


def test_the_actions_foot_and_each_leads_to_its_reason():
    read = shown(None)
    assert {"15.00", "3.00", "13.50"} <= set(read.cells)
    assert "/MAPLE/plan?plan=MAPLE-2026-10-31-1&line=2" in read.links
    assert plan._kinds(SHOWN) == [("vendor_return", 1, 9_00, 100), ("liquidate", 2, 6_00, 66)]


def test_what_can_be_decided_goes_by_the_status():
    assert [status for status, _words in plan._steps(LINES[0])] == ["accepted", "rejected"]
    assert [status for status, _words in plan._steps(LINES[1])] == ["done", "withdrawn"]
    assert plan._steps(LINES[2]) == ()
    assert "decided_on" in shown(LINES[0]).ids
    assert "decided_on" not in shown(LINES[0], may_decide=False).ids
    assert "decided_on" not in shown(LINES[2]).ids


def test_without_a_plan_there_is_nothing_to_decide():
    assert "decided_on" not in page("plan.html", shown=None, make="").ids
