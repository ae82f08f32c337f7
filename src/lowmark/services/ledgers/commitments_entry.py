"""What a test of contracts changes of what is held, line of an order by line, and the entry that this makes.

Before this: `test_commitments`. After this: `commitments` shows it, `draft-commitments` drafts it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lowmark.core.journal.posting_rules import accounts_for
from lowmark.services.ledgers.commitments import Tested

EVENTS = {"used": "commitment_used", "charged": "commitment_loss", "reversed": "commitment_recovery"}
"""What each kind of change posts."""


def changes_of(tested: Tested) -> list[dict[str, Any]]:
    """Return what a test changes, line by line: document, line, kind, amount_minor, quantity_micro, none of them nothing."""
    open_ = {row["order_line"]: row for row in tested.contracts.iter_rows(named=True)}
    there = {(row["document"], row["line"]): row["quantity_micro"] for row in open_.values()}
    return [
        {"document": document, "line": line, "kind": kind, "amount_minor": amount,
         "quantity_micro": there.get((document, line), 0)}
        for document, line, kind, amount in _changes(tested, open_) if amount
    ]  # fmt: skip


def _changes(tested: Tested, open_: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[str, str, str, int]]:
    for (document, line), amount in sorted(tested.used.items()):
        yield document, line, "used", amount
    for losses in (tested.purchases.losses, tested.sales):
        for row in losses.iter_rows(named=True):
            contract = open_[row["contract"]]
            for kind in ("charged", "reversed"):
                yield contract["document"], contract["line"], kind, row[f"{kind}_minor"]


def entry_of(tested: Tested, roles: Mapping[tuple[str, str], int]) -> dict[tuple[int, str], int]:
    """Return debits less credits by account and class of goods.

    Raises: Problem `missing_role`.
    """
    sums: dict[tuple[int, str], int] = {}
    for change in changes_of(tested):
        debit, credit = accounts_for(event=EVENTS[change["kind"]], reason="", roles=roles)
        item_class = tested.classes[change["document"], change["line"]]
        for account, amount in ((debit, change["amount_minor"]), (credit, -change["amount_minor"])):
            sums[account, item_class] = sums.get((account, item_class), 0) + amount
    return {key: amount for key, amount in sorted(sums.items()) if amount}
