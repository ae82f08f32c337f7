"""Sealed facts: the rows of every table of facts are those that were sealed, in their places."""

import hashlib
from typing import Final

from lowmark.verify.canonical import Tree
from lowmark.verify.checked import Checked, Faults
from lowmark.verify.reader import Rows, pages
from lowmark.verify.sealed import SEALED

NAME: Final = "sealed_facts"
MEANING: Final = (
    "each seal's second root is over the whole rows of all facts of its span, in the order in which they came"
)

_SEALS: Final = """
SELECT seal_no, from_seq, to_seq, n_facts, facts_root FROM audit_seal WHERE entity_id = %s ORDER BY seal_no
"""


def check(reader: Rows, entity_id: int) -> Checked:
    """Hash every row of a seal's span anew, and compare the roots."""
    faults, examined = Faults(), 0
    for seal in reader.rows(_SEALS, [entity_id]):
        leaves: list[tuple[int, str, int, bytes]] = []
        for sealed in SEALED:
            sql = f"SELECT * FROM ({sealed.rows}) r WHERE r.place BETWEEN %s AND %s"  # noqa: S608
            for page in pages(reader, sql, [entity_id, seal["from_seq"], seal["to_seq"]], key="place"):
                leaves += [(row["place"], sealed.table, row["id"], _leaf(sealed.form.canonical(row))) for row in page]
        tree = Tree()
        for *_, leaf in sorted(leaves):
            tree.add(leaf)
        examined += tree.n
        if tree.n != seal["n_facts"]:
            faults.add("seal {}: there are {} facts in its span, and were {}", seal["seal_no"], tree.n, seal["n_facts"])
        elif tree.root() != seal["facts_root"]:
            faults.add("seal {}: a fact in its span is not what it was", seal["seal_no"])
    return faults.checked(examined)


def _leaf(canonical: bytes) -> bytes:
    """Return the leaf of a row."""
    return hashlib.sha256(canonical).digest()
