"""The note on inventories that a framework asks for, held against the ledger figure by figure."""

from collections.abc import Mapping

from lowmark.core.frameworks.reporting import requirements
from lowmark.core.kinds.money import parse_minor
from lowmark.core.statements.disclosures import Fact, disclose, facts_of, schedule_ii
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.areas import area_in_force
from lowmark.services.finding import find_book
from lowmark.services.ledgers.changes_note import changes_note
from lowmark.services.ledgers.notes import LIFO_RESERVE, Notes, notes_at, policy_words
from lowmark.services.operations.disclosures import ExpenseLine, Line, Request, Response, ScheduleLine
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import reading


def disclosures(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the note of the fiscal year to a date.

    Raises: Problem `not_found` for an unknown book; `allowance_without_stock` where a class holds more than it costs.
    """
    del actor
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, request.book)
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        area = area_in_force(reader, entity_id=entity.id, framework=book.framework, area="disclosure",
                             on=request.as_of, known_seq=known_seq, book_id=book.id)  # fmt: skip
        notes = notes_at(reader, granted, book, as_of=request.as_of, known_seq=known_seq)
        asked = requirements(area.values)
        changes = changes_note(
            reader, granted, book, first_on=notes.first_on, as_of=request.as_of, known_seq=known_seq,
            paragraph=next((one.paragraph for one in asked if one.fact == "formula_change"), ""),
        )  # fmt: skip
    found = disclose(facts=[*_facts(request, book, notes), *changes.facts], requirements=asked)
    ledger = notes.ledger | dict(changes.ledger)
    lines = tuple(_line(row, ledger) for row in found.table.iter_rows(named=True))
    apart = [f"{line.label}: {line.amount_minor}, and the ledger has {line.ledger_minor} [differs_from_ledger]"
             for line in lines if line.difference_minor]  # fmt: skip
    schedule = schedule_ii(name=f"to {request.as_of}", allowance=notes.allowance)
    return Response(
        entity=entity.code, book=book.code, framework=book.framework, first_on=notes.first_on, as_of=request.as_of,
        known_seq=known_seq, currency=book.currency, lines=lines,
        schedule=tuple(ScheduleLine(column=row["column"], concept=row["concept"], amount_minor=row["amount_minor"])
                       for row in schedule.iter_rows(named=True)),
        expenses=tuple(ExpenseLine(nature=name, amount_minor=amount) for name, amount in notes.expenses.items()),
        expense_minor=notes.expense_minor, faults=(*map(str, found.faults), *apart),
        changes=changes.changes, adjusted=changes.adjusted,
    )  # fmt: skip


def _facts(request: Request, book: Book, notes: Notes) -> list[Fact]:
    """Return the facts that the books have, and those that only people can say."""
    facts = facts_of(
        gross_by_class=notes.gross_by_class,
        allowance=notes.allowance,
        policy=policy_words(notes.methods),
        recognised_as_expense_minor=sum(notes.expenses.values()),
    )
    losses = notes.ledger["commitment_losses"]
    facts.append(Fact(name="commitment_losses", amount_minor=losses, tied_to="losses on commitments, less recoveries"))
    reserve = -notes.gross_by_class.get(LIFO_RESERVE, 0)
    facts.append(Fact(name="lifo_reserve", amount_minor=reserve, tied_to="the account of the LIFO reserve"))
    if request.circumstances.strip():
        facts.append(Fact(name="circumstances_of_reversals", words=request.circumstances, tied_to="told by people"))
    if request.pledged:
        pledged = parse_minor(request.pledged, book.currency)
        facts.append(Fact(name="pledged", amount_minor=pledged, tied_to="told by people"))
    return facts


def _line(row: dict[str, object], of_ledger: Mapping[str, int]) -> Line:
    """Return a fact beside the ledger's own figure of it."""
    amount, own = row["amount_minor"], of_ledger.get(str(row["fact"]))
    ledger = own if isinstance(amount, int) and not row["class"] else None
    return Line(
        paragraph=str(row["paragraph"]), label=str(row["label"]), item_class=str(row["class"]),
        concept=str(row["concept"]), amount_minor=amount if isinstance(amount, int) else None, ledger_minor=ledger,
        difference_minor=amount - ledger if isinstance(amount, int) and ledger is not None else 0,
        words=str(row["words"] or ""), tied_to=str(row["tied_to"]),
    )  # fmt: skip
