"""The example that looks back on a reserve: a year of sales that the forecast did not know. Skips where the data is absent."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "online_retail"
pytestmark = [
    pytest.mark.more,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the invoices are not here: {FOLDER}"),
]


def test_the_look_back_prints_error_and_bias_beside_the_fixed_rule(capsys):
    pytest.importorskip("statsforecast", reason="forecasts are an extra: lowmark[forecast]")
    from examples.online_retail.look_back import FORECAST, RULE, main

    main(FOLDER)
    printed = capsys.readouterr().out
    for rule in (FORECAST, RULE):
        (line,) = [line for line in printed.splitlines() if line.startswith(rule)]
        assert line.endswith("%")
