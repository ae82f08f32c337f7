"""A chart with an industry's own accounts: each stands beside one of the framework's, and takes over one reason of its role."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lowmark.core.kinds.problems import Problem
from lowmark.frameworks.read import Chart, ChartRole
from lowmark.industries.read import PackAccount


def with_pack(
    chart: Chart, roles: Sequence[ChartRole], accounts: Iterable[PackAccount]
) -> tuple[Chart, tuple[ChartRole, ...]]:
    """Return a chart and its roles with the accounts of a pack: a role named without a reason is taken over whole.

    Raises: Problem `missing_role` where a pack's account stands beside one that the chart does not have.

    >>> from lowmark.frameworks.read import read_chart, roles
    >>> spoilt = PackAccount(code="5205", name="Spoilage", beside="scrap_loss", role="scrap_loss", reason="spoiled")
    >>> chart, found = with_pack(read_chart("ifrs"), roles("ifrs"), [spoilt])
    >>> chart.accounts[-1].caption, found[-1].account
    ('Cost of sales', '5205')
    """
    by_code = {account.code: account for account in chart.accounts}
    played = {role.role: role.account for role in roles if not role.reason}
    own, parts = list(chart.accounts), list(roles)
    for said in accounts:
        like = by_code.get(played.get(said.beside, ""))
        if like is None:
            raise Problem("missing_role", f"no account of the chart plays {said.beside}",
                          hint="name a role of the chart without a reason")  # fmt: skip
        own.append(replace(like, code=said.code, name=said.name))
        parts = [part for part in parts if (part.role, part.reason) != (said.role, said.reason)]
        parts.append(ChartRole(role=said.role, reason=said.reason, account=said.code))
    return replace(chart, accounts=tuple(own)), tuple(parts)
