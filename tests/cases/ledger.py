"""Entries of a case, made by the stages that make them in the books: test, propose, post; or an exit to scrap.

All goods of a case are one unit of account here, as textbooks have it, and the chart is the framework's own, posted to
with an allowance or directly. What comes back is told in the case's words: each account that it names is looked for
among the accounts that were posted to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from lowmark.core import flow, flow_one
from lowmark.core.frameworks.policy import InventoriesPolicy
from lowmark.core.frameworks.resolve import PolicyFact, resolve
from lowmark.core.journal.entries import Journalised, to_entries
from lowmark.core.kinds.money import parse_minor
from lowmark.core.kinds.price import parse_price_micro
from lowmark.core.kinds.quantity import MICRO
from lowmark.core.statements.statements import COST_OF_SALES
from lowmark.core.write_downs.aggregate import change_in_aggregate
from lowmark.core.write_downs.allowance import AllowanceState
from lowmark.core.write_downs.carry import LINKS, RELEASED_BEFORE, STATES
from lowmark.core.write_downs.replay import RECORDED
from lowmark.frameworks.read import read_chart, read_framework, roles
from tests.cases import waiting
from tests.cases.record import Figure
from tests.cases.stock import ALL_OF_IT, CURRENCY, NOTHING, is_less, is_zero, money, unsigned
from tests.cases.waiting import Waits
from tests.cases.wording import account_kind

CHARGED: Final = "price_decline"
COST_TO_SELL: Final = "inventories/cost_to_sell_rate"
POOL: Final = 1
LAYER: Final = 1
Style = Literal["allowance", "direct"]
NOTHING_SINCE: Final = flow.Since(
    states=pl.DataFrame(schema=STATES), links=pl.DataFrame(schema=LINKS),
    released_before=pl.DataFrame(schema=RELEASED_BEFORE), recorded=pl.DataFrame(schema=RECORDED),
    flows=pl.DataFrame(schema={"pool": pl.Int64, "layer": pl.Int64, "move": pl.Int64, "accounting_on": pl.Date,
                               "known_seq": pl.Int64, "quantity_micro": pl.Int64, "value_minor": pl.Int64,
                               "event": pl.String, "item_class": pl.String}),
    layers=pl.DataFrame(schema=dict.fromkeys(("pool", "layer", "quantity_micro", "consumed_micro"), pl.Int64)),
)  # fmt: skip
"""Runs of cases are posted on their own day: no goods have moved since."""

PLAYS: Final[Mapping[str, frozenset[str]]] = {
    "allowance": frozenset({"allowance"}),
    "recovery": frozenset({"write_down_reversal", "allowance_released"}),
    "loss": frozenset({"write_down_expense", "scrap_loss", "write_down_reversal", "allowance_released"}),
    "inventory": frozenset({"inventory"}),
    "cash": frozenset({"cash"}),
    "opening inventory": frozenset({"inventory"}),
    "closing inventory": frozenset({"inventory"}),
    "purchases": frozenset({"purchases"}),
    "freight in": frozenset({"freight in"}),
    "purchase returns": frozenset({"purchase returns"}),
    "purchase discounts": frozenset({"purchase discounts"}),
}
"""Roles of our accounts by what kind of account a case names; the cost of sales is a caption, not a role.

What textbooks call a recovery, once goods were sold, is in our charts the allowance that went with them.
"""

EXPENSE: Final = frozenset({"loss", "cost of sales"})
SOLD: Final = frozenset({"cost of sales"})
INVENTORY: Final = frozenset({"inventory"})
ALLOWANCE: Final = frozenset({"allowance"})
BOUGHT: Final = frozenset({"purchases", "freight in", "purchase returns", "purchase discounts"})
SHAPES: Final = (
    (EXPENSE, ALLOWANCE, "charge"),
    (ALLOWANCE, EXPENSE | {"recovery"}, "reversal"),
    (EXPENSE, INVENTORY, "direct"),
    (INVENTORY, EXPENSE | {"recovery"}, "direct_reversal"),
    (ALLOWANCE, INVENTORY, "use"),
    (SOLD, frozenset({"opening inventory"}), "close_opening_inventory"),
    (SOLD | BOUGHT, BOUGHT, "close_purchases"),
    (frozenset({"closing inventory"}), SOLD, "close_ending_inventory"),
)
"""What an entry does, by the kinds of accounts that it debits and those that it credits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One account posted to: the roles that it plays, where it stands, and how much; debit positive."""

    name: str
    caption: str
    roles: frozenset[str]
    minor: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a test came to: its entry, the change of allowance and the allowance after it, cost and carrying amount."""

    lines: tuple[Line, ...]
    change: Figure
    held: Figure
    cost: Figure
    carrying: Figure


def at_year_end(*, framework: str, cost: str, value: str, on: date, write_downs: Style = "allowance") -> Result:
    """Test goods that cost so much, on which nothing is held yet, and post what is proposed as perpetual books do.

    Raises: Waits where a value is below zero.
    """
    tested = _test(framework, cost, value, on)
    required, carrying = _found(tested)
    return Result(lines=_posted(tested, framework, write_downs, on), change=money(required), held=money(required),
                  cost=_cost(tested), carrying=money(carrying))  # fmt: skip


def _posted(tested: flow.Tested, framework: str, write_downs: Style, on: date) -> tuple[Line, ...]:
    """Post what is proposed, if anything is: an empty run is none."""
    if tested.proposed.proposals.is_empty():
        return ()
    shares = tested.proposed.shares.rename({"unit": "pool"}).with_columns(
        reason=pl.lit(CHARGED), item_class=pl.lit(""), proposal_id=pl.col("pool")
    )
    kinds = dict(tested.proposed.proposals.select("unit", "kind").rows())
    posted = flow.post_run(shares=shares, after=NOTHING_SINCE, roles=_numbered(framework, write_downs), as_of=on,
                           fiscal_year=on.year, document="case", kinds=kinds)  # fmt: skip
    return _of_journal(framework, write_downs, posted.journal)


def in_aggregate(*, framework: str, cost: str, value: str, held: str, on: date) -> Result:
    """Test goods that came in the place of others, on which so much was held, and post one amount as periodic books do.

    Raises: Waits where a value is below zero.
    """
    tested = _test(framework, cost, value, on)
    required, carrying = _found(tested)
    changed = change_in_aggregate(
        inventory="periodic", reversal=_policy(framework, value, on).reversal, required_minor=required,
        held_minor=parse_minor(held, CURRENCY),
    )  # fmt: skip
    events = pl.DataFrame(changed.events, schema={"event": pl.String, "amount_minor": pl.Int64}, orient="row")
    said = events.with_columns(accounting_on=pl.lit(on), document=pl.lit("case"), reason=pl.lit(CHARGED),
                               item_class=pl.lit(""))  # fmt: skip
    journal = to_entries(events=said, roles=_numbered(framework, "allowance"))
    return Result(lines=_of_journal(framework, "allowance", journal), change=money(changed.change_minor),
                  held=money(changed.held_minor), cost=_cost(tested), carrying=money(carrying))  # fmt: skip


def _test(framework: str, cost: str, value: str, on: date) -> flow.Tested:
    """Test goods by themselves, on which nothing is held."""
    if is_less(value, NOTHING):
        raise Waits(waiting.BELOW_ZERO)
    layers = pl.DataFrame(
        {"unit": [POOL], "item": [1], "lot": [None], "condition": [""], "expires_on": [None], "layer": [LAYER],
         "remaining_micro": [MICRO], "cost_minor": [parse_minor(cost, CURRENCY)], "held_minor": [0],
         "held_this_year_minor": [0]}, schema_overrides={"lot": pl.Int64, "expires_on": pl.Date},
    )  # fmt: skip
    return flow.test_stock(layers=layers, evidence=_evidence(value, on), policy=_policy(framework, value, on), as_of=on,
                           currency=CURRENCY, channel="")  # fmt: skip


def _found(tested: flow.Tested) -> tuple[int, int]:
    """Return what is required of the goods tested, and what they are carried at."""
    ((required, carrying),) = tested.assessed.assessments.select("required_minor", "carrying_minor").rows()
    return required, carrying


def _cost(tested: flow.Tested) -> Figure:
    return money(tested.units["cost_minor"].item())


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
    state = flow_one.PoolState(pool=POOL, layers=(layer,), allowances={} if is_zero(held) else {LAYER: allowance})
    posted = flow_one.post_one(state=state, move=move, roles=_numbered(framework, "allowance"))
    assert isinstance(posted, flow_one.PostedOne)
    lines = [(line.account_id, line.amount_minor) for entry in posted.entries for line in entry.lines]
    return _lines(framework, "allowance", lines)


def shape(lines: Sequence[Mapping[str, Any]]) -> str:
    """Return what an entry of a case does: charge, reversal, direct, direct_reversal, use, or a closing entry's name.

    Raises: Waits for an entry that Lowmark does not make.
    """
    debits = {account_kind(line["account"]) for line in lines if not is_zero(line.get("debit", NOTHING))}
    credits = {account_kind(line["account"]) for line in lines if not is_zero(line.get("credit", NOTHING))}
    for debited, credited, does in SHAPES:
        if debits and credits and debits <= debited and credits <= credited:
            return does
    if "cash" in debits:
        raise Waits(waiting.PROCEEDS)
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


def _numbered(framework: str, write_downs: Style) -> Mapping[tuple[str, str], int]:
    """Return the chart's roles, with the places of its accounts for their numbers."""
    numbers = {account.code: number for number, account in enumerate(read_chart(framework).accounts)}
    return {(role.role, role.reason): numbers[role.account] for role in roles(framework, write_downs=write_downs)}


def _of_journal(framework: str, write_downs: Style, journal: Journalised) -> tuple[Line, ...]:
    return _lines(framework, write_downs, journal.lines.select("account_id", "amount_minor").rows())


def _lines(framework: str, write_downs: Style, posted: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    """Add up what was posted by account, and name the accounts."""
    chart, parts = read_chart(framework), roles(framework, write_downs=write_downs)
    table = pl.DataFrame(posted, schema={"account": pl.Int64, "minor": pl.Int64}, orient="row")
    sums = table.group_by("account", maintain_order=True).agg(pl.col("minor").sum()).filter(pl.col("minor") != 0)
    return tuple(
        Line(
            chart.accounts[number].name, chart.accounts[number].caption,
            frozenset(role.role for role in parts if role.account == chart.accounts[number].code), minor,
        )
        for number, minor in sums.rows()
    )  # fmt: skip
