"""The journal: events become balanced entries by a closed list of rules, alike in frames and one at a time."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lowmark.core.journal.entries import to_entries
from lowmark.core.journal.one import Event, to_entries_one
from lowmark.core.journal.posting_rules import POSTING_RULES, ROLES, accounts_for, variance_event
from lowmark.core.kinds.problems import Problem
from lowmark.core.recording.directions import COMING_IN, GOING_OUT, RELEASES
from lowmark.frameworks.read import names, read_chart, roles

SCHEMA = {
    "event": pl.String,
    "accounting_on": pl.Date,
    "document": pl.String,
    "reason": pl.String,
    "item_class": pl.String,
    "amount_minor": pl.Int64,
}
FIFTH = date(2026, 11, 5)
REASONS = ("", "price_decline", "expired", "damaged")
CHART = {(said.role, said.reason): int(said.account) for said in read_chart("ifrs").roles}
# In this one every role has an account for the rest, so that any event can be posted for any reason.
ROLES_FOR_ALL = {(role, ""): account for account, role in enumerate(sorted(ROLES), start=100)} | {
    ("write_down_expense", "expired"): 11,
    ("allowance", "expired"): 12,
    ("allowance", "damaged"): 13,
}


def frame(events):
    rows = [tuple(getattr(event, name) for name in SCHEMA) for event in events]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def both_ways(events, roles):
    """Return entries with their lines, the same from frames as from plain Python."""
    made = to_entries(events=frame(events), roles=roles)
    lines = {entry: [] for entry in made.entries["entry"]}
    for entry, *line in made.lines.iter_rows():
        lines[entry].append(tuple(line))
    columnar = [
        (journal, event, on, document, lines[entry]) for entry, journal, event, on, document, _ in made.entries.rows()
    ]
    scalar = [
        (
            draft.journal,
            draft.event,
            draft.accounting_on,
            draft.document,
            [(line.line_no, line.account_id, line.reason, line.item_class, line.amount_minor) for line in draft.lines],
        )
        for draft in to_entries_one(events=events, roles=roles)
    ]
    assert columnar == scalar
    assert made.entries["entry"].to_list() == list(range(made.entries.height))
    assert made.entries["n_lines"].to_list() == [len(of_entry) for of_entry in lines.values()]
    return columnar


def event(name, amount, *, on=FIFTH, document="D-1", reason="", item_class="goods"):
    return Event(
        event=name, accounting_on=on, document=document, reason=reason, item_class=item_class, amount_minor=amount
    )


# --- by hand ---------------------------------------------------------------------------------------------------------

POSTED = (
    ("opening", 1200, 3900), ("receipt", 1200, 2100), ("receipt_reversed", 2100, 1200), ("production_receipt", 1200, 1300),
    ("sale", 5000, 1200), ("sales_return", 1200, 5000), ("scrap", 5200, 1200), ("scrap_return", 1200, 5200),
    ("production_issue", 1300, 1200), ("vendor_return", 1150, 1200), ("adjustment_in", 1200, 5310),
    ("adjustment_out", 5300, 1200), ("provisional_receipt", 1200, 2120), ("provisional_settled", 2120, 1200),
    ("abnormal_waste", 5210, 1300),
)  # fmt: skip
"""What moves of stock post; and the differences to it, where a late fact has them cost something else."""

CHANGED = (
    ("landed_cost", 1200, 2110), ("invoice_difference", 1200, 2100), ("vendor_rebate", 1160, 1200),
    ("vendor_credit", 1160, 1200), ("price_protection", 1160, 1200), ("credit_over_cost", 1200, 5000),
    ("formula_restated", 1200, 3100),
)  # fmt: skip
"""What changes of what receipts cost post; a change that is taken back posts the other way."""

VARIED = (
    ("landed_cost", 2110), ("invoice_difference", 2100), ("vendor_rebate", 1160), ("vendor_credit", 1160),
    ("price_protection", 1160),
)  # fmt: skip
"""What they are set against where goods are costed at standard."""

LIST = {
    **{event: ("stock", debit, credit) for event, debit, credit in CHANGED},
    **{f"{event}_back": ("stock", credit, debit) for event, debit, credit in CHANGED},
    **{f"{event}_variance": ("stock", 5250, against) for event, against in VARIED},
    **{f"{event}_variance_gain": ("stock", against, 5250) for event, against in VARIED},
    **{event: ("stock", debit, credit) for event, debit, credit in POSTED},
    **{f"{event}_recosted": ("stock", debit, credit) for event, debit, credit in POSTED},
    **{f"{event}_recosted_back": ("stock", credit, debit) for event, debit, credit in POSTED},
    "conversion": ("stock", 1300, 5230),
    "idle_capacity": ("stock", 5220, 5230),
    "purchase_variance": ("stock", 5250, 2100),
    "purchase_variance_gain": ("stock", 2100, 5250),
    "production_variance": ("stock", 5260, 1300),
    "production_variance_gain": ("stock", 1300, 5260),
    "opening_variance": ("stock", 5250, 3900),
    "opening_variance_gain": ("stock", 3900, 5250),
    "adjustment_variance": ("stock", 5250, 5310),
    "adjustment_variance_gain": ("stock", 5310, 5250),
    "sales_return_variance": ("stock", 5250, 5000),
    "sales_return_variance_gain": ("stock", 5000, 5250),
    "scrap_return_variance": ("stock", 5250, 5200),
    "scrap_return_variance_gain": ("stock", 5200, 5250),
    "provisional_variance": ("stock", 5250, 2120),
    "provisional_variance_gain": ("stock", 2120, 5250),
    "provisional_true_up": ("stock", 5000, 2120),
    "provisional_true_up_gain": ("stock", 2120, 5000),
    "re_pool_variance": ("stock", 5250, 1200),
    "re_pool_variance_gain": ("stock", 1200, 5250),
    "standard_raised": ("stock", 1200, 5255),
    "standard_lowered": ("stock", 5255, 1200),
    "lifo_reserve": ("stock", 5050, 1280),
    "lifo_reserve_back": ("stock", 1280, 5050),
    "returns_expected": ("stock", 1480, 5000),
    "returns_expected_back": ("stock", 5000, 1480),
    "opening_allowance": ("write_downs", 3900, 1290),
    "write_down": ("write_downs", 5100, 1290),
    "write_off": ("write_downs", 5160, 1290),
    "reversal": ("write_downs", 1290, 5190),
    "release_on_sale": ("write_downs", 1290, 5195),
    "release_over_cost": ("write_downs", 1290, 5195),
    "use_on_scrap": ("write_downs", 1290, 5200),
    "use_on_vendor_return": ("write_downs", 1290, 1150),
    "use_on_production_issue": ("write_downs", 1290, 1300),
    "use_on_adjustment_out": ("write_downs", 1290, 5300),
    "use_on_provisional_settled": ("write_downs", 1290, 5000),
    "restore_use_on_provisional_settled": ("write_downs", 5000, 1290),
    "use_on_receipt_reversed": ("write_downs", 1290, 5190),
    "restore_use_on_receipt_reversed": ("write_downs", 5190, 1290),
    "use_on_abnormal_waste": ("write_downs", 1290, 5210),
    "restore_use_on_abnormal_waste": ("write_downs", 5210, 1290),
    "restore_release": ("write_downs", 5195, 1290),
    "restore_over_cost": ("write_downs", 5195, 1290),
    "restore_use": ("write_downs", 5200, 1290),
    "restore_use_on_vendor_return": ("write_downs", 1150, 1290),
    "restore_use_on_production_issue": ("write_downs", 1300, 1290),
    "restore_use_on_adjustment_out": ("write_downs", 5300, 1290),
    "allowance_acquired": ("write_downs", 1460, 1290),
    "allowance_disposed": ("write_downs", 1290, 1460),
    "allowance_translated_up": ("write_downs", 3300, 1290),
    "allowance_translated_down": ("write_downs", 1290, 3300),
    "allowance_out_of_held_for_sale": ("write_downs", 1450, 1290),
    "allowance_into_held_for_sale": ("write_downs", 1290, 1450),
    "allowance_restated_up": ("write_downs", 3100, 1290),
    "allowance_restated_down": ("write_downs", 1290, 3100),
    "allowance_transferred_in": ("write_downs", 1470, 1290),
    "allowance_transferred_out": ("write_downs", 1290, 1470),
    "allowance_raised_otherwise": ("write_downs", 5197, 1290),
    "allowance_lowered_otherwise": ("write_downs", 1290, 5197),
    "commitment_loss": ("write_downs", 5400, 2250),
    "commitment_recovery": ("write_downs", 2250, 5410),
    "opening_lifo_reserve": ("stock", 3900, 1280),
    "opening_lifo_reserve_back": ("stock", 1280, 3900),
    "commitment_used": ("write_downs", 2250, 5400),
    "shrinkage_accrued": ("stock", 5300, 1285),
    "shrinkage_accrued_back": ("stock", 1285, 5300),
    "intercompany_sale": ("stock", 1100, 4000),
    "intercompany_purchase": ("stock", 2100, 2000),
}


@pytest.mark.parametrize("name", LIST)
def test_each_event_debits_and_credits_the_accounts_of_the_chart(name):
    journal, debit, credit = LIST[name]

    (entry,) = both_ways([event(name, 700, reason="price_decline")], CHART)

    assert entry[:4] == (journal, name, FIFTH, "D-1")
    assert entry[4] == [(1, debit, "price_decline", "goods", 700), (2, credit, "price_decline", "goods", -700)]


def test_the_list_is_closed():
    assert set(LIST) == set(POSTING_RULES)
    for post in (to_entries_one, lambda *, events, roles: to_entries(events=frame(events), roles=roles)):
        with pytest.raises(Problem, match="no posting rule is for 'gift'"):
            post(events=[event("gift", 0)], roles=CHART)


@pytest.mark.parametrize("exit_", sorted(GOING_OUT.values()))
def test_an_exit_uses_the_allowance_where_its_own_cost_was_debited_and_a_sale_apart(exit_):
    """What settles a sale made before its goods came is a cost of that sale; the liability is relieved of what was assumed."""
    if exit_ == "provisional_settled":
        assert POSTING_RULES[RELEASES[exit_]].credit == POSTING_RULES["provisional_true_up"].debit
        return
    debited = POSTING_RULES[exit_].debit
    assert POSTING_RULES[RELEASES[exit_]].credit == ("allowance_released" if debited == "cost_of_sales" else debited)


@pytest.mark.parametrize("moved", sorted(COMING_IN.values()))
def test_what_comes_in_dearer_than_standard_goes_to_a_variance_and_what_comes_in_cheaper_out_of_it(moved):
    dearer = POSTING_RULES[variance_event(event=moved, variance_minor=5)]
    cheaper = POSTING_RULES[variance_event(event=moved, variance_minor=-5)]
    assert (dearer.debit, dearer.credit) == (cheaper.credit, cheaper.debit)
    assert dearer.debit in {"purchase_variance", "production_variance"}
    assert dearer.credit == POSTING_RULES[moved].credit


def test_goods_re_pooled_have_a_variance_and_what_goes_out_has_none():
    assert variance_event(event="re_pool", variance_minor=-1) == "re_pool_variance_gain"
    with pytest.raises(Problem, match="nothing comes in by 'sale'"):
        variance_event(event="sale", variance_minor=1)


@pytest.mark.parametrize("framework", names())
def test_a_direct_book_credits_inventories_themselves_and_has_the_same_net_of_everything(framework):
    """A write-down of 30, of which a sale releases 15, scrap uses 9 and a return of the sale restores 6."""
    told = [("sale", 70, ""), ("write_down", 30, "expired"), ("release_on_sale", 15, "expired"), ("scrap", 20, ""),
            ("use_on_scrap", 9, "expired"), ("sales_return", 28, ""), ("restore_release", 6, "expired")]  # fmt: skip
    sums = {}
    for style in ("allowance", "direct"):
        charted = {(said.role, said.reason): int(said.account) for said in roles(framework, write_downs=style)}
        of_style = sums[style] = {}
        for *_, lines in both_ways([event(name, amount, reason=reason) for name, amount, reason in told], charted):
            for _, account, *_, amount in lines:
                of_style[account] = of_style.get(account, 0) + amount
    beside, direct = sums["allowance"], sums["direct"]
    assert roles(framework) == read_chart(framework).roles
    assert direct[1200] == beside[1200] + beside.pop(1290)
    assert direct[5000] == beside[5000] + beside.pop(5195)
    assert {account: direct[account] for account in (5120, 5200)} == {
        account: beside[account] for account in (5120, 5200)
    }
    assert direct.keys() == beside.keys()


def test_the_chart_that_comes_with_ifrs_fills_every_role():
    assert {role for role, _ in CHART} >= ROLES


def test_a_reason_with_an_account_of_its_own_is_posted_there_and_others_to_the_rest():
    assert accounts_for(event="write_down", reason="expired", roles=ROLES_FOR_ALL) == (11, 12)
    assert accounts_for(event="write_down", reason="damaged", roles=ROLES_FOR_ALL)[1] == 13
    rest = ROLES_FOR_ALL["write_down_expense", ""], ROLES_FOR_ALL["allowance", ""]
    assert accounts_for(event="write_down", reason="recall", roles=ROLES_FOR_ALL) == rest


def test_a_reason_picks_no_account_where_the_rule_does_not_say_so():
    roles = ROLES_FOR_ALL | {("inventory", "expired"): 1}

    assert accounts_for(event="sale", reason="expired", roles=roles)[1] == ROLES_FOR_ALL["inventory", ""]


@pytest.mark.parametrize("event", ["scrap", "scrap_recosted"])
def test_scrap_goes_to_the_account_of_its_reason_where_a_chart_has_one(event):
    roles = ROLES_FOR_ALL | {("scrap_loss", "spoilage"): 5201}

    assert accounts_for(event=event, reason="spoilage", roles=roles)[0] == 5201
    assert accounts_for(event=event, reason="dropped", roles=roles)[0] == ROLES_FOR_ALL["scrap_loss", ""]


@pytest.mark.parametrize(
    "events, roles, code",
    [
        ([("write_down", 5)], CHART, "missing_role"),
        ([("write_off", 5)], CHART, "missing_role"),
        ([("sale", 5)], {}, "missing_role"),
        ([("sale", -5)], CHART, "negative_amount"),
        ([("sale", -5), ("gift", 5)], {}, "unknown_event"),
        ([("sale", 5), ("scrap", -5)], {}, "negative_amount"),
    ],
)
def test_a_callers_mistake_is_the_same_problem_both_ways(events, roles, code):
    given_events = [event(name, amount) for name, amount in events]

    with pytest.raises(Problem) as scalar:
        to_entries_one(events=given_events, roles=roles)
    with pytest.raises(Problem) as columnar:
        to_entries(events=frame(given_events), roles=roles)

    assert scalar.value.code == columnar.value.code == code
    assert str(scalar.value) == str(columnar.value)


def test_a_missing_role_is_named():
    with pytest.raises(Problem, match="no account plays write_down_expense for theft, which write_down needs"):
        to_entries_one(events=[event("write_down", 1, reason="theft")], roles=CHART)


def test_one_entry_holds_a_documents_day_and_event_with_lines_summed_by_account_and_class():
    events = [
        event("sale", 300),
        event("sale", 50, item_class="spares"),
        event("sale", 400),
        event("sale", 0, item_class="nothing"),
        event("sale", 9, document="D-2"),
        event("sale", 8, on=date(2026, 11, 4), document="D-2"),
        event("scrap", 7),
    ]

    entries = both_ways(events, CHART)

    assert [(name, on.day, document) for _, name, on, document, _ in entries] == [
        ("sale", 4, "D-2"),
        ("sale", 5, "D-1"),
        ("sale", 5, "D-2"),
        ("scrap", 5, "D-1"),
    ]
    assert entries[1][4] == [
        (1, 5000, "", "goods", 700),
        (2, 5000, "", "spares", 50),
        (3, 1200, "", "goods", -700),
        (4, 1200, "", "spares", -50),
    ]


def test_nothing_and_what_cancels_leave_no_entry():
    one_account = {("inventory", ""): 1, ("cost_of_sales", ""): 1}

    assert both_ways([], CHART) == []
    assert both_ways([event("sale", 0)], {}) == []
    assert both_ways([event("sale", 5), event("sale", 0)], one_account) == []


def test_a_sum_that_does_not_fit_is_an_overflow_and_never_wraps():
    events = [event("sale", 2**62), event("sale", 2**62)]

    with pytest.raises(OverflowError):
        to_entries_one(events=events, roles=CHART)
    with pytest.raises(OverflowError):
        to_entries(events=frame(events), roles=CHART)
    assert both_ways([event("sale", 2**62), event("sale", 2**62 - 1)], CHART)[0][4][0][4] == 2**63 - 1


# --- by law ----------------------------------------------------------------------------------------------------------

EVENTS = st.lists(
    st.builds(
        Event,
        event=st.sampled_from(sorted(POSTING_RULES)),
        accounting_on=st.sampled_from([date(2026, 10, 31), date(2026, 11, 1), FIFTH]),
        document=st.sampled_from(["SO-1", "SO-2", "É", "a", ""]),
        reason=st.sampled_from(REASONS),
        item_class=st.sampled_from(["", "goods", "spares"]),
        amount_minor=st.one_of(st.integers(0, 20), st.integers(0, 2**55)),
    ),
    max_size=30,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_entries_balance_are_alike_both_ways_and_do_not_depend_on_the_order_of_events(events, random):
    entries = both_ways(events, ROLES_FOR_ALL)

    assert entries == both_ways(random.sample(events, len(events)), ROLES_FOR_ALL)
    keys = [(on, journal, name, document) for journal, name, on, document, _ in entries]
    assert keys == sorted(set(keys))
    for *_, lines in entries:
        assert sum(line[4] for line in lines) == 0
        assert [line[0] for line in lines] == list(range(1, len(lines) + 1))
        assert all(line[4] != 0 for line in lines)


@given(EVENTS)
def test_each_account_receives_exactly_what_its_events_say(events):
    expected = {}
    for one in events:
        debit, credit = accounts_for(event=one.event, reason=one.reason, roles=ROLES_FOR_ALL)
        expected[debit] = expected.get(debit, 0) + one.amount_minor
        expected[credit] = expected.get(credit, 0) - one.amount_minor

    posted = {}
    for *_, lines in both_ways(events, ROLES_FOR_ALL):
        for _, account, _, _, amount in lines:
            posted[account] = posted.get(account, 0) + amount

    assert {account: amount for account, amount in posted.items() if amount} == {
        account: amount for account, amount in expected.items() if amount
    }
