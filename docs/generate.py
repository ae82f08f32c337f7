"""Write the pages that are said elsewhere: operations, tables, files, exit codes, and a how-to page for each industry.

Usage: `python docs/generate.py` writes them; with `--check` it says which are stale, and fails if any is.
"""

import importlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from lowmark.core.tables.noun import Column, Noun
from lowmark.core.tables.registry import NOUNS
from lowmark.doors import DONE, MEANINGS, NOT_ALLOWED, REFUSED, UNFIT, WRONG_USAGE, meaning
from lowmark.interchange.column import ImportColumn, ImportTable
from lowmark.interchange.tables import TABLES
from lowmark.services.catalogue import BY_NAME, SUMMARIES
from lowmark.services.operation import Operation

DOCS = Path(__file__).parent
WRITTEN_BY = "<!-- Written by docs/generate.py; `make docs` writes it again. -->"

ROOMS = {
    "register": "names things; changed by commands, each change audited",
    "fact": "append-only: corrected by another fact, never changed",
    "cache": "derived from facts; rebuilt and compared by a command",
    "workflow": "moves through states, forwards only",
}

EXIT_CODES = {
    DONE: "done, and nothing was found wanting",
    REFUSED: "refused or found wanting: bad rows, a closed period, a decision that may not stand, a fault found",
    WRONG_USAGE: "asked wrongly: an unknown option, a value that cannot be, a key reused for something else",
    NOT_ALLOWED: "not allowed: no grant, no fresh proof of identity",
    UNFIT: "the database is not fit to be written to; `lowmark doctor` says why",
}


def main() -> int:
    """Write the pages, or under --check compare them with what would be written."""
    stale = []
    for name, text in pages().items():
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/{name}")
    if stale and "--check" in sys.argv[1:]:
        print(f"stale: {', '.join(stale)}; run `make docs`", file=sys.stderr)
        return 1
    return 0


def pages() -> dict[str, str]:
    """Return each generated page by its path under `docs`."""
    return {
        "reference/operations.md": _page(_operations()),
        "reference/tables.md": _page(_tables()),
        "reference/files.md": _page(_files()),
        "reference/exit-codes.md": _page(_exit_codes()),
        **_industries().pages(),
    }


def _industries() -> ModuleType:
    """Return the module beside this one, which is no package."""
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module("generate_industries")
    finally:
        sys.path.remove(str(DOCS))


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _operations() -> Iterator[str]:
    yield "# Operations"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "Whatever Lowmark can do, under one name in every door: a command of the command line, a REST route, a page."
    yield "A *query* reads. A *command* changes something; sent twice with the same idempotency key, it acts once."
    yield ""
    yield from _grid(
        ["operation", "kind", "what it does"],
        [[f"[`{o.name}`](#{_anchor(o.name)})", o.kind, SUMMARIES[o.name]] for o in BY_NAME.values()],
    )
    for operation in BY_NAME.values():
        yield from _operation(operation)


def _operation(operation: Operation) -> Iterator[str]:
    yield ""
    yield f"## {operation.name}"
    yield ""
    yield SUMMARIES[operation.name]
    yield ""
    yield f"* kind: {operation.kind}{', long (shows progress)' if operation.long else ''}"
    yield f"* asked as: `lowmark {operation.name}`, `{_method(operation)} /api/v1/{operation.name}`"
    yield f"* page: {', '.join(operation.pages) or 'none yet'}"
    yield f"* who: {_who(operation)}"
    if operation.step_up:
        yield "* needs a fresh proof of identity (step-up); a token cannot give it"
    yield from _dataclass("Request", operation.request)
    yield from _dataclass("Response", operation.response)


def _method(operation: Operation) -> str:
    return "GET" if operation.kind == "query" else "POST"


def _who(operation: Operation) -> str:
    policy = operation.policy
    who = [", ".join(policy.roles)] if policy.roles else []
    who += ["the installation's operator"] if policy.operator else []
    who += ["whoever is signed in, of himself; not with a token"] if policy.own else []
    return "; or ".join(who) + (" (only in a database created as a demo)" if policy.demo_only else "")


def _dataclass(title: str, kind: type) -> Iterator[str]:
    """Describe a dataclass, then every dataclass that its fields name."""
    waiting, described = [(title, kind)], {kind}
    while waiting:
        heading, current = waiting.pop(0)
        hints = get_type_hints(current)
        rows = [[f"`{f.name}`", f"`{_type(hints[f.name])}`", _default(f), _said(f)] for f in fields(current)]
        yield ""
        yield f"**{heading}**: {_first_sentence(current)}"
        yield ""
        yield from _grid(["field", "type", "default", "meaning"], rows) if rows else ["No fields."]
        for hint in hints.values():
            for named in _dataclasses_in(hint):
                if named not in described:
                    described.add(named)
                    waiting.append((f"`{named.__name__}`", named))


def _first_sentence(kind: type) -> str:
    return (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def _dataclasses_in(hint: Any) -> Iterator[type]:
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for argument in get_args(hint):
        yield from _dataclasses_in(argument)


def _type(hint: Any) -> str:
    if hint in (None, NoneType):
        return "null"
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_type(one) for one in get_args(hint))
    if get_args(hint):
        inside = ", ".join("..." if one is Ellipsis else _type(one) for one in get_args(hint))
        return f"{getattr(get_origin(hint), '__name__', get_origin(hint))}[{inside}]"
    return hint.__name__ if isinstance(hint, type) else str(hint)


def _default(one: "Field[Any]") -> str:
    if one.default_factory is not MISSING:
        return f"`{one.default_factory()!r}`"
    if one.default is MISSING:
        return "required"
    return "empty" if one.default in ("", None) else f"`{one.default}`"


def _said(one: "Field[Any]") -> str:
    text, choices, example = (one.metadata.get(key, "") for key in ("meaning", "choices", "example"))
    if choices:
        return f"{text}: {', '.join(choices)}"
    return f"{text}; such as {example}" if example else str(text)


def _tables() -> Iterator[str]:
    yield "# Tables"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "One noun, one table, one declaration: frames, database, forms and this page are made from the same columns."
    yield "`minor` is a whole number of a currency's minor units, `micro` of millionths, `day` of days since 1970-01-01"
    yield "(a date in Python and in frames), `instant` of microseconds UTC; an `id` is a number given by the store."
    yield ""
    yield from _grid(["room", "what law it stands under"], [[room, law] for room, law in ROOMS.items()])
    for room in ROOMS:
        yield ""
        yield f"**{room}**: " + ", ".join(f"[{n.name}](#{_anchor(n.name)})" for n in _by_name() if n.room == room)
    for noun in _by_name():
        yield from _noun(noun)


def _files() -> Iterator[str]:
    yield "# Files"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "CSV (UTF-8), XLSX or Parquet. Columns are found by name, in any order, or by one of the other names; a file is"
    yield "taken in whole or not at all, and every bad row is said with its row, column, value, rule and hint. The same"
    yield "file sent twice has no second effect."
    for name in sorted(TABLES):
        yield from _file(TABLES[name])


def _file(table: ImportTable) -> Iterator[str]:
    yield ""
    yield f"## {table.name}"
    yield ""
    apart = f" No two rows share {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    yield f"One row is {table.grain}.{apart}"
    for one, other in table.alternatives:
        yield f"Give `{one}` or `{other}`, not both."
    yield ""
    rows = [[f"`{c.name}`", c.type, _filled(c), _about(c), c.example, ", ".join(c.synonyms)] for c in table.columns]
    yield from _grid(["column", "type", "if empty", "meaning", "example", "also called"], rows)


def _filled(column: ImportColumn) -> str:
    if column.required:
        return "refused"
    if column.default_from:
        return f"as `{column.default_from}`"
    return column.default or ""


def _about(column: ImportColumn) -> str:
    return column.meaning + (f": {', '.join(column.choices)}" if column.choices else "")


def _exit_codes() -> Iterator[str]:
    yield "# Exit codes and HTTP status"
    yield ""
    yield WRITTEN_BY
    yield ""
    yield "The code of a problem is public: it does not change while its words may. Scripts can trust the exit code of"
    yield "a command, clients the status of an answer, whose body is problem+json (RFC 9457) with the same code."
    yield ""
    yield from _grid(["exit code", "means"], [[str(code), said] for code, said in EXIT_CODES.items()])
    yield ""
    rows = [[f"`{code}`", str(one.exit_code), str(one.status)] for code, one in MEANINGS.items()]
    other = meaning("any other")
    yield from _grid(
        ["problem", "exit code", "status"], [*rows, ["any other", str(other.exit_code), str(other.status)]]
    )


def _by_name() -> list[Noun]:
    return sorted(NOUNS, key=lambda noun: noun.name)


def _noun(noun: Noun) -> Iterator[str]:
    yield ""
    yield f"## {noun.name}"
    yield ""
    yield f"One row is {noun.grain}. Room: {noun.room}; stored as `{noun.table}`; key: {', '.join(noun.key)}."
    if noun.unique:
        yield "Unique: " + "; ".join(", ".join(group) for group in noun.unique) + "."
    yield ""
    rows = [[f"`{name}`", _column_type(c), _meaning(c), c.example] for name, c in noun.columns.items()]
    yield from _grid(["column", "type", "meaning", "example"], rows)


def _column_type(column: Column) -> str:
    return f"{column.type}{', may be null' if column.nullable else ''}"


def _meaning(column: Column) -> str:
    text = column.meaning
    if column.refers_to in {noun.name for noun in NOUNS}:
        text += f" (a [{column.refers_to}](#{_anchor(column.refers_to)}))"
    if column.choices:
        text += ": " + ", ".join(column.choices)
    if column.unit:
        text += f"; {column.unit}"
    if column.positive or column.non_negative:
        text += "; above zero" if column.positive else "; not below zero"
    return text


def _anchor(name: str) -> str:
    return name.lower().replace(" ", "-")


def _grid(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


if __name__ == "__main__":
    sys.exit(main())
