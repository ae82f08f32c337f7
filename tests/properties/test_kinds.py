"""Kinds: arithmetic is exact and refuses to wrap, text comes back as it went, parts are the whole."""

import pickle
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lowmark.core.kinds import compiled
from lowmark.core.kinds.allocation import largest_remainder
from lowmark.core.kinds.arithmetic import INT64_MAX, INT64_MIN, checked_add, multiply_divide_round
from lowmark.core.kinds.currency import EXPONENTS, exponent
from lowmark.core.kinds.day import FIRST, LAST, from_day, parse_day, to_day
from lowmark.core.kinds.money import format_minor, parse_minor, present_minor
from lowmark.core.kinds.periods import fiscal_year, month_of, months_between
from lowmark.core.kinds.price import format_price_micro, parse_price_micro
from lowmark.core.kinds.problems import Problem, RowProblem
from lowmark.core.kinds.quantity import format_micro, parse_micro
from lowmark.core.kinds.rate import format_rate_micro, parse_rate_micro, present_rate

WORDS = st.integers(INT64_MIN, INT64_MAX)
POSITIVE = st.integers(1, INT64_MAX)
NEAR_A_POWER = st.builds(lambda bits, by: min((1 << bits) + by, INT64_MAX), st.integers(0, 63), st.integers(-1, 1))
ANY = st.one_of(WORDS, NEAR_A_POWER, NEAR_A_POWER.map(lambda word: -word))
DIVISORS = st.one_of(POSITIVE, NEAR_A_POWER.filter(lambda word: word > 0))
STORED = st.integers(-INT64_MAX, INT64_MAX)


def outcome(function, *words):
    try:
        return function(*words)
    except OverflowError:
        return "overflow"


@given(ANY, ANY, DIVISORS)
@example(INT64_MIN, INT64_MIN, INT64_MAX)
@example(INT64_MIN, 1, 1)
@example(INT64_MIN, -1, 1)
@example(INT64_MAX, INT64_MAX, INT64_MAX)
@example(INT64_MIN, INT64_MAX, INT64_MAX)
@example(3, 1, 2)
def test_product_over_divisor_is_the_fraction_rounded_half_to_even(a, b, c):
    exact = round(Fraction(a * b, c))

    expected = exact if INT64_MIN <= exact <= INT64_MAX else "overflow"

    assert outcome(multiply_divide_round, a, b, c) == expected


@given(ANY, ANY, DIVISORS)
@example(INT64_MIN, INT64_MIN, INT64_MAX)
@example(INT64_MIN, 1, 1)
@example(INT64_MIN, -1, 1)
@example(INT64_MAX, INT64_MAX, INT64_MAX)
@example(INT64_MAX - 1, INT64_MAX, INT64_MAX)
@example(INT64_MAX, 2, 4)
@example(0, 0, 1)
def test_the_compiled_twin_agrees_to_the_last_unit(a, b, c):
    twin = compiled.compile(multiply_divide_round)

    assert outcome(twin, a, b, c) == outcome(multiply_divide_round, a, b, c)


@given(st.integers(0, INT64_MAX // 2), st.integers(1, INT64_MAX // 2))
def test_exact_halves_go_to_the_even_neighbour_in_both_forms(n, c):
    assume(n * 2 + 1 <= INT64_MAX)
    odd, twin = 2 * n + 1, compiled.compile(multiply_divide_round)

    for function in (multiply_divide_round, twin):
        assert outcome(function, odd, c, 2 * c) == n + (n & 1)


@given(ANY, ANY)
def test_sums_do_not_wrap_in_either_form(a, b):
    expected = a + b if INT64_MIN <= a + b <= INT64_MAX else "overflow"

    assert outcome(checked_add, a, b) == expected
    assert outcome(compiled.compile(checked_add), a, b) == expected


def test_a_divisor_of_zero_is_a_programmers_mistake_in_both_forms():
    for function in (multiply_divide_round, compiled.compile(multiply_divide_round)):
        with pytest.raises(AssertionError):
            function(1, 1, 0)


@given(st.integers(-(10**20), 10**20), st.lists(st.integers(0, 10**20), min_size=1, max_size=30))
def test_allocated_parts_are_the_whole_and_each_within_one_of_its_share(total, weights):
    assume(sum(weights) > 0)

    parts = largest_remainder(total, weights)

    assert sum(parts) == total
    assert parts == [-part for part in largest_remainder(-total, weights)]
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert part == 0 or weight > 0


@given(st.integers(0, 100), st.integers(1, 20))
def test_equal_weights_give_what_is_left_to_the_first(total, n):
    parts = largest_remainder(total, [7] * n)

    assert parts == sorted(parts, reverse=True)


@pytest.mark.parametrize(("weights", "code"), [([0, 0], "no_weight"), ([], "no_weight"), ([1, -1], "negative_weight")])
def test_nothing_is_allocated_over_nothing(weights, code):
    with pytest.raises(Problem) as raised:
        largest_remainder(1, weights)

    assert raised.value.code == code


@given(STORED, st.sampled_from(sorted(EXPONENTS)))
def test_money_comes_back_as_it_was_written(minor, currency):
    assert parse_minor(format_minor(minor, currency), currency) == minor


@given(STORED)
def test_quantities_prices_and_rates_come_back_as_they_were_written(micro):
    assert parse_micro(format_micro(micro)) == micro
    assert parse_price_micro(format_price_micro(micro)) == micro
    assert parse_rate_micro(format_rate_micro(micro)) == micro
    assert parse_rate_micro(present_rate(micro)) == micro


@given(STORED)
def test_presented_money_is_the_same_digits(minor):
    shown = present_minor(minor, "EUR")

    assert shown.startswith("(") == (minor < 0)
    assert shown.strip("()").replace(",", "") == format_minor(abs(minor), "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1,000",
        "1 000",
        "1e3",
        "+1",
        "1.",
        ".5",
        "--1",
        "0x10",
        "1_000",
        "NaN",
        "inf",
        "1.2.3",
        "١٢",
        "1\n",
        "- 1",
        "\u22121",
        "1'000",
        "€1",
        "(1)",
        "9" * 50,
    ],
)
def test_what_is_not_a_plain_decimal_is_refused(text):
    for parse in (lambda text: parse_minor(text, "EUR"), parse_micro, parse_price_micro, parse_rate_micro):
        with pytest.raises(Problem, match="plain decimal number"):
            parse(text)


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("1.005", "EUR", "too_many_decimals"),
        ("1.000", "EUR", "too_many_decimals"),
        ("1.0", "JPY", "too_many_decimals"),
        ("0.0001", "KWD", "too_many_decimals"),
        ("92233720368547758.08", "EUR", "out_of_range"),
        ("-92233720368547758.08", "EUR", "out_of_range"),
        ("1", "EURO", "unknown_currency"),
        ("1", "eur", "unknown_currency"),
        ("1", "XAU", "currency_without_minor_unit"),
    ],
)
def test_an_amount_is_never_rounded_on_the_way_in(text, currency, code):
    with pytest.raises(Problem) as raised:
        parse_minor(text, currency)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("text", "micro"), [("0.05", 50_000), ("5 %", 50_000), ("5%", 50_000), ("0.0001%", 1), ("-0.5", -500_000)]
)
def test_rates_are_read_as_decimals_and_as_percentages(text, micro):
    assert parse_rate_micro(text) == micro


@pytest.mark.parametrize("text", ["0.00001%", "5  %", "%", "5 % "])
def test_rates_finer_than_a_millionth_or_oddly_spaced_are_refused(text):
    with pytest.raises(Problem):
        parse_rate_micro(text)


def test_currencies_have_the_decimals_of_the_standard():
    decimals = {"USD": 2, "JPY": 0, "KRW": 0, "ISK": 0, "VND": 0, "KWD": 3, "TND": 3, "CLF": 4, "UYW": 4, "MGA": 2}

    assert {code: exponent(code) for code in decimals} == decimals
    assert all(len(code) == 3 and code.isupper() for code in EXPONENTS)


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_days_count_from_1970_and_come_back(when):
    day = to_day(when)

    assert from_day(day) == when
    assert day == (when - date(1970, 1, 1)).days
    assert parse_day(when.isoformat()) == day


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-2-3", "20260203", "26-02-03", "2026-02-03T00:00", "", "2026-13-01"]
)
def test_what_is_not_an_iso_date_is_refused(text):
    with pytest.raises(Problem) as raised:
        parse_day(text)

    assert raised.value.code == "bad_day"


@pytest.mark.parametrize("text", ["1969-12-31", "2200-01-01", "0001-01-01"])
def test_days_out_of_range_are_refused(text):
    with pytest.raises(Problem) as raised:
        parse_day(text)

    assert raised.value.code == "day_out_of_range"


@given(st.integers(FIRST, LAST))
def test_a_day_lies_in_its_month(day):
    first, last = month_of(day)

    assert first <= day <= last
    assert from_day(first).day == 1
    assert last == LAST or from_day(last + 1).day == 1


@given(st.integers(FIRST, LAST), st.integers(1, 12))
def test_a_fiscal_year_ends_within_the_twelve_months_after_its_day(day, start_month):
    ends_in, when = fiscal_year(day, start_month), from_day(day)
    last_month = 12 if start_month == 1 else start_month - 1

    months_left = (ends_in - when.year) * 12 + last_month - when.month

    assert 0 <= months_left < 12


@given(st.integers(FIRST, LAST), st.integers(FIRST, LAST))
def test_months_between_two_days_are_those_between_their_firsts(a, b):
    assert months_between(a, b) == -months_between(b, a)
    assert months_between(a, month_of(a)[1]) == 0


def test_a_fiscal_year_starts_in_a_month():
    with pytest.raises(Problem, match="month 13"):
        fiscal_year(0, 13)


LIMIT = 3


def add_up_to_limit(numbers):
    total = 0
    for number in numbers:
        total = checked_add(total, number)
        if total > LIMIT:
            break
    return total


def test_a_kernel_is_rebuilt_with_what_it_names_and_kept_where_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("LOWMARK_KERNEL_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(compiled, "_compiled", {})  # Tests come in any order; another may have compiled it elsewhere.

    kernel = compiled.compile(add_up_to_limit)

    assert kernel is compiled.compile(add_up_to_limit)
    assert kernel(np.array([1, 2, 1, 5])) == add_up_to_limit([1, 2, 1, 5]) == 4
    assert list((tmp_path / "kernels").rglob("*add_up_to_limit*.nbc"))
    with pytest.raises(OverflowError):
        kernel(np.array([-1, INT64_MIN]))


def test_few_rows_are_not_worth_a_compiler():
    assert compiled.for_size(add_up_to_limit, compiled.COMPILE_FROM_ROWS - 1) is add_up_to_limit
    assert compiled.for_size(add_up_to_limit, compiled.COMPILE_FROM_ROWS) is compiled.compile(add_up_to_limit)


def test_kernels_are_kept_without_a_home_and_never_where_others_may_write(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", "")
    (tmp_path / "a file").touch()
    open_to_all = tmp_path / "open to all"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)

    for chosen in (tmp_path / "a file", open_to_all):
        monkeypatch.setenv("LOWMARK_KERNEL_CACHE", str(chosen))
        directory = compiled.cache_directory()
        assert directory is not None
        assert directory.parent == tmp_path
        assert directory.stat().st_mode & 0o777 == 0o700


def test_home_is_the_last_resort_and_nowhere_is_borne(monkeypatch, tmp_path):
    (tmp_path / "a file").touch()
    (tmp_path / "home").mkdir()
    monkeypatch.delenv("LOWMARK_KERNEL_CACHE", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "a file"))

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert compiled.cache_directory() == tmp_path / "home/.cache/lowmark-kernels"
    monkeypatch.setenv("HOME", str(tmp_path / "a file"))
    assert compiled.cache_directory() is None


def test_a_problem_cannot_be_changed_and_survives_a_process():
    problem = Problem("code", "message", hint="hint", where={"row": 1})

    with pytest.raises(AttributeError):
        problem.code = "other"
    with pytest.raises(TypeError):
        problem.where["row"] = 2
    again = pickle.loads(pickle.dumps(problem))
    assert (again.code, again.message, again.hint, again.where) == ("code", "message", "hint", {"row": 1})
    assert str(again) == str(problem) == "message [code, row 1]; hint"


def test_a_row_problem_says_only_what_it_knows():
    assert str(RowProblem(document="a.csv", code="empty", message="no rows")) == "a.csv: no rows [empty]"
