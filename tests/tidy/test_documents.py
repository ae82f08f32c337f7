"""Documents cannot drift: generated pages are fresh, decisions are whole, links lead somewhere, words are in use."""

import importlib.util
import re

import pytest

from lowmark.core.tables.registry import NOUNS
from lowmark.services import catalogue
from tests.tidy.sources import PACKAGE, ROOT, tracked

OPERATIONS = tuple(catalogue.BY_NAME.values())

DOCS = ROOT / "docs"
ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
SECTIONS = ["## Context", "## Decision", "## Measurement", "## Consequences"]
STATUSES = ("accepted", "superseded by ")


def _generated():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pages()


@pytest.mark.parametrize("page", sorted(_generated()))
def test_a_generated_page_is_fresh(page):
    assert (DOCS / page).read_text(encoding="utf-8") == _generated()[page], "run `make docs`"


def test_every_operation_has_its_page():
    text = (DOCS / "reference" / "operations.md").read_text(encoding="utf-8")
    missing = [operation.name for operation in OPERATIONS if f"\n## {operation.name}\n" not in text]
    assert OPERATIONS
    assert not missing


def test_every_noun_has_its_page():
    text = (DOCS / "reference" / "tables.md").read_text(encoding="utf-8")
    assert not [noun.name for noun in NOUNS if f"\n## {noun.name}\n" not in text]


def test_decisions_are_numbered_without_a_gap():
    assert [int(path.name[:4]) for path in ADRS] == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_said_whole(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    title = lines[0]
    status = next((line.removeprefix("Status: ") for line in lines if line.startswith("Status: ")), "")
    assert re.fullmatch(rf"# {int(path.name[:4])}\. [A-Z].{{20,}}[^.]", title), "the title says the decision"
    assert len(title.split()) >= 6, "the title is a sentence"
    assert status.startswith(STATUSES)
    assert [line for line in lines if line.startswith("## ")] == SECTIONS
    assert len(lines) <= 45


def test_the_index_lists_every_decision():
    index = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    missing = [
        path.name
        for path in ADRS
        if f"({path.name})" not in index
        or path.read_text(encoding="utf-8").split("\n")[0].split(". ", 1)[1] not in index
    ]
    assert not missing


def _markdown():
    return [path for path in tracked() if path.suffix == ".md"]


@pytest.mark.parametrize("path", _markdown(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    inside = [target.split("#")[0] for target in targets if "://" not in target and not target.startswith("mailto:")]
    dead = [target for target in inside if target and not (path.parent / target).exists()]
    assert not dead
    own = {target[1:] for target in targets if target.startswith("#")}
    headings = {
        re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in re.findall(r"(?m)^#+ (.*)$", text)
    }
    assert own <= headings


def _glossary():
    text = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    return re.findall(r"(?m)^\*\*([^*]+)\*\*( \(planned\))?: ", text)


def test_every_word_of_the_glossary_is_in_use():
    """A planned word must be missing from the program, and any other must be in it: so neither can be forgotten."""
    program = "\n".join(
        path.read_text(encoding="utf-8").lower().replace("_", " ").replace("-", " ")
        for path in tracked()
        if path.is_relative_to(PACKAGE) and path.suffix in {".py", ".yaml", ".html", ".sql"}
    )
    nouns = {noun.name.replace("_", " ") for noun in NOUNS}
    words = _glossary()
    assert len(words) > 20
    unused = [word for word, planned in words if not planned and word.lower().replace("-", " ") not in program]
    built = [word for word, planned in words if planned and word.lower() in nouns]
    assert not unused
    assert not built, "no longer planned"


def test_every_fact_and_register_is_in_the_glossary():
    words = {word.lower() for word, _ in _glossary()}
    missing = [n.name for n in NOUNS if n.room in {"fact", "register"} and n.name.replace("_", " ") not in words]
    assert not missing
