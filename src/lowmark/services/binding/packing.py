"""Pack the parts of a binder: one zip whose members, order and dates follow from its content alone.

Before this: `gathering`. After this: an auditor, who needs `sha256sum` and a browser. `SHA256SUMS` names every other file;
`manifest.json` says of each what it is; `index.html` shows the same to a person.
"""

import hashlib
import html
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

DATED: Final = (1980, 1, 1, 0, 0, 0)
"""A zip has to give its members a date; this one says nothing."""

MANIFEST, INDEX, SUMS = "manifest.json", "index.html", "SHA256SUMS"

_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:15px/1.5 Georgia,serif;margin:3rem auto;max-width:60rem;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}
th,td{{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ccc;vertical-align:top}}
code{{font-size:.75rem;word-break:break-all}}
td.n{{text-align:right;font-variant-numeric:tabular-nums}}dt{{font-weight:bold}}dd{{margin:0 0 .5rem}}</style>
<h1>{title}</h1>
<p>To check that every file is as it was bound, run <code>sha256sum -c SHA256SUMS</code> in this folder. The hash of the
policy is that of <code>run/policy.json</code>; a file of evidence is called after its own hash.</p>
<dl>{facts}</dl>
<table><thead><tr><th>File<th>What it is<th>Bytes<th>SHA-256</thead><tbody>
{rows}
</tbody></table>
</html>
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """One file of a binder."""

    path: str
    about: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Its hash, hex."""
        return hashlib.sha256(self.content).hexdigest()


def packed(parts: Sequence[Bound], *, title: str, facts: Mapping[str, Any]) -> tuple[bytes, list[Bound]]:
    """Return the zip of some parts, and all that is in it: index, manifest and sums before the parts.

    >>> content, found = packed([Bound("a.csv", "figures", b"1")], title="Binder", facts={"run": "2026-10-31/1"})
    >>> [one.path for one in found], content == packed([Bound("a.csv", "figures", b"1")], title="Binder",
    ...                                                facts={"run": "2026-10-31/1"})[0]
    (['index.html', 'manifest.json', 'SHA256SUMS', 'a.csv'], True)
    """
    assert len({one.path for one in parts}) == len(parts), "two parts have one name"
    listed = [{"path": one.path, "about": one.about, "sha256": one.sha256, "size": len(one.content)} for one in parts]
    told = json.dumps({**facts, "parts": listed}, indent=1, ensure_ascii=False)
    manifest = Bound(MANIFEST, "What this binder is of, and every file in it", f"{told}\n".encode())
    index = Bound(INDEX, "The same for a person", _index(parts, title, facts).encode())
    hashed = [index, manifest, *parts]
    sums = "".join(f"{one.sha256}  {one.path}\n" for one in hashed)
    found = [index, manifest, Bound(SUMS, "SHA-256 of every other file, for sha256sum", sums.encode()), *parts]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for one in found:
            about = zipfile.ZipInfo(one.path, DATED)
            about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(about, one.content)
    return held.getvalue(), found


def _index(parts: Sequence[Bound], title: str, facts: Mapping[str, Any]) -> str:
    said = {name: value for name, value in facts.items() if not isinstance(value, dict | list)}
    rows = "\n".join(
        f'<tr><td><a href="{html.escape(one.path)}">{html.escape(one.path)}</a><td>{html.escape(one.about)}'
        f'<td class="n">{len(one.content):,}<td><code>{one.sha256}</code>'
        for one in parts
    )
    told = "".join(
        f"<dt>{html.escape(name.replace('_', ' ').capitalize())}<dd><code>{html.escape(str(value))}</code>"
        for name, value in said.items()
    )
    return _PAGE.format(title=html.escape(title), facts=told, rows=rows)
