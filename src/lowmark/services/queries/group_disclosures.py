"""The note on inventories of a group, held against its consolidated statements figure by figure."""

from dataclasses import asdict

from lowmark.core.frameworks.reporting import requirements
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.problems import Problem
from lowmark.core.statements.disclosures import Fact, disclose
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.areas import area_in_force
from lowmark.services.groups.gathering import Asked, gather_group
from lowmark.services.groups.notes import FAIR_VALUE, GroupNotes, group_notes
from lowmark.services.ledgers.notes import LIFO_RESERVE, policy_words
from lowmark.services.operations.group_disclosures import AllowanceLine, ExpenseLine, Line, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import groups as groups_store
from lowmark.store.session import reading


def group_disclosures(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the note of a consolidation, made of what its members' records say now.

    Raises: Problem `not_found` without a consolidation; `no_rate` for an allowance that was there before the year; and as
            `gather_group` does.
    """
    entity = granted.entity
    with reading(granted.scope("report")) as reader:
        kept = groups_store.consolidations(reader, entity.id)
    header = next((row for row in kept if request.consolidation in {"", row["code"]}), None)
    if header is None:
        raise Problem(
            "not_found", f"{entity.code} has no consolidation {request.consolidation!r}", hint="consolidate first"
        )
    asked = Asked.from_json(header["asked"])
    found = gather_group(asked, actor=actor, granted=granted)
    with reading(found.group.scope()) as reader:
        area = area_in_force(reader, entity_id=entity.id, framework=found.book.framework, area="disclosure", on=asked.as_of,
                             known_seq=entities_read.known_seq(reader, entity.id), book_id=found.book.id)  # fmt: skip
        notes = group_notes(reader, found, as_of=asked.as_of)
    told = disclose(facts=_facts(request, found.book.currency, notes), requirements=requirements(area.values))
    lines = tuple(_line(row, notes) for row in told.table.iter_rows(named=True))
    stale = [] if found.consolidated.run_hash == header["run_hash"] else [
        f"{header['code']} would be another consolidation now, and the note is of that [stale]"
    ]  # fmt: skip
    return Response(
        entity=entity.code, consolidation=header["code"], framework=found.book.framework, first_on=notes.first_on,
        as_of=asked.as_of, currency=found.book.currency, members=tuple(sorted(found.figures)), lines=lines,
        allowance=_allowance(notes), expense_minor=notes.statement["recognised_as_expense"],
        expenses=tuple(ExpenseLine(nature=name, amount_minor=amount) for name, amount in notes.expenses.items() if amount),
        faults=(*map(str, told.faults), *_apart(lines, notes), *stale),
    )  # fmt: skip


def _facts(request: Request, currency: str, notes: GroupNotes) -> list[Fact]:
    """Return the facts that the members' records have, and those that only people can say."""
    carrying = {
        name: amount - notes.held_by_class.get(name, 0)
        for name, amount in notes.gross_by_class.items() if amount or notes.held_by_class.get(name)
    }  # fmt: skip
    of_class = "goods by class, less profit within the group"
    facts = [
        Fact(name="policy", words=policy_words(notes.methods), tied_to="policies of the members"),
        Fact(name="gross", amount_minor=sum(notes.gross_by_class.values()), tied_to=of_class),
        Fact(name="allowance", amount_minor=notes.total.closing_minor, tied_to="roll-forward, closing"),
        Fact(name="carrying", amount_minor=sum(notes.gross_by_class.values()) - notes.total.closing_minor,
             tied_to=f"{of_class}, less roll-forward, closing"),
        Fact(name="carrying_by_class", by_class=carrying, tied_to=f"{of_class}, and allowance"),
        Fact(name="recognised_as_expense", amount_minor=sum(notes.expenses.values()), tied_to="cost of sales by nature"),
        Fact(name="write_downs", amount_minor=notes.total.charged_minor, tied_to="roll-forward, charged"),
        Fact(name="reversals", amount_minor=-notes.total.reversed_minor, tied_to="roll-forward, reversed"),
        Fact(name="commitment_losses", amount_minor=notes.losses_minor, tied_to="losses on commitments, less recoveries"),
        Fact(name=FAIR_VALUE, amount_minor=notes.fair_value_minor, tied_to="tests of the members"),
        Fact(name="lifo_reserve", amount_minor=-notes.gross_by_class.get(LIFO_RESERVE, 0), tied_to="the LIFO reserves"),
    ]  # fmt: skip
    if request.circumstances.strip():
        facts.append(Fact(name="circumstances_of_reversals", words=request.circumstances, tied_to="told by people"))
    if request.pledged:
        pledged = parse_minor(request.pledged, currency)
        facts.append(Fact(name="pledged", amount_minor=pledged, tied_to="told by people"))
    return facts


def _line(row: dict[str, object], notes: GroupNotes) -> Line:
    """Return a fact beside the statements' own figure of it."""
    amount = row["amount_minor"] if isinstance(row["amount_minor"], int) else None
    stated = None if row["class"] or amount is None else notes.statement.get(str(row["fact"]))
    return Line(
        paragraph=str(row["paragraph"]), label=str(row["label"]), item_class=str(row["class"]), concept=str(row["concept"]),
        amount_minor=amount, statement_minor=stated, words=str(row["words"] or ""), tied_to=str(row["tied_to"]),
        difference_minor=0 if stated is None or amount is None else amount - stated,
    )  # fmt: skip


def _allowance(notes: GroupNotes) -> tuple[AllowanceLine, ...]:
    """Return the roll-forward: a row a member, the group's own test, the total."""
    rows = [(member, notes.allowance[member], False) for member in sorted(notes.allowance)]
    rows += [("", notes.test, False)] if any(asdict(notes.test).values()) else []
    return tuple(
        AllowanceLine(member=member, is_total=is_total, **asdict(each))
        for member, each, is_total in (*rows, ("", notes.total, True))
    )


def _apart(lines: tuple[Line, ...], notes: GroupNotes) -> list[str]:
    """Say which figures are not those of the statements, whether or not a framework asks for them."""
    faults = [f"{line.label}: {line.amount_minor}, and the statements have {line.statement_minor} [differs_from_statements]"
              for line in lines if line.difference_minor]  # fmt: skip
    total = notes.total
    if "allowance" in notes.statement and total.closing_minor != notes.statement["allowance"]:
        faults.append(f"the roll-forward closes with {total.closing_minor}, and the statements have "
                      f"{notes.statement['allowance']} [differs_from_statements]")  # fmt: skip
    return faults
