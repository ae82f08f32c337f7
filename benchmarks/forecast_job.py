"""A forecast of 100,000 items as a job that workers carry out: `python -m benchmarks.forecast_job`.

A company whose items sell intermittently over three years is built, its moves written in sets. The forecast, with its
categories, is then asked for as a job, twice, each with a `lowmark worker` of its own. The first is asked to stop on the
way: it is cancelled, and nothing of it is kept. The worker of the second is killed on the way, and another one begins it again
and finishes it. Printed are seconds, the peak memory of the worker, the steps of progress that were heard, and the rows
that are kept. It ends with an error if the stopped job has left a row, or the finished one has not one for each item
and category.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from tests.company import Company, actor, found
from tests.fresh_store import ENGINES, Store, fresh_store

SEED = 20_261_031
OPENS, ENDS = date(2023, 11, 1), date(2026, 10, 31)
MONTHS = 36
FAMILIES = 50
LOOK = 0.25
OPEN = ("waiting", "running")
ROWS = "SELECT count(*) FROM evidence_demand_forecast"


def main() -> None:
    """Print what it takes and what comes of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--engine", choices=ENGINES, default="postgresql")
    asked = parser.parse_args()
    print(f"# seed {SEED}, {asked.items:,} items, {MONTHS} months, {asked.engine}; Python {platform.python_version()}, "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)  # fmt: skip
    with fresh_store(asked.engine) as store:
        begun = time.perf_counter()
        company = found("BENCH", opens_on=OPENS, months=MONTHS)
        moves = build(company, asked.items)
        print(f"built in {time.perf_counter() - begun:.0f} s: {moves:,} moves", flush=True)
        report("stopped on the way", *stopped(store, company))
        require(store, 0)
        report("worker killed, begun again", *killed(store, company))
        require(store, asked.items + FAMILIES)


def build(company: Company, items: int) -> int:
    """Import items, write a receipt of each and its sales, set by set; return how many moves.

    Domain: moves alone, without their costs: a forecast reads nothing else, and costing a million is not what is measured.
    """
    chance = np.random.Generator(np.random.PCG64(SEED))
    often = chance.uniform(1 / 12, 1 / 3, items)[:, None]
    size = chance.geometric(chance.uniform(0.05, 0.9, items)[:, None], (items, MONTHS))
    sold = np.where(chance.random((items, MONTHS)) < often, size, 0)
    company.bring("items", ((f"IT-{number:06}", f"Item {number}", "merchandise", f"Family {number % FAMILIES:02}")
                            for number in range(items)), ("item", "name", "item_class", "category"))  # fmt: skip
    company.bring("locations", [("Hall",)], ("location",))
    days = [OPENS, *((OPENS.replace(day=15) + timedelta(days=round(month * 365.25 / 12))) for month in range(MONTHS))]
    for place, quantity in enumerate((sold.sum(axis=1) + 10, *sold.T)):
        write_moves(company, f"M-{place}", quantity, days[place], is_sale=place > 0)
    return items + int((sold > 0).sum())


def write_moves(company: Company, document: str, quantity: np.ndarray, day: date, *, is_sale: bool) -> None:
    """Write a move of each item that has a quantity."""
    import polars as pl

    from lowmark.core.tables.registry import BY_NAME
    from lowmark.core.tables.schema import POLARS_TYPES, schema_of
    from lowmark.services.access import roles_by_entity
    from lowmark.store.scope import Scope
    from lowmark.store.session import writing

    user_id = actor(company.ada).user_id
    assert user_id is not None
    ((entity, _),) = [one for one in roles_by_entity(user_id) if one[0].code == company.entity]
    rows = np.flatnonzero(quantity)
    with writing(Scope(user_id=user_id, entities=(entity.id,), purpose="command")) as writer:
        item = [row["id"] for row in writer.rows("SELECT id FROM items_item ORDER BY code", [])]
        place = {row["kind"]: row["id"] for row in writer.rows("SELECT id, kind FROM items_location", [])}
        sequences, recorded_at = writer.tick(entity.id, len(rows))
        ends = (place["stock"], place["customer"]) if is_sale else (place["vendor"], place["stock"])
        said = {
            "id": writer.take_ids("stock_move", len(rows)), "entity_id": entity.id, "document": document,
            "line": [str(row) for row in rows], "item_id": [item[row] for row in rows], "from_location_id": ends[0],
            "to_location_id": ends[1], "owner": "", "to_owner": "", "terms": "", "unit": "",
            "reason": "sale" if is_sale else "receipt", "quantity_micro": quantity[rows] * 1_000_000,
            "value_minor": None if is_sale else quantity[rows] * 1_000, "effective_on": day, "accounting_on": day,
            "known_seq": sequences, "recorded_at": recorded_at,
        }  # fmt: skip
        noun = BY_NAME["stock_move"]
        writer.insert_frame("stock_move", pl.select(**{
            name: _column(said.get(name), len(rows)).cast(POLARS_TYPES[noun.columns[name].type])
            for name in schema_of("stock_move").column_names()
        }))  # fmt: skip


def _column(value: Any, rows: int) -> Any:
    import polars as pl

    return pl.Series(list(value)) if isinstance(value, list | tuple | range | np.ndarray) else pl.Series([value] * rows)


def enqueue(company: Company, key: str) -> str:
    """Ask for the forecast as a job; return its name."""
    from lowmark.services.catalogue import BY_NAME
    from lowmark.services.jobs import enqueue as ask

    operation = BY_NAME["forecast"]
    request = operation.request(entity=company.entity, as_of=ENDS, horizon_days=180, by_category=True)
    return ask(operation, request, actor=actor(company.ada, key=key))


def stopped(store: Store, company: Company) -> tuple[Any, ...]:
    """Begin the job, and ask it to stop once it tries models."""
    name, begun = enqueue(company, "stopped"), time.perf_counter()
    worker = hired(store)

    def stop(heard: list[Any]) -> bool:
        if is_there := heard[-1][1] >= 3:
            company.do("cancel-job", company.ada, job=name)
        return is_there

    heard = follow(name, stop)
    asked_at = time.perf_counter()
    heard += follow(name, lambda _heard: False)
    took, peak = time.perf_counter() - begun, ended(worker)
    print(f"stopped {time.perf_counter() - asked_at:.1f} s after it was asked to", flush=True)
    return name, took, peak, heard


def killed(store: Store, company: Company) -> tuple[Any, ...]:
    """Begin the job, kill its worker once it tries models, and let another one finish."""
    name, first = enqueue(company, "killed"), hired(store)
    heard = follow(name, lambda said: said[-1][1] >= 3)
    first.kill()
    first.wait()
    begun, second = time.perf_counter(), hired(store)
    heard += follow(name, lambda _heard: False)
    took = time.perf_counter() - begun
    return name, took, ended(second), heard


def hired(store: Store) -> subprocess.Popen[bytes]:
    """Start a worker that ends when no job waits."""
    return subprocess.Popen(
        [sys.executable, "-m", "lowmark.doors.jobs", "--once"], env=store.environment, cwd=store.folder
    )


def ended(worker: subprocess.Popen[bytes]) -> float:
    """Wait for a worker; return its peak memory in MiB."""
    _, status, usage = os.wait4(worker.pid, 0)
    worker.returncode = os.waitstatus_to_exitcode(status)
    if worker.returncode:
        raise SystemExit(f"the worker ended with {worker.returncode}")
    return usage.ru_maxrss / 1024


def read(name: str) -> Any:
    """Return a job as it stands."""
    from lowmark.store.ops.read import job

    found = job(name)
    assert found is not None
    return found


def follow(name: str, enough: Callable[[list[Any]], bool]) -> list[Any]:
    """Return the steps that a job tells, until it is over or they are enough."""
    heard: list[Any] = []
    while True:
        job = read(name)
        step = (job.words, job.done, job.of)
        if job.state == "running" and (not heard or heard[-1] != step):
            heard.append(step)
            if enough(heard):
                return heard
        if job.state not in OPEN:
            return heard
        time.sleep(LOOK)


def report(what: str, name: str, took: float, peak: float, heard: list[Any]) -> None:
    """Print a line a job, and the words that it told on the way."""
    job = read(name)
    words = ", ".join(dict.fromkeys(step[0] for step in heard if step[0]))
    print(f"{what}: {job.state} after {took:.1f} s, begun {job.tries} times; worker's peak {peak:,.0f} MiB; {len(heard)} "
          f"steps of progress heard ({words}); answer {len(job.answer) / 1e6:.1f} MB {job.problem}", flush=True)  # fmt: skip


def require(store: Store, least: int) -> None:
    """Print how many forecasts are kept; end where they are too few, or any where none may be."""
    ((rows,),) = store.rows(ROWS)
    print(f"forecasts kept: {rows:,}", flush=True)
    if rows != least:
        raise SystemExit("what is kept is not what was asked for")


if __name__ == "__main__":
    main()
