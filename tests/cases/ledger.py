"""Entries of a case, made by the stages that make them in the books: test, propose, post; or an exit to scrap.

All goods of a case are one unit of account here, as textbooks have it, and the chart is the framework's own. What comes
back is told in the case's words: each account that it names is looked for among the accounts that were posted to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from lowmark.core import flow, flow_one
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.resolve import PolicyFact, resolve
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.statements.statements import COST_OF_SALES
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.frameworks.read import read_chart, read_framework
from tests.cases import waiting
from tests.cases.record import Figure
from tests.cases.stock import ALL_OF_IT, CURRENCY, NOTHING, is_less, is_zero, money, unsigned
from tests.cases.waiting import Waits
from tests.cases.wording import account_kind

CHARGED: Final = "price_decline"
COST_TO_SELL: Final = "inventories/cost_to_sell_rate"
LAYER: Final = 1
EXITS: Final = {"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date, "event": pl.String,
                "quantity_micro": pl.Int64, "released_minor": pl.Int64}  # fmt: skip
PLAYS: Final[Mapping[str, frozenset[str]]] = {
    "allowance": frozenset({"allowance"}),
    "recovery": frozenset({"write_down_reversal"}),
    "loss": frozenset({"write_down_expense", "scrap_loss", "write_down_reversal"}),
    "inventory": frozenset({"inventory"}),
    "cash": frozenset({"cash"}),
}
"""Roles of our accounts by what kind of account a case names; the cost of sales is a caption, not a role."""

EXPENSE: Final = frozenset({"loss", "cost of sales"})


@dataclass(frozen=True, slots=True)
class Line:
    """One account posted to: the roles that it plays, where it stands, and how much; debit positive."""

    name: str
    caption: str
    roles: frozenset[str]
    minor: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a test came to: its entry, the change of allowance and the allowance after it, the carrying amount."""

    lines: tuple[Line, ...]
    change: Figure
    held: Figure
    carrying: Figure


def at_year_end(*, framework: str, cost: str, value: str, held: str = NOTHING, on: date) -> Result:
    """Test goods that cost so much, on which so much was held before this fiscal year, and post what is proposed.

    Raises: Waits where the framework refuses a fall of the allowance, or a value is below zero.
    """
    if is_less(value, NOTHING):
        raise Waits(waiting.BELOW_ZERO)
    layers = pl.DataFrame(
        {"unit": [1], "item": [1], "lot": [None], "condition": [""], "expires_on": [None], "layer": [LAYER],
         "remaining_micro": [MICRO],
         "cost_minor": [parse_minor(cost, CURRENCY)], "held_minor": [parse_minor(held, CURRENCY)],
         "held_this_year_minor": [0]}, schema_overrides={"lot": pl.Int64, "expires_on": pl.Date},
    )  # fmt: skip
    found = flow.test_stock(layers=layers, evidence=_evidence(value, on), policy=_policy(framework, value, on), as_of=on,
                            currency=CURRENCY, channel="")  # fmt: skip
    ((required, before, carrying),) = found.assessed.assessments.select(
        "required_minor", "held_minor", "carrying_minor"
    ).rows()
    if found.proposed.shares.is_empty() and required < before:
        raise Waits(waiting.AGGREGATE)
    shares = found.proposed.shares.rename({"unit": "pool"}).with_columns(reason=pl.lit(CHARGED), item_class=pl.lit(""))
    posted = flow.post_run(shares=shares, exits=pl.DataFrame(schema=EXITS), roles=_roles(framework), as_of=on,
                           document="case")  # fmt: skip
    return Result(
        lines=_lines(framework, [(row["account_id"], row["amount_minor"])
                                 for row in posted.journal.lines.iter_rows(named=True)]),
        change=money(shares["amount_minor"].sum()), held=money(required), carrying=money(carrying),
    )  # fmt: skip


def scrapped(*, framework: str, cost: str, held: str = NOTHING, on: date) -> tuple[Line, ...]:
    """Scrap goods that cost so much, on which so much is held; return what that posts, an account a line."""
    layer = flow_one.OpenLayer(layer=LAYER, opened_on=0, known_seq=1, quantity_micro=MICRO,
                               values=(parse_minor(cost, CURRENCY),))  # fmt: skip
    allowance = flow_one.Allowance(
        reason=CHARGED, fiscal_year=on.year,
        state=AllowanceState(amount_minor=parse_minor(held, CURRENCY), base_micro=MICRO),
    )  # fmt: skip
    move = flow_one.MoveEvent(
        move=2, document="case", event="scrap", reason="obsolete", item_class="", accounting_on=on, known_seq=2,
        quantity_micro=-MICRO, value_minor=None,
    )  # fmt: skip
    state = flow_one.PoolState(layers=(layer,), allowances={} if is_zero(held) else {LAYER: allowance})
    posted = flow_one.post_one(state=state, move=move, roles=_roles(framework))
    assert isinstance(posted, flow_one.PostedOne)
    return _lines(framework, [(line.account_id, line.amount_minor) for entry in posted.entries for line in entry.lines])


def shape(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return what an entry of a case does: charge, reversal, direct or use.

    Raises: Waits for an entry that Lowmark does not make.
    """
    debits = {account_kind(line["account"]) for line in lines if not is_zero(line.get("debit", NOTHING))}
    credits = {account_kind(line["account"]) for line in lines if not is_zero(line.get("credit", NOTHING))}
    if "periodic" in debits | credits:
        raise Waits(waiting.PERIODIC)
    if "cash" in debits:
        raise Waits(waiting.PROCEEDS)
    if debits <= EXPENSE and credits == {"allowance"}:
        return "charge"
    if debits == {"allowance"} and credits <= EXPENSE | {"recovery"}:
        return "reversal"
    if debits <= EXPENSE and credits == {"inventory"}:
        return "direct"
    if debits == {"inventory"} and credits <= EXPENSE | {"recovery"}:
        raise Waits(waiting.DIRECT)
    if debits == {"allowance"} and credits == {"inventory"}:
        return "use"
    raise Waits(f"an entry that debits {', '.join(sorted(debits))} and credits {', '.join(sorted(credits))}")


def in_words(said: Sequence[Mapping[str, Any]], posted: Sequence[Line]) -> list[Mapping[str, Any]]:
    """Return what was posted, under the accounts that a case names; what it does not name comes last."""
    left = list(posted)
    told = []
    for line in said:
        match = next((each for each in left if _plays(account_kind(line["account"]), each)), None)
        if match is not None:
            left.remove(match)
            told.append(_sides(line["account"], match))
    return [*told, *(_sides(each.name, each) for each in left)]


def expense_of(lines: Sequence[Line]) -> Figure:
    """Return what the first line of an expense is, without its sign; nothing where there is none."""
    found = [line for line in lines if line.caption == COST_OF_SALES]
    return unsigned(money(found[0].minor)) if found else NOTHING


def _plays(kind: str, line: Line) -> bool:
    if kind == "cost of sales":
        return line.caption == COST_OF_SALES
    return bool(PLAYS.get(kind, frozenset()) & line.roles)


def _sides(account: str, line: Line) -> Mapping[str, Any]:
    amount = unsigned(money(line.minor))
    debit, credit = (amount, NOTHING) if line.minor > 0 else (NOTHING, amount)
    return {"account": account, "debit": debit, "credit": credit}


def _policy(framework: str, value: str, on: date) -> InventoriesPolicy:
    """Return the framework's policy; what fetches nothing has a price that it costs all of to sell."""
    fact = PolicyFact(path=COST_TO_SELL, valid_from=on, value=ALL_OF_IT if is_zero(value) else NOTHING)
    return resolve(framework=framework, tree=read_framework(framework), facts=[fact], on=on).policy


def _evidence(value: str, on: date) -> pl.DataFrame:
    """Return what all of the goods fetch, as one tender for them."""
    amount = MICRO if is_zero(value) else parse_price_micro(value)
    return pl.DataFrame(
        {"evidence": [1], "item": [1], "lot": [None], "kind": ["scrap_tender"], "condition": [""], "channel": [""],
         "amount_micro": [amount], "currency": [CURRENCY], "quantity_micro": [MICRO], "observed_on": [on],
         "confirms_date": [False], "standing": ["verified"]}, schema_overrides={"lot": pl.Int64},
    )  # fmt: skip


def _roles(framework: str) -> Mapping[tuple[str, str], int]:
    """Return the chart's roles, with the places of its accounts for their numbers."""
    chart = read_chart(framework)
    numbers = {account.code: number for number, account in enumerate(chart.accounts)}
    return {(role.role, role.reason): numbers[role.account] for role in chart.roles}


def _lines(framework: str, posted: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    """Add up what was posted by account, and name the accounts."""
    chart = read_chart(framework)
    table = pl.DataFrame(posted, schema={"account": pl.Int64, "minor": pl.Int64}, orient="row")
    sums = table.group_by("account", maintain_order=True).agg(pl.col("minor").sum()).filter(pl.col("minor") != 0)
    return tuple(
        Line(
            chart.accounts[number].name, chart.accounts[number].caption,
            frozenset(role.role for role in chart.roles if role.account == chart.accounts[number].code), minor,
        )
        for number, minor in sums.rows()
    )  # fmt: skip
