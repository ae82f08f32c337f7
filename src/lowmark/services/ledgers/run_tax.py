"""What the tax on a run's charge does to accounts: less is payable now, and what is saved later is an asset.

Before this: `core.tax.deferred`, which splits the tax. After this: `impact` shows it, `draft-tax` drafts it as a journal.
Sources: IAS 12.58; ASC 740-20-45; ASPE 3465.
"""

from collections.abc import Mapping

from lowmark.core.kinds.problems import Problem
from lowmark.core.tax.deferred import TaxEffect

Roles = Mapping[tuple[str, str], int]


def tax_lines(effect: TaxEffect, roles: Roles) -> dict[int, int]:
    """Return debits less credits by account; none where there is no tax. The charge's own entry is the run's.

    Raises: Problem `missing_role` where the chart has no account for it.
    """
    amounts = (
        ("deferred_tax_asset", effect.deferred_tax_minor), ("deferred_tax_expense", -effect.deferred_tax_minor),
        ("income_tax_payable", effect.current_tax_minor), ("income_tax_expense", -effect.current_tax_minor),
    )  # fmt: skip
    found: dict[int, int] = {}
    for role, amount in amounts:
        if amount:
            if (role, "") not in roles:
                raise Problem(
                    "missing_role", f"no account plays {role}", hint="give the role to an account of the chart"
                )
            account = roles[role, ""]
            found[account] = found.get(account, 0) + amount
    assert sum(found.values()) == 0
    return {account: amount for account, amount in found.items() if amount}
