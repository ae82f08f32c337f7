"""Consolidations foot: every entry of a consolidation book balances, and its lines are those that its hash was taken over."""

import hashlib
import json
from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from lowmark.verify.checked import Checked, Faults
from lowmark.verify.reader import Row, Rows

NAME: Final = "consolidations_foot"
MEANING: Final = "entries of a group balance, and are those that were hashed with the days of their members"

_HEADERS: Final = (
    "SELECT id, code, as_of, currency, run_hash FROM ledger_consolidation WHERE entity_id = %s ORDER BY id"
)
_MEMBERS: Final = """
SELECT member, method, figures_of, is_late FROM ledger_consolidation_member WHERE consolidation_id = %s ORDER BY member
"""
_LINES: Final = """
SELECT entry_no, kind, member, counterparty, account, amount_minor, because FROM ledger_consolidation_line
WHERE consolidation_id = %s ORDER BY line_no
"""
_EPOCH: Final = date(1970, 1, 1)


def check(reader: Rows, entity_id: int) -> Checked:
    """Look at every consolidation of a group."""
    faults = Faults()
    headers = reader.rows(_HEADERS, [entity_id])
    for header in headers:
        lines = reader.rows(_LINES, [header["id"]])
        sums: dict[int, int] = defaultdict(int)
        for line in lines:
            sums[line["entry_no"]] += line["amount_minor"]
        for entry, amount in sorted(sums.items()):
            if amount:
                faults.add("consolidation {}, entry {}: debits exceed credits by {}", header["code"], entry, amount)
        if _hash(header, reader.rows(_MEMBERS, [header["id"]]), lines) != bytes(header["run_hash"]):
            faults.add("consolidation {} is not what was hashed", header["code"])
    return faults.checked(len(headers))


def _hash(header: Row, members: list[Row], lines: list[Row]) -> bytes:
    """Take the hash anew: currency, date, who was late, whose figures were of another day, every line."""
    full = [member for member in members if member["method"] == "full"]
    said = [
        header["currency"], _day(header["as_of"]), [member["member"] for member in full if member["is_late"]],
        [[member["member"], _day(member["figures_of"])] for member in full if member["figures_of"] != header["as_of"]],
        [[line["entry_no"], line["kind"], line["member"], line["counterparty"], line["account"], line["amount_minor"],
          line["because"]] for line in lines],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()).digest()


def _day(number: int) -> str:
    return (_EPOCH + timedelta(days=number)).isoformat()
