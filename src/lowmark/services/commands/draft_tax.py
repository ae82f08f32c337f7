"""Draft the tax on a run's charge: the very lines that `impact` shows, for another person to approve with the run."""

from lowmark.core.journal.manual import Draft, DraftLine, hash_of
from lowmark.core.kinds.day import to_day
from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book, find_run
from lowmark.services.ledgers.figures import stated_at, taxed
from lowmark.services.ledgers.journals import faults, keep
from lowmark.services.ledgers.run_tax import tax_lines
from lowmark.services.operations.draft_journal import Response
from lowmark.services.operations.draft_tax import OPERATION, Request
from lowmark.store.entities import read as entities_read
from lowmark.store.ledger import read as ledger_read
from lowmark.store.session import Writer


def draft_tax(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Draft one journal, named after the run.

    Locks:  the document's name, after the key; the entity clock last.
    Raises: Problem `not_found`; `refused` where there is no tax, or the journal is there; `bad_tax_rate`,
            `deductible_beyond_charge`, `missing_role`.
    """
    entity = granted.entity

    def work(writer: Writer) -> Done:
        run = find_run(writer, granted, request.run)
        book = find_book(writer, entity, run["book"])
        document = f"tax of run {request.run}"
        lock_key(writer, entity.id, f"journal:{book.id}:{document}")
        stated = stated_at(writer, granted, book, as_of=run["as_of"], run=request.run,
                           known_seq=entities_read.known_seq(writer, entity.id))  # fmt: skip
        effect = taxed(stated, currency=book.currency, tax_rate=request.tax_rate, deductible_now=request.deductible_now)
        codes = {account["id"]: account["code"] for account in ledger_read.accounts(writer, entity.id)}
        draft = Draft(
            document=document, kind="once", purpose="ordinary", first_on=to_day(run["as_of"]), until_on=None,
            origin_year=None, because=f"tax at {request.tax_rate} on the charge of run {request.run}",
            lines=tuple(DraftLine(account=codes[account], amount_minor=amount)
                        for account, amount in tax_lines(effect, ledger_read.roles(writer, entity.id)).items()),
        )  # fmt: skip
        if wrong := faults(writer, granted, book, draft):
            raise Problem("refused", "; ".join(fault.message for fault in wrong), hint=wrong[0].hint)
        digest = keep(writer, granted, book, draft)
        assert digest == hash_of(draft)
        response = Response(
            entity=entity.code, book=book.code, document=document, accepted=True, state="drafted",
            amount_minor=sum(max(line.amount_minor, 0) for line in draft.lines), currency=book.currency,
            journal_hash=digest.hex(),
        )  # fmt: skip
        return Done(response, f"journal {document}", after_hash=digest)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
