"""What an entity's industry brings, what of it holds, and which proposals have an owner."""

import json
from collections.abc import Mapping
from datetime import date

from lowmark.core.frameworks.resolve import Source
from lowmark.core.kinds.problems import Problem
from lowmark.industries.read import Pack, read_pack
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.finding import find_book
from lowmark.services.operations.industry import Account, GoodsClass, Parameter, Proposal, Request, Response
from lowmark.services.policies import policy_in_force
from lowmark.store.audit import read as audit_read
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Reader, Row, reading

ADOPTS = "adopt-proposal"


def industry(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Return the pack as it stands for the entity.

    Raises: Problem `not_found` for an entity that began without an industry.
    """
    del actor
    entity = granted.entity
    if not entity.industry:
        raise Problem("not_found", f"{entity.code} began without an industry", hint="init takes one")
    pack = read_pack(entity.industry)
    with reading(granted.scope("report")) as reader:
        book = find_book(reader, entity, "")
        known_seq = entities_read.known_at(reader, entity.id, request.known_seq)
        document = policy_in_force(
            reader, entity_id=entity.id, framework=book.framework, on=request.as_of, known_seq=known_seq
        )
        adopted = _adopted(reader, entity.id, known_seq)
    values = json.loads(document.text)["parameters"]
    return Response(
        entity=entity.code, industry=pack.industry, title=pack.title, special_rule=pack.special_rule,
        framework=book.framework, as_of=request.as_of, known_seq=known_seq, dimensions=pack.dimensions, reports=pack.reports,
        not_inventory=tuple(f"{word}: {why}" for word, why in pack.not_inventory.items()),
        classes=tuple(
            GoodsClass(name=one.name, item_class=one.item_class, unit=one.unit, tracking=one.tracking) for one in pack.classes
        ),
        accounts=tuple(Account(account=one.code, name=one.name, role=one.role, reason=one.reason) for one in pack.accounts),
        parameters=tuple(
            Parameter(path=path, level=source.level, valid_from=source.valid_from, value=json.dumps(values[path]["value"]))
            for path, source in sorted(document.sources.items())
            if source.level != "framework"
        ),
        proposals=_proposals(pack, adopted, document.sources, request.as_of),
    )  # fmt: skip


def _adopted(reader: Reader, entity_id: int, known_seq: int) -> dict[str, Row]:
    """Return the last answer to the adoption of each proposal, by its name."""
    answers = audit_read.answers_to(reader, entity_id, ADOPTS, known_seq=known_seq)
    return {answer["proposal"]: answer for answer in map(json.loads, answers) if "proposal" in answer}


def _proposals(pack: Pack, adopted: dict[str, Row], sources: Mapping[str, Source], as_of: date) -> tuple[Proposal, ...]:
    found = []
    for one in pack.proposals:
        answer = adopted.get(one.name)
        review_on = None if answer is None else date.fromisoformat(answer["review_on"])
        found.append(Proposal(
            name=one.name, path=one.path, because=one.because, review_on=review_on,
            state=_state(review_on, as_of, is_of_head=one.path in sources and sources[one.path].level == "head"),
            owner="" if answer is None else answer["owner"], evidence="" if answer is None else answer["evidence"],
        ))  # fmt: skip
    return tuple(found)


def _state(review_on: date | None, as_of: date, *, is_of_head: bool) -> str:
    if review_on is None:
        return "set by the head" if is_of_head else "proposed"
    return "review due" if review_on <= as_of else "adopted"
