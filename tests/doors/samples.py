"""Responses such as services give, to be laid out: hostile names, an amount below zero, a value that nobody knows."""

from datetime import date

from lowmark.services.operations import (
    demo,
    explain,
    import_table,
    list_runs,
    roll_forward,
    show_run,
    statements,
    verify,
)

DAY = date(2026, 10, 31)
NAME = "Tent <b>2</b> \x1b[2J\u202e"


def run_line(item, change_minor, *, value_minor: int | None = 114_00, lot=""):
    return show_run.Line(
        item=item,
        name=NAME,
        lot=lot,
        quantity_micro=12_500_000,
        cost_minor=140_00,
        value_minor=value_minor,
        carrying_minor=114_00,
        required_minor=26_00,
        held_minor=26_00 - change_minor,
        change_minor=change_minor,
        evidence_kind="post_period_sale",
        evidence_lines=3,
        reason="price_decline",
        state="proposed",
    )


RUN = show_run.Response(
    kind="test",
    because="",
    entity="MAPLE",
    entity_name="Maple & Co",
    book="ifrs",
    framework="ifrs",
    run="2026-10-31/1",
    state="proposed",
    as_of=DAY,
    known_seq=1042,
    since_snapshot=2,
    run_hash="ab" * 32,
    policy_hash="cd" * 32,
    prepared_by="ada",
    decided_by="",
    channel="",
    currency="CAD",
    tested=3,
    findings=1,
    cost_minor=1_280_00,
    carrying_minor=1_228_00,
    required_minor=52_00,
    held_minor=28_50,
    change_minor=23_50,
    lines=(run_line("TENT-2", 26_00, lot="L 1"), run_line("TYRE", -2_50, value_minor=None)),
)


def statement_line(statement, caption, account, posted, change, *, is_total=False):
    return statements.Line(
        statement=statement,
        section="assets",
        caption=caption,
        account=account,
        posted_minor=posted,
        change_minor=change,
        pro_forma_minor=posted + change,
        is_total=is_total,
    )


STATEMENTS = statements.Response(
    entity="MAPLE",
    entity_name="Maple & Co",
    book="ifrs",
    framework="ifrs",
    as_of=DAY,
    from_on=date(2026, 1, 1),
    known_seq=1050,
    currency="CAD",
    run="2026-10-31/1",
    net_income_minor=1_000_00,
    net_income_pro_forma_minor=-23_50,
    lines=(
        statement_line("trial_balance", "Inventory", "1310", 1_280_00, 0),
        statement_line("trial_balance", "Total", "", 0, 0, is_total=True),
        statement_line("balance_sheet", "Allowance", "1390", -28_50, -23_50),
        statement_line("balance_sheet", "Total assets", "", 1_251_50, -23_50, is_total=True),
        statement_line("income_statement", "Write-downs", "5300", 0, 23_50),
    ),
)


def rolled(name, charged, used, *, is_overlay=False):
    nothing = dict.fromkeys((one for one in roll_forward.Line.__dataclass_fields__ if one.endswith("_minor")), 0)
    moved = {"opening_minor": 28_50, "charged_minor": charged, "used_on_scrap_minor": used}
    return roll_forward.Line(
        name=name, is_overlay=is_overlay, **{**nothing, **moved, "closing_minor": sum(moved.values())}
    )


ROLLED = roll_forward.Response(
    entity="MAPLE",
    book="ifrs",
    first_on=date(2026, 1, 1),
    last_on=DAY,
    known_seq=1050,
    currency="CAD",
    lines=(rolled(NAME, 23_50, -12_00), rolled("supplies", 0, 0, is_overlay=True)),
    total=rolled("Total", 23_50, -12_00),
    ledger=rolled("Ledger", 23_50, -12_00),
    difference_minor=0,
    held_minor=40_00,
    overlay_minor=28_50,
    overlays=(
        roll_forward.Overlay(
            run="2026-05-01/1",
            item_class="supplies",
            accounting_on=date(2026, 5, 1),
            kind="acquisition",
            reason="obsolete",
            amount_minor=28_50,
            author="ada",
            because=NAME,
            evidence="SPA-1",
            expires_on=DAY,
            is_expired=True,
        ),
    ),
)

CHAIN = explain.Response(
    entity="MAPLE",
    subject="item TENT-2",
    currency="CAD",
    known_seq=9,
    steps=(
        explain.Step(
            depth=0, what="item", name="TENT-2", words="on hand", quantity_micro=5_000_000, amount_minor=-12_34
        ),
        explain.Step(depth=1, what="cost_layer", name="R-1", words=NAME),
        explain.Step(depth=2, what="move", name="R-1/1", words="received", source="IAS 2.10"),
        explain.Step(depth=1, what="evidence", name="LIST-10/1", words="a price"),
    ),
)

RUNS = list_runs.Response(
    entity="MAPLE",
    lines=(
        list_runs.Line(
            run="2026-10-31/1",
            book="ifrs",
            as_of=DAY,
            state="proposed",
            prepared_by="ada",
            proposals=2,
            change_minor=-23_50,
            currency="CAD",
        ),
    ),
)

REFUSED_IMPORT = import_table.Response(
    table="stock_moves",
    file="moves.csv",
    file_hash="00",
    accepted=False,
    repeated=False,
    rows_read=2,
    rows_valid=1,
    rows_rejected=1,
    quantity_micro=0,
    value_minor=0,
    currency="CAD",
    problems=(
        import_table.BadRow(
            document="moves.csv",
            sheet="",
            row=3,
            column="quantity",
            value="\x1b]0;x\x07",
            code="bad_quantity",
            message="not a plain decimal number",
            hint="write 1.5",
        ),
    ),
)

FAULTY = verify.Response(
    clean=False,
    checks=(verify.Check(name="entries_balance", meaning="debits are credits", examined=12_345, faults=("entry 5",)),),
)

DEMO = demo.Response(
    entities=tuple(
        demo.EntitySummary(
            entity=code,
            name=f"{code.title()} Ltd",
            currency=currency,
            gross_minor=1_234_567,
            allowance_minor=-5,
            net_minor=1_234_562,
            charged_minor=4,
            reversed_minor=0,
            net_income_before_minor=6,
            net_income_after_minor=-7,
            top=("TENT-2 by 4",),
        )
        for code, currency in (("MAPLE", "CAD"), ("SAKURA", "JPY"))
    ),
    moves=4_000,
    clean=True,
    personas=("ada", "ben"),
)
