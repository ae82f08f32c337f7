"""A client of the REST API in Python, with the standard library alone: a file in, a run, its lines page by page.

    TOKEN=lmk_... python examples/rest_client.py http://127.0.0.1:8000 MAPLE moves.csv 2026-10-31

What the routes ask for and answer is in `/api/v1/openapi.json`, which this client reads: a name that is no operation, and a
field that an operation does not have, are refused before anything is sent.
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Refused(Exception):
    """A problem+json: `code` does not change between releases; `status`, `detail`, `hint` and `errors` say more."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__(f"{problem['detail']} [{problem['code']}]; {problem['hint']}")
        self.code, self.status, self.problem = problem["code"], problem["status"], problem


class Lowmark:
    """The operations of a server, under their names with an underscore for a hyphen: `lowmark.list_runs(entity="MAPLE")`."""

    def __init__(self, base: str, token: str) -> None:
        self.base, self.token = base.rstrip("/"), token
        paths = self._send("GET", "/api/v1/openapi.json")[0]["paths"]
        self.routes = {
            route["operationId"].replace("-", "_"): (method.upper(), path, _fields(route))
            for path, methods in paths.items() for method, route in methods.items()
        }  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        """Return a function that asks for the operation of that name."""
        if name not in self.__dict__.get("routes", {}):
            raise AttributeError(name)
        return lambda **said: self.ask(name, **said)[0]

    def ask(
        self, name: str, *, key: str = "", if_match: str = "", **said: Any
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Ask for an operation; return its answer and the headers. The same key asks once, however often it is sent."""
        method, path, fields = self.routes[name]
        if unknown := set(said) - fields:
            raise TypeError(f"{name} has no field {min(unknown)!r}")
        headers = {"If-Match": if_match} if if_match else {}
        if method == "GET":
            return self._send("GET", f"{path}?{urllib.parse.urlencode(said)}", headers=headers)
        headers |= {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
        return self._send("POST", path, json.dumps(said).encode(), headers)

    def rows(self, name: str, of: str = "lines", **said: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of one list of an answer, however many pages it takes."""
        page = self.ask(name, **said)[0]
        while True:
            yield from page[of]
            if page["next"] is None:
                return
            page = self._send("GET", page["next"])[0]

    def bring(self, table: str, file: Path, *, entity: str) -> dict[str, Any]:
        """Import a file: NDJSON and Parquet as they are, anything else as a form."""
        content = file.read_bytes()
        kinds = {".jsonl": "application/x-ndjson", ".parquet": "application/vnd.apache.parquet"}
        headers = {"Idempotency-Key": f"{table}:{file.name}"}
        if kind := kinds.get(file.suffix):
            address = f"/api/v1/import?{urllib.parse.urlencode({'entity': entity, 'table': table})}"
            return self._send("POST", address, content, headers | {"Content-Type": kind})[0]
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                 for name, value in (("entity", entity), ("table", table))]  # fmt: skip
        last = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
        body = "".join(parts).encode() + last.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._send("POST", "/api/v1/import", body,
                          headers | {"Content-Type": f"multipart/form-data; boundary={mark}"})[0]  # fmt: skip

    def _send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
        told = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        asked = urllib.request.Request(self.base + path, body, told, method=method)
        try:
            with urllib.request.urlopen(asked) as answered:
                return json.load(answered), dict(answered.headers)
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)) from None


def _fields(route: dict[str, Any]) -> set[str]:
    """Return the names that an operation may be given."""
    named = {one["name"] for one in route.get("parameters", []) if one["in"] == "query"}
    body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return named | set(body.get("properties", {}))


def main(base: str, entity: str, file: str, as_of: str) -> None:
    """Import stock moves, test stock at a day, and print what a run proposes; deciding on it is left to people."""
    lowmark = Lowmark(base, os.environ["TOKEN"])
    told = lowmark.bring("stock_moves", Path(file), entity=entity)
    for problem in told["problems"]:
        print(f"row {problem['row']}, {problem['column']}: {problem['message']}")
    if not told["accepted"]:
        raise SystemExit(1)
    run = lowmark.propose(entity=entity, as_of=as_of, key=f"propose-{as_of}")
    for line in lowmark.rows("show_run", entity=entity, run=run["run"], limit=100):
        print(line["item"], line["change_minor"])
    try:
        lowmark.approve(entity=entity, run=run["run"], run_hash=run["run_hash"])
    except Refused as refused:
        print(f"a program decides on nothing: {refused.code}")


if __name__ == "__main__":
    main(*sys.argv[1:]) if sys.argv[1:] else print(__doc__)
