"""Turn what the journal stage made into entries to be written. Shared by everything that posts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lowmark.core.journal.one import EntryDraft
from lowmark.store.entities.read import Entity
from lowmark.store.ledger.write import NewEntry, NewLine

if TYPE_CHECKING:
    from lowmark.core.journal.entries import Journalised  # It imports polars, which one posting does without.


def new_entries(
    journalised: "Journalised",
    *,
    entity: Entity,
    run_id: int | None = None,
    approval_id: int | None = None,
    policy_hash: bytes | None = None,
) -> list[NewEntry]:
    """Return the entries in their order, each with its lines, and with what they rest on."""
    lines = {
        key[0]: part.rows(named=True) for key, part in journalised.lines.partition_by("entry", as_dict=True).items()
    }
    return [
        NewEntry(
            journal=row["journal"],
            fiscal_year=entity.fiscal_year(row["accounting_on"]),
            accounting_on=row["accounting_on"], event=row["event"], document=row["document"],
            lines=tuple(
                NewLine(account_id=line["account_id"], amount_minor=line["amount_minor"], reason=line["reason"],
                        item_class=line["item_class"])
                for line in lines[row["entry"]]
            ),
            run_id=run_id, approval_id=approval_id, policy_hash=policy_hash,
        )
        for row in journalised.entries.iter_rows(named=True)
    ]  # fmt: skip


def entries_of(drafts: Sequence[EntryDraft], *, entity: Entity) -> list[NewEntry]:
    """Return the entries of drafts, in their order."""
    return [
        NewEntry(
            journal=draft.journal, accounting_on=draft.accounting_on, event=draft.event, document=draft.document,
            fiscal_year=entity.fiscal_year(draft.accounting_on),
            lines=tuple(NewLine(account_id=line.account_id, amount_minor=line.amount_minor, reason=line.reason,
                                item_class=line.item_class) for line in draft.lines),
        )
        for draft in drafts
    ]  # fmt: skip
