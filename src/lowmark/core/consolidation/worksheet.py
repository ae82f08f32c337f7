"""The worksheet of a consolidation, and the statements of the group.

Before this: the consolidation book. After this: doors. A row is an account: what the members come to, what each kind of
elimination does to it, and what the group has. Results carry the sign of the statements: income and equity are positive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lowmark.core.consolidation.book import KINDS, Line
from lowmark.core.consolidation.reported import Chart

CREDIT: Final = ("liability", "equity", "income")
RESULTS: Final = ("income", "expense")
STATEMENTS: Final = (("balance_sheet", ("asset", "liability", "equity")), ("income_statement", RESULTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetRow:
    """One account: members together, eliminations by kind, the group. Debits less credits."""

    account: str
    name: str
    section: str
    members_minor: int
    eliminations_minor: tuple[int, ...]
    group_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One line of a statement of the group, on the side on which it usually stands."""

    statement: str
    section: str
    caption: str
    amount_minor: int
    is_total: bool = False


ELIMINATIONS: Final = KINDS[1:]
"""The kinds of entries beside the members' own figures, in the order of a row's eliminations."""


def worksheet(*, lines: Iterable[Line], chart: Chart) -> tuple[WorksheetRow, ...]:
    """Return a row an account, in the order of the chart.

    Domain: members and eliminations add up to the group, and every column adds up to nothing.
    """
    sums: dict[str, dict[str, int]] = {}
    for line in lines:
        of_account = sums.setdefault(line.account, {})
        of_account[line.kind] = of_account.get(line.kind, 0) + line.amount_minor
    rows = []
    for code, kinds in sums.items():
        account = chart.accounts[code]
        rows.append(WorksheetRow(
            account=code, name=account.name, section=account.section, members_minor=kinds.get("translated", 0),
            eliminations_minor=tuple(kinds.get(kind, 0) for kind in ELIMINATIONS), group_minor=sum(kinds.values()),
        ))  # fmt: skip

    assert sum(row.group_minor for row in rows) == 0
    sections = [section for _, group in STATEMENTS for section in group]
    return tuple(
        sorted(rows, key=lambda row: (sections.index(row.section), chart.accounts[row.account].sort_order, row.account))
    )


def group_statements(*, rows: Sequence[WorksheetRow], chart: Chart, others_minor: int) -> tuple[StatementLine, ...]:
    """Return the balance sheet and the income statement of the group, with what is whose of the result.

    Domain: the result stands in equity until the year is closed; what other owners have of it is theirs already.
    """
    captions: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.section, chart.accounts[row.account].caption)
        signed = -row.group_minor if row.section in CREDIT else row.group_minor
        captions[key] = captions.get(key, 0) + signed
    result = sum(
        amount if section == "income" else -amount for (section, _), amount in captions.items() if section in RESULTS
    )
    lines = []
    for statement, sections in STATEMENTS:
        for section in sections:
            of_section = [(caption, amount) for (where, caption), amount in captions.items() if where == section]
            if section == "equity":
                of_section.append(("Result of the year", result))
            lines += [StatementLine(statement=statement, section=section, caption=caption, amount_minor=amount)
                      for caption, amount in of_section]  # fmt: skip
            lines.append(StatementLine(statement=statement, section=section, caption=f"Total {section}",
                                       amount_minor=sum(amount for _, amount in of_section), is_total=True))  # fmt: skip
    for caption, amount in (("Result of the year", result), ("of which of other owners", others_minor),
                            ("of which of the parent", result - others_minor)):  # fmt: skip
        lines.append(StatementLine(statement="income_statement", section="income", caption=caption, amount_minor=amount,
                                   is_total=True))  # fmt: skip
    return tuple(lines)
