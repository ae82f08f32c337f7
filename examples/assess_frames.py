"""Measure two frames at the lower of cost and net realisable value: no file, no database."""

from datetime import date

import polars as pl

import lowmark

on_hand = pl.DataFrame(
    {
        "item": ["KETTLE-1L", "KETTLE-1L"],
        "quantity_micro": [10_000_000, 10_000_000],  # millionths of a unit: 10 and 10
        "cost_minor": [50_00, 90_00],  # cents: bought at 5.00 and at 9.00
    }
)
prices = pl.DataFrame(
    {"item": ["KETTLE-1L"], "kind": ["quote"], "amount_micro": [6_000_000], "observed_on": [date(2026, 10, 28)]}
)

found = lowmark.assess_on_hand(on_hand=on_hand, prices=prices, as_of=date(2026, 10, 31), currency="EUR")
for row in found.select("item", "cost_minor", "value_minor", "required_minor", "reason").iter_rows(named=True):
    print(row)
