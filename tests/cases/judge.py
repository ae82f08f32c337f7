"""Judge a case: PASS where every answer agrees, FAIL where one does not, SKIP where Lowmark lacks what it takes.

An adapter may answer a case in part, with `Waits` in the place of what it cannot say: what it does say must agree all the
same, or the case fails. A case of several frameworks runs under each of them.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from lowmark.core.kinds.problems import Problem
from tests.cases import topics, waiting
from tests.cases.compare import differences
from tests.cases.record import Case
from tests.cases.waiting import Waits
from tests.cases.wording import frameworks_of

Adapter = Callable[[Case, str], Mapping[str, Any]]
TOO_FINE = "too_many_decimals"
QUOTED = "published_"
"""Expected values of this name are what a source printed, wrongly: they are no answer to anything."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict on one case, and the words that go with it."""

    case: Case
    verdict: Literal["PASS", "FAIL", "SKIP"]
    words: str = ""

    def __str__(self) -> str:
        said = f"{self.verdict} {self.case.id} {self.case.topic}"
        return f"{said}: {self.words}" if self.words else said


@cache
def adapters() -> Mapping[str, Adapter]:
    """Return the adapters by topic: each is a module of `topics`, found by listing."""
    found = sorted(module.name for module in pkgutil.iter_modules(topics.__path__))
    return {name: importlib.import_module(f"{topics.__name__}.{name}").answer for name in found}


def judge(case: Case) -> Outcome:
    """Run a case and judge it."""
    adapter = adapters().get(case.topic)
    if adapter is None:
        return Outcome(case, "SKIP", f"waits for {waiting.for_topic(case.topic)}")
    expected = {name: value for name, value in case.expected.items() if not name.startswith(QUOTED)}
    try:
        frameworks = frameworks_of(case.framework)
    except Waits as waits:
        return Outcome(case, "SKIP", f"waits for {waits.what}")
    if not expected:
        return Outcome(case, "SKIP", "expects nothing")
    missing: list[str] = []
    for framework in frameworks:
        try:
            answers = adapter(case, framework)
        except Waits as waits:
            missing.append(waits.what)
            continue
        except Problem as problem:
            if problem.code == TOO_FINE:
                missing.append(waiting.FINER)
                continue
            return Outcome(case, "FAIL", f"expected an answer under {framework}, got {problem}")
        except Exception as error:  # A case that nobody foresaw must not end the run.
            return Outcome(case, "FAIL", f"expected an answer under {framework}, got {error!r}")
        wrong = _wrong(case, expected, answers)
        if wrong:
            return Outcome(case, "FAIL", wrong if len(frameworks) == 1 else f"{wrong} under {framework}")
        missing.extend(_missing(expected, answers))
    if missing:
        return Outcome(case, "SKIP", f"waits for {', '.join(dict.fromkeys(missing))}")
    return Outcome(case, "PASS")


def _missing(expected: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
    """Return what the answers wait for; one that is not there at all waits for its own name."""
    found = []
    for name, wanted in expected.items():
        given = answers.get(name, Waits(f"an answer to {name}"))
        if isinstance(given, Waits):
            found.append(given.what)
        elif isinstance(given, Mapping) and isinstance(wanted, Mapping):
            found.extend(_missing(wanted, given))
    return found


def _wrong(case: Case, expected: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Say where the answers that there are differ from what is expected."""
    wanted, given = _said(expected, answers)
    found = sorted(differences(wanted, given, case.tolerance), key=lambda each: each[0])
    return "; ".join(f"expected {path} {_shown(want)}, got {_shown(got)}" for path, want, got in found)


def _said(expected: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both sides without what is waited for."""
    wanted: dict[str, Any] = {}
    given: dict[str, Any] = {}
    for name, value in expected.items():
        answer = answers.get(name)
        if answer is None or isinstance(answer, Waits):
            continue
        if isinstance(value, Mapping) and isinstance(answer, Mapping):
            wanted[name], given[name] = _said(value, answer)
        else:
            wanted[name], given[name] = value, answer
    return wanted, given


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_shown(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_shown(each) for each in value) + "]"
    return "nothing" if value is None else str(value)
