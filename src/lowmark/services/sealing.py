"""Make a seal: shared by `seal` and by `close`, which always seals first."""

import hashlib
from dataclasses import dataclass

from lowmark.core.kinds.merkle import merkle_root
from lowmark.store.audit import read as audit_read
from lowmark.store.session import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One seal as it was written."""

    seal_no: int
    from_seq: int
    to_seq: int
    n_leaves: int
    root: bytes
    chained: bytes


def seal_now(writer: Writer, entity_id: int) -> Seal | None:
    """Seal the moves and entries recorded since the last seal; none where there are none.

    Locks:  the entity clock, by taking a sequence: nothing can come between the leaves and the seal.
    """
    sequences, sealed_at = writer.tick(entity_id, 1)
    last = audit_read.last_seal(writer, entity_id)
    from_seq = int(last["to_seq"]) + 1 if last else 1
    leaves = audit_read.leaves(writer, entity_id, from_seq=from_seq, to_seq=sequences[0])
    if not leaves:
        return None
    root = merkle_root(leaves)
    before = bytes(last["chained"]) if last else b""
    made = Seal(
        seal_no=int(last["seal_no"]) + 1 if last else 1, from_seq=from_seq, to_seq=sequences[0], n_leaves=len(leaves),
        root=root, chained=hashlib.sha256(before + root).digest(),
    )  # fmt: skip
    writer.insert("seal", [{
        "id": writer.take_ids("seal", 1)[0], "entity_id": entity_id, "seal_no": made.seal_no,
        "from_seq": made.from_seq, "to_seq": made.to_seq, "n_leaves": made.n_leaves, "root": made.root,
        "previous_root": bytes(last["root"]) if last else None, "chained": made.chained, "sealed_at": sealed_at,
    }])  # fmt: skip
    return made
