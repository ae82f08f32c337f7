"""A Merkle root over content hashes: one hash that changes when any leaf changes, goes, comes or moves.

Before this: content hashes of facts in commit order. After this: seals, and whoever checks them. Leaves and nodes are
hashed with different first bytes, so that neither can pass for the other. Source: RFC 9162, section 2.1.1.
"""

import hashlib
from collections.abc import Sequence


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of leaves, in their order; the hash of nothing for none.

    Source: RFC 9162, section 2.1.1: the left part of n leaves is the largest power of two below n.

    >>> merkle_root([]).hex()[:16], merkle_root([b"a"]).hex()[:16]
    ('e3b0c44298fc1c14', '022a6979e6dab7aa')
    >>> merkle_root([b"a", b"b"]) == merkle_root([b"b", b"a"])
    False
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # An odd last node is carried up unchanged: the same tree as splitting at the largest power of two.
        paired = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) - len(level) % 2 :]
    return level[0]
