"""Seal an entity's facts in batches: moves and entries, in commit order, under one Merkle root, chained to the last."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.seal import OPERATION, Request, Response
from lowmark.services.sealing import seal_now
from lowmark.store.audit import read as audit_read
from lowmark.store.audit.leaves import fact_leaves
from lowmark.store.entities import read as entities_read
from lowmark.store.session import Writer, reading
from lowmark.verify.checks import sealed_facts, seals


def seal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Seal everything that is not sealed yet, or hold what is sealed against its seals."""
    if request.verify:
        return _verified(granted)

    def work(writer: Writer) -> Done:
        made = seal_now(writer, granted.entity.id)
        if made is None:
            none = Response(entity=granted.entity.code, seal_no=0, from_seq=0, to_seq=0, leaves=0,
                            facts=0, root="", facts_root="", chained="")  # fmt: skip
            return Done(none, "seal", "nothing to seal")
        response = Response(
            entity=granted.entity.code, seal_no=made.seal_no, from_seq=made.from_seq, to_seq=made.to_seq,
            leaves=made.n_leaves, facts=made.n_facts, root=made.root.hex(),
            facts_root=made.facts_root.hex(), chained=made.chained.hex(),
        )  # fmt: skip
        return Done(response, f"seal {made.seal_no}", after_hash=made.chained)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result


def _verified(granted: Granted) -> Response:
    """Return the last seal, and every fault that is found in what is sealed."""
    entity = granted.entity
    with reading(granted.scope("verify")) as reader:
        found = audit_read.seals(reader, entity.id)
        last = found[-1] if found else dict.fromkeys(("seal_no", "from_seq", "to_seq", "n_leaves", "n_facts"), 0)
        known_seq = entities_read.known_seq(reader, entity.id)
        later = fact_leaves(reader, entity.id, from_seq=last["to_seq"] + 1, to_seq=known_seq).height
        faults = (*seals.check(reader, entity.id).faults, *sealed_facts.check(reader, entity.id).faults)
    hashes = {name: bytes(last.get(name, b"")).hex() for name in ("root", "facts_root", "chained")}
    return Response(
        entity=entity.code, seal_no=last["seal_no"], from_seq=last["from_seq"], to_seq=last["to_seq"],
        leaves=last["n_leaves"], facts=last["n_facts"], unsealed=later, faults=tuple(faults), **hashes,
    )  # fmt: skip
