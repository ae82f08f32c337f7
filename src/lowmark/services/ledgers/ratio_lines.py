"""Ratios and covenants before and after a change, as answers show them.

Before this: `figures`. After this: `ratios` and `impact`.
"""

from lowmark.core.statements.figures import covenant_of
from lowmark.core.statements.impact import Figures
from lowmark.core.statements.ratios import covenant_tests, ratios_before_and_after, to_micro
from lowmark.services.operations.ratios import Kept, Line


def lines_of(before: Figures, after: Figures) -> list[Line]:
    """Return the ratios before and after, in millionths."""
    return [
        Line(ratio=each.name, posted_micro=None if each.before is None else to_micro(each.before),
             pro_forma_micro=None if each.after is None else to_micro(each.after), direction=each.direction)
        for each in ratios_before_and_after(before=before, after=after)
    ]  # fmt: skip


def kept_of(covenants: str, before: Figures, after: Figures) -> list[Kept]:
    """Say of each covenant, separated by commas, whether it is kept before and after."""
    asked = [covenant_of(one) for one in covenants.split(",") if one.strip()]
    return [
        Kept(covenant=test.covenant.name, kept=test.kept_before, kept_pro_forma=test.kept_after)
        for test in covenant_tests(covenants=asked, before=before, after=after)
    ]
