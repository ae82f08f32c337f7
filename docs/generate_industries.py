"""Write a how-to page for each industry, from its pack: what it brings, what it proposes, and its sample's figures.

Before this: `src/lowmark/industries`. After this: `generate`, which writes these pages with the others.
"""

import json
from collections.abc import Iterator

from lowmark.industries.read import Pack, names, read_pack

BEGINS = """```sh
lowmark demo --industry {0.industry}
lowmark init --entity OURS --name "Ours" --currency USD --framework {0.framework} --method {0.method} \\
  --opens-on 2026-01-01 --industry {0.industry}
```
"""
ADOPTS = """```sh
lowmark adopt-proposal --entity OURS --proposal "{}" --valid-from 2026-01-01 --owner ben \\
  --evidence "Sales of 2025" --review-on 2026-12-31
lowmark industry --entity OURS --as-of 2026-12-31
```
"""


def pages() -> dict[str, str]:
    """Return each page by its path under `docs`."""
    return {f"how-to/industries/{name}.md": "\n".join(page(read_pack(name))) + "\n" for name in names()}


def page(pack: Pack) -> Iterator[str]:
    """Yield the lines of one industry's page."""
    yield from (f"# {pack.title}", "", "<!-- Written by docs/generate.py; `make docs` writes it again. -->", "")
    yield from (f"**Holds.** {pack.holds}", "", f"**What is particular.** {pack.special_rule}", "", BEGINS.format(pack))
    yield from ("## What an entity begins with", "")
    yield from ("| goods | class in the balance sheet | unit | followed by |", "| --- | --- | --- | --- |")
    for one in pack.classes:
        yield f"| {one.name} | {one.item_class.replace('_', ' ')} | {one.unit} | {one.tracking} |"
    yield ""
    yield from _accounts(pack)
    yield from _rules(pack)
    opened = ", ".join(f"`{one}`" for one in pack.reports)
    yield from (f"Told apart by {', '.join(pack.dimensions)}. Opened first: {opened}.", "")
    yield from _proposals(pack)
    yield from _figures(pack)


def _accounts(pack: Pack) -> Iterator[str]:
    if not pack.accounts:
        return
    yield from ("| account | name | takes what has the reason | of |", "| --- | --- | --- | --- |")
    for one in pack.accounts:
        yield f"| {one.code} | {one.name} | {one.reason.replace('_', ' ')} | {one.role.replace('_', ' ')} |"
    yield ""


def _rules(pack: Pack) -> Iterator[str]:
    for one in pack.settings:
        yield f"* `{one.path}` is `{json.dumps(one.value)}`, unless the entity sets it otherwise."
    for path in pack.from_the_head:
        yield f"* `{path}` is the head's to set, for every unit."
    for word, why in pack.not_inventory.items():
        yield f"* Items named *{word}* are refused: {why}."
    yield ""


def _proposals(pack: Pack) -> Iterator[str]:
    yield from ("## What is proposed, and holds only when somebody owns it", "")
    for one in pack.proposals:
        yield from (f"**{one.name}** (`{one.path}`). {one.because}", "", "```json", json.dumps(one.value), "```", "")
    yield ADOPTS.format(pack.proposals[0].name)


def _figures(pack: Pack) -> Iterator[str]:
    yield from ("## In figures", "")
    yield from ("The sample company's close ends with `verify` clean and these, each as anybody could ask for it:", "")
    yield from ("| entity | what | comes to |", "| --- | --- | --- |")
    for one in pack.sample["shown"]:
        yield f"| {one['entity']} | {one['says']} | {one['comes_to']} |"
