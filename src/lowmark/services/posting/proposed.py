"""The entries that a run would make, whatever its kind, before anybody posts it.

Before this: a run, with what it proposes. After this: statements pro forma, and what a run does to figures and ratios.
"""

from lowmark.core import flow
from lowmark.core.journal.entries import Journalised
from lowmark.services.posting.overlays import overlay_journal
from lowmark.services.posting.since import since
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book, Entity
from lowmark.store.ledger import read as ledger_read
from lowmark.store.runs import read as runs_read
from lowmark.store.session import Reader, Row


def journal_of(reader: Reader, entity: Entity, book: Book, run: Row) -> Journalised:
    """Return the entries of a run, on everything that has happened since its date."""
    if run["kind"] == "overlay":
        return overlay_journal(reader, entity, run)
    shares = runs_read.shares(reader, run["id"])
    known_seq = entities_read.known_seq(reader, entity.id)
    return flow.post_run(
        shares=shares, after=since(
            reader, book=book, as_of=run["as_of"], changed=set(shares["pool"].unique()), known_seq=known_seq
        ),
        roles=ledger_read.roles(reader, entity.id), as_of=run["as_of"], document=f"run {run['code']}",
        fiscal_year=entity.fiscal_year(run["as_of"]),
        kinds=runs_read.kinds(reader, run["id"]),
    ).journal  # fmt: skip
