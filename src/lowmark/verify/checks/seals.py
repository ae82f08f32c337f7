"""Seals: the batches of facts that were sealed hold what they held, one after the other, up to the latest close."""

import hashlib
from typing import Final

from lowmark.verify.canonical import Tree
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.reader import Row, Rows, pages

NAME: Final = "seals"
MEANING: Final = "each seal is the Merkle root of the moves and entries in it, chained to the one before, without a gap"

_SEALS: Final = """
SELECT seal_no, from_seq, to_seq, n_leaves, root, facts_root, previous_root, chained FROM audit_seal WHERE entity_id = %s
ORDER BY seal_no
"""
_LEAVES: Final = """
SELECT known_seq, content_hash FROM stock_stock_move WHERE entity_id = %s AND known_seq BETWEEN %s AND %s
UNION ALL SELECT known_seq, content_hash FROM ledger_entry WHERE entity_id = %s AND known_seq BETWEEN %s AND %s
"""
# A close seals first, so what was known before it is under a seal.
_UNSEALED: Final = """
SELECT count(*) AS n FROM (
  SELECT known_seq FROM stock_stock_move WHERE entity_id = %s UNION ALL
  SELECT known_seq FROM ledger_entry WHERE entity_id = %s
) q WHERE known_seq > %s AND known_seq < (
  SELECT max(known_seq) FROM entities_period_event WHERE entity_id = %s AND event = 'closed'
)
"""


def _chained(before: bytes, seal: Row) -> bytes:
    """Return what a seal's chain is, on the one before."""
    return hashlib.sha256(before + seal["root"] + seal["facts_root"]).digest()


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every seal in its order, and at what is under none."""
    faults, previous, chained, following, seals = Faults(), None, b"", 1, reader.rows(_SEALS, [entity_id])
    for place, seal in enumerate(seals, start=1):
        span = [entity_id, seal["from_seq"], seal["to_seq"]]
        tree = Tree()
        for page in pages(reader, _LEAVES, [*span, *span], key="known_seq"):
            for row in page:
                tree.add(row["content_hash"])
        against = {
            f"it follows seal {place - 1}": seal["seal_no"] != place,
            f"it begins at known sequence {seal['from_seq']}, not {following}": seal["from_seq"] != following,
            f"it holds {tree.n} facts, and held {seal['n_leaves']}": tree.n != seal["n_leaves"],
            "the facts in it are not what they were": tree.root() != seal["root"],
            "it does not name the root before it": seal["previous_root"] != previous,
            "it is not chained to the seal before": _chained(chained, seal) != seal["chained"],
        }
        for reason, holds in against.items():
            if holds:
                faults.add("seal {}: {}", seal["seal_no"], reason)
        previous, chained, following = seal["root"], seal["chained"], seal["to_seq"] + 1
    unsealed = reader.rows(_UNSEALED, [entity_id, entity_id, following - 1, entity_id])[0]["n"]
    if unsealed:
        faults.add("{} facts from before the latest close are under no seal", unsealed)
    return faults.checked(len(seals))
