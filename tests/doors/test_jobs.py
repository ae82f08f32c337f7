"""Jobs: asked for in every door, carried out once whatever dies, stopped on request, told to whom they belong.

A worker is killed as `kill -9` kills it, at one statement of its job after another, on either engine; what is begun
again then has one effect, and the first answer.
"""

import json
import os
import select
import subprocess
import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client, override_settings
from typer.testing import CliRunner

from lowmark.core.kinds.problems import Problem
from lowmark.doors.cli.commands import build
from lowmark.services import jobs, tokens
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.services.working import work, work_off
from lowmark.store.ops import held
from lowmark.store.people.models import User
from tests.company import actor, csv, do, found
from tests.fresh_store import ENGINES, fresh_store
from tests.tidy.sources import ROOT

ITEMS = csv(("item", "name", "item_class"), [("TENT-2", "Tent", "merchandise"), ("ROPE", "Rope", "merchandise")])
LAST = 400
"""More statements than a job of one receipt has."""


@pytest.fixture(scope="module", params=ENGINES)
def store(request):
    """A company with a tent and a place, kept for the whole module."""
    with fresh_store(request.param) as opened, override_settings(STATIC_ROOT=None):
        company = found("MAPLE")
        company.items("TENT-2")
        yield opened


@pytest.fixture(autouse=True)
def _nothing_is_left(store):
    yield
    work_off()


def enqueue(operation, who, *, key="", **fields):
    one = BY_NAME[operation]
    return jobs.enqueue(one, one.request(entity="MAPLE", **fields), actor=actor(who, key=key))


def receive(document):
    return enqueue("receive", "ada", document=document, item="TENT-2", location="Main", quantity="2", value="30.00",
                   received_on=date(2026, 3, 1))  # fmt: skip


def shown(job, who="ada"):
    return do("job", who, entity="MAPLE", job=job)


def lowmark(*words):
    return CliRunner().invoke(build(), list(words), prog_name="lowmark")


@pytest.fixture(scope="module")
def killed_at(store):
    """What carries out the next job in a process that is killed before its n-th statement, and says whether it came so far."""
    dying = subprocess.Popen(
        [sys.executable, "-m", "tests.doors.dying"], cwd=store.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**store.environment, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}, text=True,
    )  # fmt: skip

    def killed(statement):
        connections.close_all()
        dying.stdin.write(f"{statement}\n")
        dying.stdin.flush()
        return dying.stdout.readline() == "1\n"

    with dying:
        yield killed
        dying.stdin.close()


def test_a_worker_killed_at_any_statement_leaves_a_job_that_acts_once(store, killed_at):
    begun, step, died = 1, int(os.environ.get("LOWMARK_KILLS_APART", "11")), 0
    for statement in range(1, LAST, step):
        job = receive(f"GRN-{statement}")
        was_killed = killed_at(statement)
        died += was_killed
        work_off()
        told = shown(job)
        assert (told.state, told.code) == ("done", "")
        begun = max(begun, told.tries)
        assert store.rows(f"SELECT count(*) FROM stock_stock_move WHERE document = 'GRN-{statement}'") == [(1,)]
        assert store.rows(f"SELECT count(*) FROM audit_command WHERE request_key = 'job:{job}'") == [(1,)]
        if not was_killed:
            break
    assert died >= 3
    assert begun == 2
    assert do("verify", "ben", entity="MAPLE").clean


def test_what_has_killed_three_workers_is_not_begun_again(store, killed_at):
    job = receive("GRN-poison")
    for _ in range(jobs.TRIES):
        assert killed_at(8)
    work_off()
    assert (shown(job).state, shown(job).code) == ("refused", "worker_died")
    assert store.rows("SELECT count(*) FROM stock_stock_move WHERE document = 'GRN-poison'") == [(0,)]


def test_a_file_waits_in_the_spool_and_goes_in_once(store):
    job = enqueue("import", "ada", key="k-1", table="items", file=File("items.csv", ITEMS))
    assert enqueue("import", "ada", key="k-1", table="items", file=File("items.csv", ITEMS)) == job
    with pytest.raises(Problem, match="used for another job"):
        enqueue("import", "ada", key="k-1", table="items", file=File("items.csv", b"item\n"))
    assert shown(job).state == "waiting"
    assert work_off() == 1
    told = shown(job)
    assert (told.state, told.words, json.loads(told.answer)["rows_valid"]) == ("done", "writing them", 2)


def test_what_is_refused_says_why_and_who_may_not_is_refused_at_once(store):
    job = enqueue("propose", "ada", as_of=date(2026, 1, 15))
    work_off()
    assert (shown(job).state, shown(job).code) == ("refused", "refused")
    assert "has no stock" in shown(job).message
    with pytest.raises(Problem, match="may not propose"):
        enqueue("propose", "ben", as_of=date(2026, 1, 15))
    with pytest.raises(Problem, match="cannot wait"):
        enqueue("approve", "ben", run="x", run_hash="00")


def test_a_job_that_waits_is_stopped_at_once_and_one_that_runs_before_it_writes(store):
    waiting = receive("GRN-stopped")
    assert do("cancel-job", "ada", entity="MAPLE", job=waiting).state == "cancelled"
    running = enqueue("import", "ada", table="locations", file=File("l.csv", b"location\nCellar\n"))
    connections["ops"].execute_wrappers.append(stopper := _stop_once(running))
    assert work_off() == 1
    connections["ops"].execute_wrappers.remove(stopper)
    assert (shown(running).state, shown(running).answer) == ("cancelled", "")
    assert store.rows("SELECT count(*) FROM items_location WHERE path = 'Cellar'") == [(0,)]
    assert store.rows("SELECT count(*) FROM stock_stock_move WHERE document = 'GRN-stopped'") == [(0,)]


def _stop_once(job):
    """Return what lets ada ask a job to stop at the moment at which it says that it checks its rows."""
    asked = []

    def look(execute, sql, parameters, many, context):
        if "checking its rows" in map(str, parameters or ()) and not asked:
            asked.append(job)
            do("cancel-job", "ada", entity="MAPLE", job=job)
        return execute(sql, parameters, many, context)

    return look


def test_somebody_who_is_gone_acts_no_more(store):
    do("grant", "root", entity="MAPLE", user="zoe", role="warehouse")
    job = enqueue("import", "zoe", table="locations", file=File("l.csv", b"location\nAttic\n"))
    do("grant", "root", entity="MAPLE", user="zoe", role="warehouse", granted=False)
    work_off()
    assert (shown(job, "root").state, shown(job, "root").code) == ("refused", "not_granted")


def test_a_job_is_told_to_whom_it_belongs(store):
    job = receive("GRN-mine")
    assert do("jobs", "ada", entity="MAPLE").lines[0].job == job
    assert do("jobs", "root", entity="MAPLE").lines[0].job == job
    do("grant", "root", entity="MAPLE", user="sam", role="warehouse")
    assert do("jobs", "sam", entity="MAPLE").lines == ()
    for name in (job, "none"):
        with pytest.raises(Problem, match="there is no job") as refused:
            shown(name, "sam")
        assert refused.value.code == "not_found"


def test_a_job_over_rest(store):
    token = tokens.make(username="ada", days=1, label="")[0]
    headers = {"Authorization": f"Bearer {token}", "Prefer": "respond-async", "Idempotency-Key": "rest-1"}
    said = {"entity": "MAPLE", "document": "GRN-rest", "item": "TENT-2", "location": "Main", "quantity": "1",
            "value": "5.00", "received_on": "2026-03-02"}  # fmt: skip
    asked = Client().post("/api/v1/receive", json.dumps(said), content_type="application/json", headers=headers)
    assert (asked.status_code, asked["Preference-Applied"]) == (202, "respond-async")
    assert work_off() == 1
    told = Client().get(asked["Location"], headers=headers).json()
    assert (told["state"], json.loads(told["answer"])["document"]) == ("done", "GRN-rest")


def test_a_job_on_the_pages(store):
    ada = Client()
    ada.force_login(User.objects.get(username="ada"), backend="django.contrib.auth.backends.ModelBackend")
    sent = {"table": "locations", "later": "true", "file": SimpleUploadedFile("l.csv", b"location\nLoft\n")}
    asked = ada.post("/MAPLE/imports", sent)
    assert asked.status_code == 302
    assert "waiting" in ada.get(asked["Location"]).content.decode()
    assert "Stop it" in ada.get(asked["Location"]).content.decode()
    work_off()
    page = ada.get(asked["Location"]).content.decode()
    assert "hx-trigger" not in page.split('id="job"')[1].split(">")[0]
    assert "Rows valid" in page
    assert asked["Location"] in ada.get("/MAPLE/jobs").content.decode()


def test_a_job_on_the_command_line_and_a_worker_of_its_own(store):
    if store.engine != "sqlite":
        return  # Jobs are in the operational file on either engine; a process of its own is dear.
    words = ("receive", "--entity", "MAPLE", "--document", "GRN-cli", "--item", "TENT-2", "--location", "Main",
             "--quantity", "1", "--value", "5.00", "--received-on", "2026-03-03", "--as", "ada")  # fmt: skip
    job = json.loads(lowmark(*words, "--later", "--json").stdout)["job"]
    worker = [sys.executable, "-m", "lowmark.doors.cli.main", "worker", "--once"]
    ran = subprocess.run(worker, env=store.environment, cwd=store.folder, capture_output=True, text=True, check=True)
    assert "1 jobs carried out" in ran.stderr
    told = lowmark("job", "--entity", "MAPLE", "--job", job, "--as", "ada").stdout
    assert "done" in told
    assert "GRN-cli" in told
    assert job in lowmark("jobs", "--entity", "MAPLE", "--as", "ada").stdout


def test_a_worker_finishes_the_job_at_hand_and_ends_when_it_is_told(store):
    job = receive("GRN-last")
    told_to_end, told = os.pipe()
    os.write(told, b"!")
    work(told_to_end=(told_to_end,))
    for one in (told_to_end, told):
        os.close(one)
    assert shown(job).state == "done"


def test_a_worker_that_waits_is_woken_by_what_is_asked_for(store):
    held.ring()  # Nobody listens, and nothing happens.
    with held.listening() as bell:
        assert not held.wait(bell, others=(), seconds=0)
        receive("GRN-bell")
        assert select.select([bell], [], [], 0)[0] == [bell]
        held.wait(bell, others=(), seconds=0)
        assert select.select([bell], [], [], 0)[0] == []
