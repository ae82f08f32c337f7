"""What was done is told to other programs: signed, in order, again where it fails, and only where it may be told.

The receiver is a real one, on this machine; in a demo alone may it be called.
"""

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.test import Client, override_settings

from lowmark.core.kinds.problems import Problem
from lowmark.library.signed_calls import EVENT, SIGNATURE, WINDOW, NotGenuine, require_genuine, signature
from lowmark.services import tokens
from lowmark.services.webhooks import addresses
from lowmark.services.webhooks.delivering import FIRST_WAIT, TRIES, clock, deliver_due
from lowmark.services.working import work_off
from lowmark.store.ops.models import Webhook
from tests.company import found
from tests.fresh_store import fresh_store

NOW = 1_800_000_000


class Receiver:
    """Another program: it believes what is signed, five minutes long, and counts each event once."""

    def __init__(self):
        self.secret, self.now, self.status, self.asked, self.effects = "", NOW, 204, [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.take(body, self.headers)
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks?from=lowmark"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, body, headers):
        self.asked.append((body, dict(headers)))
        try:
            require_genuine(secret=self.secret, header=headers.get(SIGNATURE, ""), body=body, now=self.now)
        except NotGenuine:
            return 401
        if self.status < 300 and headers[EVENT] not in [one["event"] for one in self.effects]:
            self.effects.append(json.loads(body))
        return self.status


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def company():
    with fresh_store("sqlite"), override_settings(STATIC_ROOT=None, IS_DEMO=True):
        made = found("MAPLE")
        made.items("TENT-2")
        yield made


def added(company, receiver, topics="", key=""):
    Webhook.objects.all().delete()
    made = company.do("add-webhook", company.root, url=receiver.url, topics=topics, key=key)
    receiver.secret = made.secret
    return made


def sold(company, number):
    company.record(f"D-{number}", "TENT-2", 1, date(2026, 1, 5), value="5.00")


def test_what_is_done_is_told_in_its_order_signed_and_once(company, receiver):
    made = added(company, receiver)
    for n in range(3):
        sold(company, f"a{n}")
    assert deliver_due(now=NOW) == 3
    told = receiver.effects
    assert [one["topic"] for one in told] == ["record-move"] * 3
    assert [one["known_seq"] for one in told] == sorted(one["known_seq"] for one in told)
    assert {one["entity"] for one in told} == {"MAPLE"}
    assert deliver_due(now=NOW) == 0
    shown = company.do("webhooks", company.root).lines[0]
    assert (shown.webhook, shown.tries) == (made.webhook, 0)
    assert shown.told_up_to_seq >= told[-1]["known_seq"]


def test_only_what_was_asked_for_is_told(company, receiver):
    added(company, receiver, topics="grant, assign-task")
    sold(company, "b")
    company.do("grant", company.root, user="zoe", role="auditor")
    work_off()
    assert len(receiver.asked) == 1
    assert json.loads(receiver.asked[0][0])["topic"] == "grant"
    assert json.loads(receiver.asked[0][0])["subject"]


def test_what_rolls_back_is_never_told(company, receiver):
    added(company, receiver)
    with pytest.raises(Problem):
        company.record("D-none", "NOTHING", 1, date(2026, 1, 5), value="5.00")
    assert deliver_due(now=NOW) == 0


def test_what_fails_is_told_again_later_and_later_and_nothing_overtakes_it(company, receiver):
    added(company, receiver)
    receiver.status = 503
    sold(company, "c1")
    sold(company, "c2")
    now, wait = NOW, FIRST_WAIT
    for _ in range(3):
        receiver.now = now
        assert deliver_due(now=now) == 0
        assert deliver_due(now=now + wait - 1) == 0
        now, wait = now + wait, wait * 2
    assert len(receiver.asked) == 3
    assert len({headers[EVENT] for _, headers in receiver.asked}) == 1, "the second waits for the first"
    receiver.status, receiver.now = 200, now
    assert deliver_due(now=now) == 2
    assert [one["subject"] for one in receiver.effects] == sorted(one["subject"] for one in receiver.effects)


def test_what_fails_for_good_is_laid_aside_and_listed(company, receiver):
    added(company, receiver)
    receiver.status = 302  # Nobody is followed elsewhere.
    sold(company, "d1")
    now = NOW
    for n in range(TRIES):
        receiver.now = now
        deliver_due(now=now)
        now += FIRST_WAIT * 2**n
    assert len(receiver.asked) == TRIES
    (letter,) = company.do("webhooks", company.root).letters
    assert (letter.tries, letter.words, letter.topic) == (TRIES, "it answered 302", "record-move")
    receiver.status, receiver.now = 200, now
    sold(company, "d2")
    assert deliver_due(now=now) == 1


def test_a_worker_that_died_before_it_was_noted_has_no_second_effect(company, receiver):
    added(company, receiver)
    sold(company, "e1")
    deliver_due(now=NOW)
    Webhook.objects.update(position=Webhook.objects.get().position - 1, at_event="")
    sold(company, "e2")
    before = Webhook.objects.get().position
    Webhook.objects.update(position=min(one["known_seq"] for one in receiver.effects) - 1)
    deliver_due(now=NOW)
    assert before and len(receiver.asked) == 3
    assert len(receiver.effects) == 2


def test_125_a_call_with_a_bad_or_an_old_signature_is_answered_401_and_is_no_success(company, receiver):
    added(company, receiver)
    sold(company, "f")
    receiver.now = NOW + WINDOW + 1
    assert deliver_due(now=NOW) == 0
    assert company.do("webhooks", company.root).lines[0].words == "it answered 401"
    receiver.secret, receiver.now = "another", NOW + FIRST_WAIT
    assert deliver_due(now=NOW + FIRST_WAIT) == 0
    assert receiver.effects == []


@pytest.mark.parametrize(
    "header", ["", "t=1", "v1=00", "t=x,v1=00", f"t={NOW},v1=", f"t={NOW},v1=é", "t=" + "9" * 400 + ",v1=0"]
)
def test_125_what_is_no_signature_is_not_believed(header):
    with pytest.raises(NotGenuine):
        require_genuine(secret="s", header=header, body=b"{}", now=NOW)


def test_125_a_signature_is_for_its_body_and_for_five_minutes():
    told = signature(secret="s", at=NOW, body=b"{}")
    require_genuine(secret="s", header=told, body=b"{}", now=NOW + WINDOW)
    for body, now, secret in (
        (b"{ }", NOW, "s"),
        (b"{}", NOW + WINDOW + 1, "s"),
        (b"{}", NOW - WINDOW - 1, "s"),
        (b"{}", NOW, "t"),
    ):
        with pytest.raises(NotGenuine):
            require_genuine(secret=secret, header=told, body=body, now=now)


INSIDE = ("http://169.254.169.254/", "https://169.254.169.254/", "https://[::ffff:127.0.0.1]/", "https://0x7f.1/", "https://2130706433/",
          "https://127.0.0.1/", "https://localhost/", "https://10.1.2.3/", "https://192.168.0.1:8443/", "https://100.64.0.1/",
          "https://[fd00::1]/", "https://[fe80::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://0.0.0.0/",
          "https://224.0.0.1/", "http://93.184.216.34/", "ftp://93.184.216.34/", "https://", "https://a b/", "https://u:p@93.184.216.34/",
          "https://93.184.216.34/#x", "https://93.184.216.34:0/", "https://93.184.216.34:99999/", "file:///etc/passwd",
          "https://93.184.216.34\\@127.0.0.1/", "https://no-such-name.invalid/")  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_inside_is_called(url):
    with pytest.raises(Problem) as refused:
        addresses.callee(url, is_demo=False)
    assert refused.value.code == "bad_address"


def test_what_is_looked_at_is_what_is_connected_to():
    to = addresses.callee("https://93.184.216.34:8443/hooks?x=1", is_demo=False)
    assert (to.ip, to.port, to.target, to.host) == ("93.184.216.34", 8443, "/hooks?x=1", "93.184.216.34")
    with pytest.raises(Problem, match="only https"):
        addresses.callee("http://127.0.0.1/", is_demo=False)
    assert addresses.callee("http://localhost:81/", is_demo=True).ip in ("127.0.0.1", "::1")


def test_outside_a_demo_a_webhook_to_this_machine_is_refused_and_an_old_one_not_called(company, receiver):
    added(company, receiver)
    sold(company, "g")
    with override_settings(IS_DEMO=False):
        assert deliver_due(now=NOW) == 0
        with pytest.raises(Problem, match="only https"):
            company.do("add-webhook", company.root, url=receiver.url)
    assert receiver.asked == []


def test_a_secret_is_shown_once_and_kept_nowhere_in_the_clear(company, receiver):
    made = added(company, receiver, key="hook-1")
    assert made.secret.startswith("lmw_")
    again = company.do("add-webhook", company.root, url=receiver.url, topics="", key="hook-1")
    assert (again.webhook, again.secret) == (made.webhook, "")
    for file in (settings.DATABASE.file, settings.DATABASE.ops_file):
        assert made.secret.encode() not in file.read_bytes()
    assert made.secret not in repr(company.do("webhooks", company.root))


def test_under_another_key_of_the_installation_it_waits_and_nothing_else_stops(company, receiver):
    added(company, receiver)
    sold(company, "k")
    with override_settings(SECRET_KEY="another"):
        assert deliver_due(now=NOW) == 0
    (shown,) = company.do("webhooks", company.root).lines
    assert (shown.tries, shown.words) == (1, "its secret was kept under another key of the installation")
    assert deliver_due(now=NOW + FIRST_WAIT) == 1


def test_a_webhook_is_the_administrators_proved_of_late_and_no_tokens(company):
    client = Client(
        headers={"Authorization": f"Bearer {tokens.make(username='root', days=1, label='', may_write=True)[0]}"}
    )
    asked = {"entity": "MAPLE", "url": "https://93.184.216.34/"}
    answered = client.post(
        "/api/v1/add-webhook", asked, content_type="application/json", headers={"Idempotency-Key": "w"}
    )
    assert (answered.status_code, answered.json()["code"]) == (403, "proof_too_old")
    with pytest.raises(Problem, match="may not"):
        company.do("add-webhook", company.ada, url="https://93.184.216.34/")


def test_what_is_no_topic_and_what_is_removed(company, receiver):
    with pytest.raises(Problem, match="conjure"):
        company.do("add-webhook", company.root, url=receiver.url, topics="conjure")
    made = added(company, receiver)
    assert company.do("remove-webhook", company.root, webhook=made.webhook).webhook == made.webhook
    with pytest.raises(Problem, match="not_found"):
        company.do("remove-webhook", company.root, webhook=made.webhook)
    sold(company, "h")
    assert deliver_due(now=clock()) == 0
