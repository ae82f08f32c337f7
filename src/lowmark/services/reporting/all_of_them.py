"""Which function describes which report."""

from collections.abc import Callable, Mapping
from typing import Final

from lowmark.reports.described import Report
from lowmark.services.operations.report import REPORTS
from lowmark.services.reporting import (
    ageing,
    consolidation,
    disclosures,
    group_disclosures,
    lead_schedule,
    roll_forward,
    run,
    statements,
)
from lowmark.services.reporting.asking import Asking

_OF_THEIR_OWN: Final[Mapping[str, Callable[[Asking], Report]]] = {
    "lead_schedule": lead_schedule.describe,
    "roll_forward": roll_forward.describe,
    "disclosures": disclosures.describe,
    "run": run.describe,
    "ageing": ageing.describe,
    "consolidation": consolidation.describe,
    "group_disclosures": group_disclosures.describe,
}


def described(asking: Asking) -> Report:
    """Return the report that is asked for.

    Raises: Problem, as the query that it is made of.
    """
    assert asking.request.report in REPORTS, asking.request.report
    return _OF_THEIR_OWN.get(asking.request.report, statements.describe)(asking)
