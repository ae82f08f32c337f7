"""Set a dated parameter of an entity, or of one of its books. The framework says which parameters are its own to set."""

import json

from lowmark.core.frameworks.areas import resolve_area
from lowmark.core.frameworks.resolve import PolicyFact, Source, Tree, parse_value, resolve
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_area
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_policy import OPERATION, Request, Response
from lowmark.services.policies import AREA, facts_of, policy_in_force
from lowmark.services.testing.books import find_book
from lowmark.store.entities.read import Book
from lowmark.store.session import Writer


def set_policy(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a policy fact, refused unless the framework lets the entity set it and its value can be read.

    Raises: Problem as `core.frameworks.resolve` words it, and `not_found` for a book that there is not.
    """

    def work(writer: Writer) -> Done:
        entity = granted.entity
        book = find_book(writer, entity, request.book)
        value = _as_json(request.value)
        area, tree = _tree(book, request)
        fact = PolicyFact(path=request.path, valid_from=request.valid_from, value=parse_value(value))
        if area == AREA:
            resolve(framework=book.framework, tree=tree, facts=[fact], on=request.valid_from)
        else:
            resolve_area(framework=book.framework, tree=tree, facts=[fact], on=request.valid_from)
        sequences, recorded_at = writer.tick(entity.id, 1)
        writer.insert("policy", [{
            "id": writer.take_ids("policy", 1)[0], "entity_id": entity.id,
            "book_id": book.id if request.book else None, "path": request.path, "valid_from": request.valid_from,
            "value": value, "set_by": granted.user_id, "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        text, found_hash, source = _holds(writer, granted, book, request, sequences[0])
        response = Response(
            entity=entity.code, path=request.path, book=request.book,
            value=json.dumps(json.loads(text)["parameters"][request.path]), level=source.level,
            policy_hash=found_hash.hex(),
        )  # fmt: skip
        return Done(response, f"policy {request.path}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _tree(book: Book, request: Request) -> tuple[str, Tree]:
    """Return the area of a parameter and what its framework says there.

    Raises: Problem `bad_request` where there is no such parameter.
    """
    area = request.path.partition("/")[0]
    try:
        tree = read_area(book.framework, area)
    except Problem as problem:
        raise Problem("bad_request", f"no parameter is called {request.path!r}", hint=problem.hint) from None
    if request.path not in tree:
        raise Problem("bad_request", f"no parameter is called {request.path!r}", hint=f"one of {', '.join(tree)}")
    return area, tree


def _holds(writer: Writer, granted: Granted, book: Book, request: Request, known_seq: int) -> tuple[str, bytes, Source]:
    """Return the document that holds from the day, its hash, and who says so of the parameter."""
    area, tree = _tree(book, request)
    entity_id, book_id = granted.entity.id, book.id if request.book else None
    if area == AREA:
        document = policy_in_force(
            writer, entity_id=entity_id, framework=book.framework, on=request.valid_from, known_seq=known_seq,
            book_id=book_id,
        )  # fmt: skip
        return document.text, document.policy_hash, document.sources[request.path]
    facts = facts_of(
        writer, entity_id=entity_id, area=area, on=request.valid_from, known_seq=known_seq, book_id=book_id
    )  # fmt: skip
    found = resolve_area(framework=book.framework, tree=tree, facts=facts, on=request.valid_from)
    return found.text, found.area_hash, found.sources[request.path]


def _as_json(said: str) -> str | None:
    """Return what is stored of a value: JSON as it is, any other word or decimal as a text, nothing where it ends."""
    if not said:
        return None
    is_json = said[0] in '{["' or said in {"true", "false"} or said.isdecimal()
    return said if is_json else json.dumps(said)
