"""What no tracked file may say. The words are put together here, so that this file does not say them either."""

import re

import pytest

from tests.tidy.sources import ROOT, tracked

HERE = ROOT / "tests" / "tidy" / "test_words.py"

UNFINISHED = [
    "TO" + "DO",
    "FIX" + "ME",
    "NotImplemented" + "Error",
    "x" + r"fail\(",
    r"pytest\.mark\.skip" + r"\(",
    "pragma: no " + "cover",
    "unittest" + r"\.mock",
]
ADDRESSES = [
    r"pypi\." + "org",
    "python" + "hosted",
    r"npm" + r"js\.(org|com)",
    r"registry\." + r"(npm|yarn)",
    r"debian\." + "org",
    "unpkg" + r"\.com",
    "jsdelivr" + r"\.net",
    "cdnjs" + r"\.",
    "crates" + r"\.io",
    "(extra-)?index" + "-url",
    "find-" + "links",
    "trusted-" + "host",
]
ELSEWHERE = ["/work" + "/", r"\.\./" + "shared/"]


def _texts(*roots: str):
    for path in tracked():
        if path == HERE or (roots and not any(path.is_relative_to(ROOT / root) for root in roots)):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _found(words: list[str], *roots: str) -> list[str]:
    pattern = re.compile("|".join(words))
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in _texts(*roots)
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("room", ["src", "tests", "benchmarks", "examples"])
def test_nothing_is_left_unfinished_or_skipped(room):
    assert not _found(UNFINISHED, room)


def test_no_file_names_where_packages_come_from():
    assert not _found(ADDRESSES)


def test_no_file_points_outside_the_project():
    assert not _found(ELSEWHERE)
