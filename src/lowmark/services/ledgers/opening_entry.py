"""Turn a trial balance into the lines of the entry with which a ledger begins; pure, in plain ints.

Before this: balances of accounts, which sum to nothing. After this: `opening_trial_balance` posts them. Goods are taken
over layer by layer, and write-downs by allowances of their own; so their accounts' balances wait on an account of
opening balances until these come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

Balance = tuple[int, int]
"""An account and its balance, debits less credits."""


def opening_entry(*, lines: Iterable[Balance], control: Collection[int], opening_account: int) -> tuple[Balance, ...]:
    """Return the entry's lines by account: balances of control accounts stand on the account of opening balances.

    Domain: ``lines`` sum to nothing, and so do the lines returned; what is zero leaves none.

    >>> opening_entry(lines=[(1000, 40), (1200, 70), (1290, -10), (3000, -100)], control={1200, 1290},
    ...               opening_account=3900)
    ((1000, 40), (3000, -100), (3900, 60))
    """
    return _turned(lines, control, opening_account)


def closed_result(*, lines: Iterable[Balance], result: Collection[int], retained_account: int) -> tuple[Balance, ...]:
    """Return balances after a year's end: income and expenses of the year that has ended are retained earnings.

    >>> closed_result(lines=[(1000, 40), (4000, -90), (5000, 50)], result={4000, 5000}, retained_account=3100)
    ((1000, 40), (3100, -40))
    """
    return _turned(lines, result, retained_account)


def _turned(lines: Iterable[Balance], accounts: Collection[int], onto: int) -> tuple[Balance, ...]:
    """Add up balances by account, those of some accounts on another one."""
    sums: defaultdict[int, int] = defaultdict(int)
    for account, amount in lines:
        sums[onto if account in accounts else account] += amount
    assert sum(sums.values()) == 0, "a trial balance sums to nothing"
    return tuple((account, amount) for account, amount in sorted(sums.items()) if amount)
