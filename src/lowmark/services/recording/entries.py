"""Turn what the journal stage made into entries to be written. Shared by everything that posts from frames."""

from lowmark.core.journal.entries import Journalised
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.periods import fiscal_year
from lowmark.store.entities.read import Entity
from lowmark.store.ledger.write import NewEntry, NewLine


def new_entries(
    journalised: Journalised,
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
            fiscal_year=fiscal_year(to_day(row["accounting_on"]), entity.fiscal_year_start_month),
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
