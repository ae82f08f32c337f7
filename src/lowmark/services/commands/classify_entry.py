"""Classify a late entry, as the rules propose or otherwise for a reason.

A material error leaves the result of its year for the opening retained earnings. The entry itself stays as it was posted, and so
do the years before: comparatives are restated where they are shown. Sources: IAS 8.36, 8.41, 8.42; ASC 250-10-45-17, 250-10-45-23.
"""

from dataclasses import replace

from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.late_entries import Proposed
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.late_entries import propose_classification
from lowmark.services.operations.classify_entry import AS_PROPOSED, CLASSES, OPERATION, Request, Response
from lowmark.services.periods import share_open_periods
from lowmark.store.entities.read import Book
from lowmark.store.ledger import classifications
from lowmark.store.ledger import read as ledger_read
from lowmark.store.ledger.write import NewEntry, NewLine, Written, write_entries
from lowmark.store.session import Row, Writer

EVENT = "prior_period_adjustment"


def classify_entry(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record what an entry is and, of a material error, take it out of the result.

    Locks:  the entry's name, after the key; its period, shared; the entity clock last.
    Raises: Problem `not_found`; `refused` when it is classified already or belongs to its own year; `period_closed`;
            `bad_request` where it is not what the rules propose and nothing says why.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        book = find_book(writer, entity, request.book)
        lock_key(writer, entity.id, f"classify:{book.id}:{request.entry}")
        entry = _find(writer, granted, request, book)
        lines = classifications.result_lines(writer, entry["id"])
        result = sum(amount for _, amount in lines)
        proposed = propose_classification(
            writer, granted, book, entry, origin_year=request.origin_year, result_minor=result
        )
        classified = "" if request.only_propose else _decided(request, proposed)
        answer = Response(
            entity=entity.code, book=book.code, entry=request.entry, classified=classified, proposed=proposed.classified,
            reasons=proposed.reasons, origin_year=request.origin_year, result_minor=result, currency=book.currency,
            restating="",
        )  # fmt: skip
        if request.only_propose:
            return Done(answer, f"entry {request.entry}", "proposed")
        because = _because(request, proposed)
        restating = _restated(writer, granted, book, entry, lines) if classified == "material_error" else None
        sequences, recorded_at = writer.tick(entity.id, 1)
        classifications.classify(writer, {
            "entity_id": entity.id, "book_id": book.id, "entry_id": entry["id"], "classified": classified,
            "origin_year": request.origin_year, "restating_id": None if restating is None else restating.id,
            "because": because, "classified_by": granted.user_id, "known_seq": sequences[0],
            "recorded_at": recorded_at,
        })  # fmt: skip
        response = replace(answer, restating="" if restating is None else restating.name)
        return Done(response, f"entry {request.entry}", because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _decided(request: Request, proposed: Proposed) -> str:
    """Return what it is.

    Raises: Problem `bad_request`.
    """
    if request.classified not in CLASSES:
        raise Problem("bad_request", f"no entry is a {request.classified[:40]!r}", hint=f"one of {', '.join(CLASSES)}")
    decided = proposed.classified if request.classified == AS_PROPOSED else request.classified
    if decided != proposed.classified and not request.because.strip():
        raise Problem("bad_request", f"the rules propose {proposed.classified}: {'; '.join(proposed.reasons)}",
                      hint="say why it is something else")  # fmt: skip
    return decided


def _because(request: Request, proposed: Proposed) -> str:
    """Return why, for whoever reads it later: a person's words, and what the rules said where these are others."""
    said = "; ".join(proposed.reasons)
    if request.classified in {AS_PROPOSED, proposed.classified}:
        return request.because.strip() or said
    return f"{request.because.strip()} (the rules proposed {proposed.classified}: {said})"


def _find(writer: Writer, granted: Granted, request: Request, book: Book) -> Row:
    """Return the entry that is named.

    Raises: Problem `not_found`, `refused`.
    """
    journal, _, rest = request.entry.partition("/")
    year, _, number = rest.partition("/")
    found = None
    if year.isdigit() and number.isdigit():
        found = ledger_read.entry_by_number(writer, book.id, journal, int(year), int(number))
    if found is None:
        raise Problem("not_found", f"book {book.code} has no entry {request.entry[:60]!r}", hint="write stock/2026/17")
    if found["event"] in ledger_read.FORMULA_RESTATED:
        raise Problem("refused", f"entry {request.entry} is what a change of formula does to earlier years",
                      hint="a change of policy is neither an error nor an estimate")  # fmt: skip
    if request.origin_year >= granted.entity.fiscal_year(found["accounting_on"]):
        raise Problem("refused", f"entry {request.entry} counts in no later year than {request.origin_year}",
                      hint="only what belongs to an earlier fiscal year is classified")  # fmt: skip
    if classifications.is_classified(writer, found["id"]):
        raise Problem("refused", f"entry {request.entry} is classified already", hint="a classification stands")
    return found


def _restated(writer: Writer, granted: Granted, book: Book, entry: Row, lines: list[tuple[int, int]]) -> Written | None:
    """Post what takes a material error out of the result of its year, on its own day; nothing where it touched none.

    Raises: Problem `period_closed`.
    """
    if not lines:
        return None
    entity, on = granted.entity, entry["accounting_on"]
    assert granted.user_id is not None
    share_open_periods(writer, entity.id, [on], hint="classify before its period is closed")
    retained = ledger_read.roles(writer, entity.id)["retained_earnings", ""]
    left = sum(amount for _, amount in lines)
    turned = [(account, -amount) for account, amount in lines] + ([(retained, left)] if left else [])
    new = NewEntry(
        journal="general", fiscal_year=entity.fiscal_year(on), accounting_on=on, event=EVENT, source="manual",
        document=f"restated {entry['journal']}/{entry['fiscal_year']}/{entry['number']}",
        lines=tuple(NewLine(account_id=account, amount_minor=amount, reason="", item_class="") for account, amount in turned),
    )  # fmt: skip
    sequences, recorded_at = writer.tick(entity.id, 1)
    (written,) = write_entries(
        writer, [new], entity_id=entity.id, book_id=book.id, posted_by=granted.user_id, sequences=sequences,
        recorded_at=recorded_at,
    )  # fmt: skip
    return written
