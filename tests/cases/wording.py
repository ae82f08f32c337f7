"""The words of cases for what Lowmark calls otherwise: frameworks, and accounts."""

import re
from collections.abc import Mapping
from typing import Final

from lowmark.frameworks.read import names
from tests.cases.waiting import Waits

FRAMEWORKS: Final[Mapping[str, str]] = {
    "us gaap": "us_gaap",
    "asc 330": "us_gaap",
    "ifrs": "ifrs",
    "ias 2": "ifrs",
    "as 2": "ifrs",
    "ind as": "ifrs",
    "pfrs": "ifrs",
    "aspe": "aspe",
}
"""Frameworks by the names that cases give them; national adoptions of IAS 2 are read as IFRS."""

ANY: Final = frozenset({"", "generic", "isa", "acca"})

ACCOUNTS: Final = (
    (r"purchase (returns?|allowances?)|returns? outward", "purchase returns"),
    (r"purchase discounts?", "purchase discounts"),
    (r"purchases?", "purchases"),
    (r"(freight|carriage|transport).?in", "freight in"),
    (r"\b(closing|ending)\b", "closing inventory"),
    (r"\b(opening|beginning)\b", "opening inventory"),
    (r"income summary", "income summary"),
    (r"\breleased?\b", "recovery"),
    (r"allowance|reserve|provision", "allowance"),
    (r"recovery|reversal|gain", "recovery"),
    (r"cost of (goods sold|sales)|cogs", "cost of sales"),
    (r"loss|write.?(down|off)|decline|expense|obsolescence|impairment", "loss"),
    (r"inventor(y|ies)|stock|merchandise", "inventory"),
    (r"cash|bank|receivable|proceeds", "cash"),
)
"""Accounts by what their names say; the first that fits."""


def frameworks_of(text: str) -> tuple[str, ...]:
    """Return the frameworks that a case is of; what is said in parentheses narrows nothing here.

    >>> frameworks_of("US GAAP/IFRS/ASPE"), frameworks_of("US GAAP (LIFO/RIM)"), frameworks_of("AS 2/IFRS")
    (('us_gaap', 'ifrs', 'aspe'), ('us_gaap',), ('ifrs',))

    Raises: Waits.
    """
    words = [word.strip().casefold() for word in re.sub(r"\([^)]*\)", "", text).split("/")]
    if ANY.issuperset(words):
        return names()
    found = tuple(dict.fromkeys(FRAMEWORKS[word] for word in words if word in FRAMEWORKS))
    if not found:
        raise Waits(f"the framework {text}")
    return found


def account_kind(account: str) -> str:
    """Return what kind of account a name means.

    >>> account_kind("Allowance to reduce inventory"), account_kind("Inventory (closing)")
    ('allowance', 'closing inventory')

    Raises: Waits.
    """
    for pattern, kind in ACCOUNTS:
        if re.search(pattern, account.casefold()):
            return kind
    raise Waits(f"an account for {account}")
