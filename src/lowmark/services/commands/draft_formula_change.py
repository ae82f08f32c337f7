"""Draft a change of formula: judged by the framework's policy, kept as a fact, and done by nobody until another has approved it."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.changing.going_over import going_over
from lowmark.services.command import Done, lock_key, run_command
from lowmark.services.finding import find_book
from lowmark.services.formulas import cited, why_not
from lowmark.services.operations.change_of_method import FORMULAS
from lowmark.services.operations.draft_formula_change import OPERATION, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.entities.read import Book
from lowmark.store.session import Writer
from lowmark.store.stock import formulas


def draft_formula_change(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Keep a draft.

    Locks:  the changes of the entity, after the key; the entity clock last.
    Raises: Problem `bad_request`; `refused` for a formula that a book's framework does not have; `conflict` for a name that is
            taken.
    """
    _require_whole(request)

    def work(writer: Writer) -> Done:
        entity, book = granted.entity, find_book(writer, granted.entity, "")
        lock_key(writer, entity.id, "formula-changes")
        application = _application(writer, granted, request)
        replaces = request.replaces or book.method
        if replaces == request.method:
            raise Problem("bad_request", f"goods are costed by {replaces} already", hint="name another formula")
        if formulas.change(writer, book.cost_basis_id, request.document) is not None:
            raise Problem(
                "conflict", f"there is a change of formula {request.document!r} already", hint="choose another name"
            )
        _keep(writer, granted, book, request, replaces, application)
        row = formulas.change(writer, book.cost_basis_id, request.document)
        assert row is not None
        going = going_over(writer, entity, book, row)
        if going.items.is_empty():
            (why,) = (one for one in going.against if one.code == "no_goods")
            raise Problem("bad_request", why.message, hint=why.hint)
        response = Response(
            entity=entity.code,
            document=request.document,
            state="drafted",
            application=application,
            figures_hash=going.digest().hex(),
        )
        return Done(response, f"change of formula {request.document}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _require_whole(request: Request) -> None:
    """Raises: Problem `bad_request`."""
    if not request.document.strip() or not request.because.strip():
        raise Problem(
            "bad_request",
            "a change of formula has a name, and a reason",
            hint="say how it is called, and why it is made",
        )
    if request.method not in FORMULAS or request.replaces not in ("", *FORMULAS):
        raise Problem("bad_request", "goods go over from one formula that is a matter of choice to another",
                      hint=f"give {', '.join(FORMULAS)}")  # fmt: skip


def _application(writer: Writer, granted: Granted, request: Request) -> str:
    """Return how a change is applied, by the frameworks of all books of the entity.

    Raises: Problem `refused` for what one of them does not have; `bad_request` for a change that goes back, and does not begin a
            fiscal year.
    """
    entity, applications = granted.entity, set()
    known_seq = entities_read.known_seq(writer, entity.id)
    for book in entities_read.books(writer, entity.id):
        policy = policy_in_force(writer, entity_id=entity.id, framework=book.framework, on=request.begins_on,
                                 known_seq=known_seq, book_id=book.id).policy  # fmt: skip
        refusal = why_not(policy, request.method)
        if refusal is not None:
            raise Problem("refused", refusal[0], hint=refusal[1])
        if request.impracticable.strip():
            applications.add("from_a_day")
        elif request.method in policy.adopted_prospectively:
            applications.add("prospective")
        elif request.begins_on != entity.year_from(request.begins_on):
            raise Problem(
                "bad_request", f"under {policy.framework} this formula is applied as if it had always been"
                f"{cited(policy, 'inventories/adopted_prospectively')}, and {request.begins_on} begins no fiscal year",
                hint=f"begin on {entity.year_from(request.begins_on)}, or say why it is impracticable further back",
            )  # fmt: skip
        else:
            applications.add("retrospective")
    assert len(applications) == 1  # A formula is adopted from a day on by one framework alone, which no other has.
    return applications.pop()


def _keep(writer: Writer, granted: Granted, book: Book, request: Request, replaces: str, application: str) -> None:
    """Write the draft."""
    sequences, recorded_at = writer.tick(granted.entity.id, 1)
    formulas.write_change(writer, {
        "entity_id": granted.entity.id, "cost_basis_id": book.cost_basis_id, "document": request.document,
        "replaces": replaces, "method": request.method, "item_class": request.item_class, "begins_on": request.begins_on,
        "application": application, "impracticable": request.impracticable, "because": request.because,
        "drafted_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
    })  # fmt: skip
