"""Set a dated parameter of an entity. The framework says which parameters are its own to set."""

import json

from lowmark.core.frameworks.resolve import PolicyFact, parse_value, resolve
from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import read_framework
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.set_policy import OPERATION, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer


def set_policy(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a policy fact, refused unless the framework lets the entity set it and its value can be read.

    Raises: Problem as `core.frameworks.resolve` words it.
    """

    def work(writer: Writer) -> Done:
        entity = granted.entity
        book = entities_read.book(writer, entity.id)
        assert book is not None  # Every entity is set up with one.
        value = _as_json(request.value)
        fact = PolicyFact(path=request.path, valid_from=request.valid_from, value=parse_value(value))
        tree = read_framework(book.framework)
        if request.path not in tree:
            raise Problem("bad_request", f"no parameter is called {request.path!r}", hint=f"one of {', '.join(tree)}")
        resolve(framework=book.framework, tree=tree, facts=[fact], on=request.valid_from)
        sequences, recorded_at = writer.tick(entity.id, 1)
        writer.insert("policy", [{
            "id": writer.take_ids("policy", 1)[0], "entity_id": entity.id, "path": request.path,
            "valid_from": request.valid_from, "value": value, "set_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        }])  # fmt: skip
        document = policy_in_force(
            writer, entity_id=entity.id, framework=book.framework, on=request.valid_from, known_seq=sequences[0]
        )
        holds = json.loads(document.text)
        response = Response(
            entity=entity.code, path=request.path, value=json.dumps(holds.get("parameters", holds).get(request.path)),
            level=document.sources[request.path].level, policy_hash=document.policy_hash.hex(),
        )  # fmt: skip
        return Done(response, f"policy {request.path}", request.because)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _as_json(said: str) -> str | None:
    """Return what is stored of a value: JSON as it is, a plain word or number as a text, nothing where it ends."""
    if not said:
        return None
    return said if said[0] in '{["' else json.dumps(said)
