"""Make a seal: shared by `seal` and by `close`, which always seals first."""

import hashlib
from dataclasses import dataclass

from lowmark.core.kinds.merkle import merkle_root
from lowmark.store.audit import read as audit_read
from lowmark.store.audit.leaves import fact_leaves
from lowmark.store.session import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One seal as it was written."""

    seal_no: int
    from_seq: int
    to_seq: int
    n_leaves: int
    root: bytes
    n_facts: int
    facts_root: bytes
    chained: bytes


def seal_now(writer: Writer, entity_id: int) -> Seal | None:
    """Seal every fact recorded since the last seal, moves and entries under a root of their own; none where there are none.

    Locks:  the entity clock, by taking a sequence: nothing can come between the leaves and the seal.
    """
    sequences, sealed_at = writer.tick(entity_id, 1)
    last = audit_read.last_seal(writer, entity_id)
    from_seq = int(last["to_seq"]) + 1 if last else 1
    leaves = audit_read.leaves(writer, entity_id, from_seq=from_seq, to_seq=sequences[0])
    facts = fact_leaves(writer, entity_id, from_seq=from_seq, to_seq=sequences[0])["leaf"].to_list()
    if not facts:
        return None
    root, facts_root = merkle_root(leaves), merkle_root(facts)
    before = bytes(last["chained"]) if last else b""
    made = Seal(
        seal_no=int(last["seal_no"]) + 1 if last else 1, from_seq=from_seq, to_seq=sequences[0], n_leaves=len(leaves),
        root=root, n_facts=len(facts), facts_root=facts_root, chained=hashlib.sha256(before + root + facts_root).digest(),
    )  # fmt: skip
    writer.insert("seal", [{
        "id": writer.take_ids("seal", 1)[0], "entity_id": entity_id, "seal_no": made.seal_no,
        "from_seq": made.from_seq, "to_seq": made.to_seq, "n_leaves": made.n_leaves, "root": made.root,
        "n_facts": made.n_facts, "facts_root": made.facts_root,
        "previous_root": bytes(last["root"]) if last else None, "chained": made.chained, "sealed_at": sealed_at,
    }])  # fmt: skip
    return made
