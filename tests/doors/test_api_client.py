"""The example client, against a server that is really listened to: a file in, a run, its lines page by page, no approval."""

import importlib.util
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from lowmark.services import tokens
from tests.company import do, found
from tests.fresh_store import fresh_store

EXAMPLE = Path(__file__).parents[2] / "examples" / "rest_client.py"


class Quiet(WSGIRequestHandler):
    """A handler that writes no log."""

    def log_message(self, *_words):
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """A server of threads, as the real one is."""

    daemon_threads = True


@pytest.fixture
def example():
    told = importlib.util.spec_from_file_location("rest_client", EXAMPLE)
    module = importlib.util.module_from_spec(told)
    told.loader.exec_module(module)
    return module


@pytest.fixture
def served():
    with fresh_store("sqlite"), override_settings(STATIC_ROOT=None):
        made = found("MAPLE")
        made.items(*(f"T-{n}" for n in range(5)))
        made.prices(*((f"L-{n}", 1, f"T-{n}", "price_list", "6.00", "2026-10-01") for n in range(5)))
        do("grant", "root", entity="MAPLE", user="ada", role="approver")
        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def test_a_program_imports_proposes_pages_and_approves_nothing(served, example, tmp_path, capsys, monkeypatch):
    moves = tmp_path / "moves.csv"
    rows = "".join(f"GRN-{n},1,T-{n},vendor,Main,receipt,20,140.00,2026-01-05\n" for n in range(5))
    moves.write_text("document,line,item,from_location,to_location,reason,quantity,value,effective_on\n" + rows)
    token = tokens.make(username="ada", days=1, label="", may_write=True)[0]
    monkeypatch.setenv("TOKEN", token)
    example.main(served, "MAPLE", str(moves), "2026-10-31")
    said = capsys.readouterr().out.splitlines()
    assert said == [f"T-{n} 2000" for n in range(5)] + ["a program decides on nothing: step_up_required"]

    lowmark = example.Lowmark(served, token)
    one_by_one = list(lowmark.rows("moves", entity="MAPLE", limit=2))
    assert [row["document"] for row in one_by_one] == [f"GRN-{n}" for n in range(5)]
    with pytest.raises(TypeError, match="colour"):
        lowmark.moves(entity="MAPLE", colour="red")
    with pytest.raises(example.Refused) as refused:
        lowmark.ask("propose", entity="OTHER", as_of="2026-10-31")
    assert (refused.value.code, refused.value.status) == ("not_granted", 403)
    assert "rest_client" not in sys.modules
