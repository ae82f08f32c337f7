"""The group's chart: the accounts of the entity at its head, with those that only a group has; and the maps to it."""

from dataclasses import dataclass
from typing import cast

from lowmark.core.consolidation.reported import Chart, GroupAccount, Section
from lowmark.core.consolidation.translation import RateKind
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.group_charts import read_group_chart
from lowmark.store.entities.read import Book
from lowmark.store.ledger import groups as groups_store
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Reader, Row

OF_LEDGER = {
    "inventory": "inventory", "revenue": "revenue", "cost_of_sales": "cost_of_sales",
    "retained_earnings": "retained_earnings", "translation_difference": "currency_translation", "allowance": "allowance",
}  # fmt: skip
"""Parts in the group's book that accounts of the head's own ledger play already."""

WRITE_DOWN = ("write_down_expense", "price_decline")
AT: dict[str, RateKind] = {
    "asset": "closing", "liability": "closing", "equity": "historical", "income": "average", "expense": "average"
}  # fmt: skip
CAPITAL = "share_capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """Where an account of a member goes."""

    group_account: str
    at: RateKind
    counterparty: str = ""
    is_investment: bool = False
    is_capital: bool = False


def group_chart(reader: Reader, entity_id: int, book: Book) -> Chart:
    """Return the chart of the group at whose head an entity stands."""
    added = read_group_chart(book.framework)
    rows = groups_store.chart_of(reader, entity_id)
    codes = {row["id"]: str(row["code"]) for row in rows}
    played = {role: codes[account] for (role, reason), account in ledger_read.roles(reader, entity_id).items()
              if not reason or (role, reason) == WRITE_DOWN}  # fmt: skip
    accounts = {each.code: GroupAccount(code=each.code, name=each.name, section=cast("Section", each.section),
                                        caption=each.caption, sort_order=each.sort_order) for each in added.accounts}  # fmt: skip
    for row in rows:
        accounts[str(row["code"])] = GroupAccount(
            code=str(row["code"]), name=str(row["name"]), section=row["section"], caption=str(row["caption"]),
            sort_order=int(row["sort_order"]),
        )  # fmt: skip
    roles = {part: played[role] for part, role in OF_LEDGER.items() if role in played} | dict(added.roles)
    return Chart(accounts=accounts, roles=roles | {"write_down": played[WRITE_DOWN[0]]})


def mapped(
    reader: Reader, *, member_id: int, member: str, head: str, chart: Chart, known_seq: int, used: list[Row]
) -> dict[int, Mapped]:
    """Return where each account that a member uses goes: as it was mapped, or to the account of the same code and section.

    Raises: Problem ``unmapped`` naming every account that goes nowhere.
    """
    said = groups_store.mappings(reader, member_id, head, known_seq=known_seq)
    capital = ledger_read.roles(reader, member_id).get((CAPITAL, ""))
    found: dict[int, Mapped] = {}
    nowhere = []
    for row in used:
        number, code, section = row["account_id"], str(row["code"]), str(row["section"])
        mapping = said.get(number)
        if mapping is not None and mapping["group_account"] in chart.accounts:
            found[number] = Mapped(
                group_account=mapping["group_account"], at=mapping["translated_at"], counterparty=mapping["counterparty"],
                is_investment=bool(mapping["is_investment"]), is_capital=bool(mapping["is_capital"]),
            )  # fmt: skip
        elif code in chart.accounts and chart.accounts[code].section == section:
            found[number] = Mapped(group_account=code, at=AT[section], is_capital=number == capital)
        else:
            nowhere.append(f"{code} {row['name']}")
    if nowhere:
        raise Problem("unmapped", f"accounts of {member} are not in the group's chart: {', '.join(nowhere)}",
                      hint="map-account says where each goes", where={"entity": member})  # fmt: skip
    return found
