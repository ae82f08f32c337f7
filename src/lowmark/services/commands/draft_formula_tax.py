"""Draft the tax on what a change of formula that goes back makes of earlier years, for another person to approve.

A year has a journal of its own, for beside later ones that year is shown with its tax. Retained earnings bear it; on the other side
it is deferred, or payable. With the journals of the years before, that of a year comes to the tax on the effect at its end.
"""

from lowmark.core.journal.manual import Draft, DraftLine
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.problems import Problem
from lowmark.core.kinds.rate import parse_rate_micro
from lowmark.core.tables.journal_drafts import FORMULA_CHANGE_TAX
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.changing.finding import find_change
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.ledgers.changed_formulas import Changed, changed_formulas, name_of_tax, tax_by_year
from lowmark.services.ledgers.journals import faults, keep
from lowmark.services.operations.draft_formula_tax import DUE, OPERATION, Journal, Request, Response
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.ledger import journals
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Writer

STANDS_ON = dict(zip(DUE, ("deferred_tax_asset", "income_tax_payable"), strict=True))


def draft_formula_tax(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Draft the journals of a change, all or none.

    Locks:  the changes of the entity, after the key; the entity clock last.
    Raises: Problem `not_found`; `refused` where it does nothing to earlier years, there is no tax, or it is drafted already;
            `bad_tax_rate`, `missing_role`, `bad_request`.
    """
    entity, rate = granted.entity, parse_rate_micro(request.tax_rate)
    if request.due not in DUE:
        raise Problem("bad_request", f"tax is not due {request.due[:40]!r}", hint=f"say {' or '.join(DUE)}")

    def work(writer: Writer) -> Done:
        book = find_book(writer, entity, "")
        lock_key(writer, entity.id, "formula-changes")
        change = _changed(writer, granted, book, request)
        taxes = tax_by_year(change.effects, rate)
        if not taxes:
            raise Problem("refused", f"at {request.tax_rate} there is no tax on the change {request.document}",
                          hint="give the rate at which its effect is taxed")  # fmt: skip
        drafts = [_draft(writer, granted, book, request, change, year, tax) for year, tax in taxes.items()]
        hashes = [_kept(writer, granted, book, draft) for draft in drafts]
        response = Response(
            entity=entity.code, book=book.code, document=request.document, on=change.on, currency=book.currency,
            cumulative_effect_minor=change.cumulative_minor, cumulative_tax_minor=sum(taxes.values()),
            journals=tuple(
                Journal(document=draft.document, year=year, tax_minor=tax, journal_hash=digest.hex(),
                        profit_minor=-sum(one.amount_minor for one in change.effects if one.year == year))
                for draft, digest, (year, tax) in zip(drafts, hashes, taxes.items(), strict=True)
            ),
        )  # fmt: skip
        return Done(response, f"tax on change of formula {request.document}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _changed(writer: Writer, granted: Granted, book: Book, request: Request) -> Changed:
    """Return what a change does to earlier years.

    Raises: Problem `not_found`, `refused`.
    """
    row = find_change(writer, granted.entity, book, request.document)
    known_seq = entities_read.known_seq(writer, granted.entity.id)
    changes = changed_formulas(writer, granted.entity, book, known_seq=known_seq)
    found = next((one for one in changes if one.document == request.document), None)
    if found is None:
        said = "not approved" if row["decision"] != "approved" else f"applied {row['application'].replace('_', ' ')}"
        raise Problem("refused", f"change {request.document} is {said}, and does nothing to earlier years",
                      hint="only an approved change that goes back, and differs in them, has tax")  # fmt: skip
    return found


def _draft(  # noqa: PLR0917
    writer: Writer, granted: Granted, book: Book, request: Request, change: Changed, year: int, tax_minor: int
) -> Draft:
    """Return the journal of a year: what it bears more of tax is less of retained earnings.

    Raises: Problem `missing_role`, `refused`.
    """
    roles = ledger_read.roles(writer, granted.entity.id)
    codes = {account["id"]: account["code"] for account in ledger_read.accounts(writer, granted.entity.id)}
    role = STANDS_ON[request.due]
    if (role, "") not in roles:
        raise Problem("missing_role", f"no account plays {role}", hint="give the role to an account of the chart")
    sides = ((roles["retained_earnings", ""], tax_minor), (roles[role, ""], -tax_minor))
    return Draft(
        document=_name(writer, book, name_of_tax(request.document, year)), kind="once",
        purpose=FORMULA_CHANGE_TAX, first_on=to_day(change.on), until_on=None, origin_year=year,
        because=f"tax at {request.tax_rate} on what change of formula {request.document} makes of {year}",
        lines=tuple(DraftLine(account=codes[account], amount_minor=amount) for account, amount in sides),
    )  # fmt: skip


def _name(writer: Writer, book: Book, name: str) -> str:
    """Return the name of a journal; one that was returned before has another.

    Raises: Problem `refused`.
    """
    document, nth = name, 1
    while (row := journals.draft(writer, book.id, document)) is not None:
        if row["decision"] != "returned":
            raise Problem(
                "refused", f"there is a journal {document!r} already", hint="decide on it: it is drafted once"
            )
        nth += 1
        document = f"{name}, {nth}"
    return document


def _kept(writer: Writer, granted: Granted, book: Book, draft: Draft) -> bytes:
    """Write a draft; return its hash.

    Raises: Problem `refused`.
    """
    if wrong := faults(writer, granted, book, draft):
        raise Problem("refused", "; ".join(fault.message for fault in wrong), hint=wrong[0].hint)
    return keep(writer, granted, book, draft)
