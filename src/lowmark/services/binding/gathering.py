"""Gather what a binder holds: a run's snapshot, policy, tests, evidence and files, decisions, entries, and the reports of it.

Before this: a run. After this: `packing`. Everything is read within the run's own entity; what came later than the posting
is left out, so that the binder of a posted run is the same whenever it is bound.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lowmark.core.kinds.problems import Problem
from lowmark.core.tables.runs import POSTED
from lowmark.reports.delimited import delimited
from lowmark.reports.described import Report, Table
from lowmark.reports.workbook import workbook
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.binding import tables
from lowmark.services.binding.packing import Bound
from lowmark.services.finding import find_book, find_run
from lowmark.services.names import named
from lowmark.services.operations import report, show_run
from lowmark.services.reporting.all_of_them import described
from lowmark.services.reporting.asking import Asking
from lowmark.services.testing import layers_at
from lowmark.store import spool
from lowmark.store.audit import read as audit_read
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.runs import binding
from lowmark.store.session import Reader, Row, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A run with its book, what was known before it was posted and after, what the store has of it, and its seals."""

    run: Row
    book: Book
    before_seq: int
    after_seq: int
    seals: list[Row]
    parts: tuple[Bound, ...]

    @property
    def is_posted(self) -> bool:
        """Whether the run is in the ledger."""
        return self.run["state"] in POSTED


def gather(granted: Granted, code: str) -> Gathered:
    """Return what the store has of a run.

    Raises: Problem `not_found`.
    """
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        run = find_run(reader, granted, code)
        book = find_book(reader, entity, run["book"])
        entries = binding.entries(reader, run["id"])
        before, after = _known(reader, entity.id, entries)
        decisions = binding.decisions(reader, run["id"])
        evidence = binding.evidence(reader, run["id"])
        layers = layers_at(reader, book, as_of=run["as_of"], known_seq=run["snapshot_seq"])
        open_ = named(reader, entity, layers).sort("item_code", "lot_code", "received_on", "layer")
        seals = _covering(audit_read.seals(reader, entity.id), after)
        hashes = sorted({bytes(row["file_hash"]) for row in evidence if row["file_hash"]})
        names = binding.files_named(reader, entity.id, hashes)
        rows = {
            "snapshot/layers": ("Layers open at the date as known at the snapshot", tables.SNAPSHOT,
                                [row for row in open_.iter_rows(named=True) if row["remaining_micro"]]),
            "tests/tiers": ("The test of every unit, tier by tier", tables.TESTS, binding.tests(reader, run["id"])),
            "tests/estimates": ("What every rule said of every unit, and why it binds or does not", tables.ESTIMATES,
                                binding.estimates(reader, run["id"])),
            "tests/markets": ("How the market of every tier came about, where it is measured at it", tables.MARKETS,
                              binding.markets(reader, run["id"])),
            "evidence/evidence": ("Evidence that the tests rest on, with the hash of the file that it came in",
                                  tables.EVIDENCE, evidence),
            "decisions/decisions": ("Reviews and approvals: who, why, what was shown and how they proved themselves",
                                    tables.DECISIONS, decisions),
            "entries/entries": ("Entries that the run was posted with", tables.ENTRIES, map(tables.sided, entries)),
            "seals/seals": ("Seals over the entity's facts, up to the first that covers the posting", tables.SEALS, seals),
        }  # fmt: skip
        found = [_csv(path, about, tables.table(about, columns, some), book.currency)
                 for path, (about, columns, some) in rows.items()]  # fmt: skip
        policy = binding.policy_text(reader, entity.id, run["policy_hash"])
    found.insert(0, Bound("run/policy.json", "The policy in force: its SHA-256 is the policy hash", policy.encode()))
    found += _files(hashes, names)
    return Gathered(run=run, book=book, before_seq=before, after_seq=after, seals=seals, parts=tuple(found))


def reports_of(gathered: Gathered, *, actor: Actor, granted: Granted) -> Iterator[Bound]:
    """Yield the reports of a run: proposals, roll-forward, note, and the statements before and after it."""
    run, code = gathered.run, granted.entity.code
    asking = Asking(request=report.Request(entity=code, report="run", as_of=run["as_of"], run=run["code"]),
                    actor=actor, granted=granted, book=gathered.book, known_seq=gathered.after_seq)  # fmt: skip
    shown: show_run.Response = asking.ask(show_run.OPERATION, run=run["code"])
    lines = ({name: getattr(line, name) for name in tables.PROPOSALS} for line in shown.lines)
    yield _csv("run/proposals", "What the run proposes, line by line", tables.table("Proposals", tables.PROPOSALS, lines),
               run["currency"])  # fmt: skip
    yield Bound("run/proposals.xlsx", "The same as a workbook", workbook(described(asking)))
    pro_forma = "" if gathered.is_posted else run["code"]
    for name, about, known_seq, proposed in (
        ("before", "Statements before the run", gathered.before_seq, ""),
        ("after", "Statements after the run" + (", pro forma" if pro_forma else ""), gathered.after_seq, pro_forma),
    ):
        yield from _report(_as(asking, "statements", known_seq, proposed), f"statements/{name}", about)
    for name, path, about in (("roll_forward", "roll-forward/roll-forward", "The allowance rolled forward to the date"),
                              ("disclosures", "notes/disclosures", "The note on inventories")):  # fmt: skip
        try:
            yield from _report(_as(asking, name, gathered.after_seq, ""), path, about)
        except Problem as problem:
            yield Bound(f"{path}.txt", f"{about}: why there is none", f"{problem}\n".encode())


def header(gathered: Gathered, entity: str, entity_name: str) -> dict[str, Any]:
    """Return what a binder says of itself."""
    run = gathered.run
    last = gathered.seals[-1] if gathered.seals else None
    return {
        "lowmark": "binder", "version": 1, "entity": entity, "entity_name": entity_name, "book": run["book"],
        "framework": run["framework"], "currency": run["currency"], "run": run["code"], "kind": run["kind"],
        "state": run["state"], "as_of": run["as_of"].isoformat(), "prepared_by": run["preparer"] or "",
        "because": run["because"], "snapshot_seq": run["snapshot_seq"], "known_seq": gathered.after_seq,
        "run_hash": bytes(run["run_hash"]).hex(), "snapshot_hash": bytes(run["snapshot_hash"]).hex(),
        "policy_hash": bytes(run["policy_hash"]).hex(),
        "checkpoint": {} if last is None else {
            "seal_no": last["seal_no"], "to_seq": last["to_seq"], "facts_root": bytes(last["facts_root"]).hex(),
            "chained": bytes(last["chained"]).hex(), "covers_the_posting": last["to_seq"] >= gathered.after_seq,
        },
    }  # fmt: skip


def _known(reader: Reader, entity_id: int, entries: list[Row]) -> tuple[int, int]:
    """Return what was known before a run was posted, and when it was; now, where it is not."""
    if not entries:
        now = entities_read.known_at(reader, entity_id, 0)
        return now, now
    return binding.commands_around(
        reader, entity_id, first_seq=entries[0]["known_seq"], last_seq=entries[-1]["known_seq"]
    )


def _covering(seals: list[Row], known_seq: int) -> list[Row]:
    """Return the seals up to the first that covers a sequence, or all of them."""
    covering = [place for place, seal in enumerate(seals) if seal["to_seq"] >= known_seq]
    return seals[: covering[0] + 1] if covering else seals


def _files(hashes: list[bytes], names: dict[bytes, str]) -> Iterator[Bound]:
    """Yield the very files that evidence came in, where they are kept."""
    for digest in hashes:
        content = spool.get(digest)
        if content is not None:
            name = re.sub(r"[^A-Za-z0-9._-]+", "-", names.get(digest, "file"))[-60:]
            yield Bound(f"evidence/files/{digest.hex()}-{name}", "A file that evidence came in", content)


def _as(asking: Asking, name: str, known_seq: int, run: str) -> Asking:
    """Return the same asking for another report."""
    compare = "prior_year_end" if name == "statements" else "none"
    return replace(asking, request=replace(asking.request, report=name, run=run, compare=compare), known_seq=known_seq)


def _report(asking: Asking, path: str, about: str) -> Iterator[Bound]:
    """Yield a report as CSV, table by table, and as a workbook."""
    found: Report = described(asking)
    for part in found.tables:
        tail = re.sub(r"[^a-z0-9]+", "-", part.title.casefold()).strip("-")
        yield _csv(f"{path}-{tail}" if len(found.tables) > 1 else path, f"{about}: {part.title}", part, found.currency)
    yield Bound(f"{path}.xlsx", f"{about}, as a workbook", workbook(found))


def _csv(path: str, about: str, part: Table, currency: str) -> Bound:
    return Bound(f"{path}.csv", about, delimited(part, currency=currency))
