"""The lead schedule of an account: what the subledger holds of it beside the ledger, and how the ledger came to it."""

from lowmark.core.kinds.problems import Problem
from lowmark.reports.described import Cell, Column, Report, Row, Table
from lowmark.services.operations.roll_forward import OPERATION as ROLL_FORWARD
from lowmark.services.operations.statements import OPERATION as STATEMENTS
from lowmark.services.reporting.asking import Asking, at, during, words
from lowmark.services.stock.positions import Position, positions_at
from lowmark.store.ledger import lead, of_account
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Row as Found
from lowmark.store.session import reading


def describe(asking: Asking) -> Report:
    """Return the lead schedule of an account.

    Raises: Problem `bad_request` without an account or a date; `not_found` for an account that is not there.
    """
    as_of, code = asking.as_of(), asking.request.account
    if not code:
        raise Problem("bad_request", "a lead schedule is of an account", hint="say which", where={"field": "account"})
    entity, known_seq = asking.granted.entity, asking.known_seq
    with reading(asking.granted.scope("report")) as reader:
        account = of_account.account_by_code(reader, entity.id, code)
        if account is None:
            raise Problem("not_found", f"{entity.code} has no account {code!r}", hint="the trial balance shows them")
        plays = {role for (role, _), number in ledger_read.roles(reader, entity.id).items() if number == account["id"]}
        moved = lead.movement(reader, account_id=account["id"], book=asking.book, as_of=as_of, known_seq=known_seq,
                              year_from=entity.year_from(as_of))  # fmt: skip
        held = (
            positions_at(reader, entity, asking.book, as_of=as_of, known_seq=known_seq)
            if plays & {"inventory", "allowance"}
            else []
        )
    shown = asking.ask(STATEMENTS, as_of=as_of, book=asking.book.code, known_seq=known_seq, compare="prior_year_end")
    line = next((one for one in shown.lines if one.statement == "trial_balance" and one.account == code), None)
    ledger = line.posted_minor if line else 0
    named = f"{account['code']} {account['name']}"
    tables = [_movement(named, moved, ledger, during(entity.year_from(as_of), as_of), shown.trial_balance)]
    for role, sign in (("inventory", 1), ("allowance", -1)):
        if role in plays:
            tables.insert(0, _tied(named, _subledger(asking, role, held), sign, ledger, at(as_of)))
    return asking.described(title=f"Lead schedule: {named}", as_of=as_of, tables=tables,
                            notes=("Debits are positive and credits negative.",))  # fmt: skip


def _subledger(asking: Asking, role: str, held: list[Position]) -> list[tuple[str, str, int | None, int]]:
    """Return what the subledger holds: code, name, quantity and amount of each item, and of each overlay."""
    of_items: dict[tuple[str, str], list[Position]] = {}
    for one in held:
        if not one.owner:
            of_items.setdefault((one.item, one.name), []).append(one)
    name = "value_minor" if role == "inventory" else "allowance_minor"
    rows: list[tuple[str, str, int | None, int]] = [
        (code, title, sum(one.quantity_micro for one in some), sum(getattr(one, name) for one in some))
        for (code, title), some in of_items.items()
    ]
    if role == "allowance":
        as_of = asking.as_of()
        rolled = asking.ask(ROLL_FORWARD, first_on=asking.granted.entity.year_from(as_of), last_on=as_of,
                            book=asking.book.code, known_seq=asking.known_seq)  # fmt: skip
        rows += [("", f"Overlay: {line.name}", None, line.closing_minor) for line in rolled.lines if line.is_overlay]
    return [row for row in rows if row[3]]


def _tied(named: str, rows: list[tuple[str, str, int | None, int]], sign: int, ledger: int, period: str) -> Table:
    """Return the subledger item by item, its sum, the ledger's balance and the difference."""
    columns = (Column("Item"), Column("Name", width=4), Column("Quantity", "quantity"), Column("Amount", "money"))
    found = [Row(cells=(code, name, quantity, sign * amount)) for code, name, quantity, amount in rows]
    total = sum(sign * row[3] for row in rows)
    lines = len(found)
    found += [
        Row(cells=("", "Per subledger", None, total), style="subtotal", adds=tuple(range(lines))),
        Row(cells=("", "Per ledger", None, ledger)),
        Row(cells=("", "Difference", None, total - ledger), style="total", adds=(lines,), less=(lines + 1,)),
    ]
    return Table(title=f"{named}: subledger to ledger", period=period, columns=columns, rows=tuple(found))


def _movement(named: str, moved: list[Found], ledger: int, period: str, outside: str) -> Table:
    """Return how the year took the account from its opening balance to its closing one, event by event."""
    columns = (Column("", width=3), Column("Entries", "count"), Column("Debit", "money"), Column("Credit", "money"),
               Column("Balance", "money"))  # fmt: skip
    before = sum(row["before_minor"] for row in moved)
    rows = [Row(cells=("Opening balance", None, None, None, before))]
    for row in (one for one in moved if one["entries"]):
        net = row["debit_minor"] - row["credit_minor"]
        sides: tuple[Cell, Cell] = (row["debit_minor"] or None, row["credit_minor"] or None)
        rows.append(Row(cells=(words(row["event"]), row["entries"], *sides, net), level=1))
    debit, credit = sum(row["debit_minor"] for row in moved), sum(row["credit_minor"] for row in moved)
    closing = before + debit - credit
    entries = sum(row["entries"] for row in moved)
    lines = tuple(range(len(rows)))
    rows.append(Row(cells=("Closing balance", entries, debit, credit, closing), style="total", adds=lines))
    if closing != ledger:
        why = f"In trial balance {outside} and not in our entries" if outside else "Not in these entries"
        stated = ("Per statements", None, None, None, ledger)
        rows += [Row(cells=(why, None, None, None, ledger - closing)),
                 Row(cells=stated, style="total", adds=(len(lines), len(lines) + 1))]  # fmt: skip
    return Table(title=f"{named}: movement in the ledger", period=period, columns=columns, rows=tuple(rows))
