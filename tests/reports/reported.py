"""Reports of tests: what is common to all, and names that would do something if they were read and not shown."""

from datetime import date

from lowmark.reports.described import Column, Report, Row, Table

DAY = date(2026, 10, 31)
HOSTILE = (
    '#panic("x")', "=1+1", "+1", "-1", "@SUM(A1)", "$x$", "*bold* _it_ `raw`", "\\ \\u{41} ~ --- // no", "] } ) [ { (", '"quoted"',
    "<b>&amp;</b>", "#let x = 1; #x", "&P&N&[Page]", "https://example.org", "现金 ☃", "Tent\x1b[2J\u202e", "'apostrophe",
)  # fmt: skip


def table(
    *rows: Row, columns: tuple[Column, ...] = (Column("", width=3), Column("CAD", "money")), title="Figures"
) -> Table:
    return Table(title=title, period="At 31 October 2026", columns=columns, rows=rows)


def report(*tables: Table, currency="CAD", **said) -> Report:
    told = {"code": "figures", "title": "Figures", "entity": "MAPLE", "entity_name": "Maple & Co", "book": "ifrs",
            "framework": "ifrs", "period": "At 31 October 2026", "as_of": DAY, "known_seq": 1042, "notes": ()}  # fmt: skip
    return Report(**told | {"currency": currency, "tables": tables} | said)


def balance_sheet(*, off_by: int = 0) -> Table:
    """Two lines and their sum, which is right unless it is said to be off."""
    return table(
        Row(cells=("Assets", None), style="heading"),
        Row(cells=("Inventories", 1_234_567_89), level=1, note="IAS 2.36(b)"),
        Row(cells=("Allowance", -9_95), level=1),
        Row(cells=("Total assets", 1_234_557_94 + off_by), style="total", adds=(1, 2)),
        title="Statement of financial position",
    )
