"""Served for real: Django's own check of a deployment finds nothing, and the files to deploy with say what is served."""

import os
import subprocess
import sys

from tests.tidy.sources import ROOT


def test_the_check_of_a_deployment_finds_nothing(tmp_path):
    environment = {**os.environ, "LOWMARK_TLS": "1", "LOWMARK_HOSTS": "books.example.org",
                   "LOWMARK_SECRET_KEY": "k7Qm-2vXr9Lp_4tZs8Wn1bYc6Hd3Fg5Ja0Ke.RuTiOyPaSdFg-zXcVbNm",
                   "DJANGO_SETTINGS_MODULE": "lowmark.project.settings",
                   "LOWMARK_DATABASE_URL": f"sqlite:///{tmp_path}/books.sqlite3"}  # fmt: skip
    words = [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, "no issues (0 silenced)" in ran.stdout) == (0, True), ran.stderr + ran.stdout


def test_the_files_to_deploy_with_serve_and_work():
    container = (ROOT / "deploy" / "Containerfile").read_text()
    assert "USER lowmark" in container
    assert '"serve"' in container
    for name, words in (("lowmark.service", "lowmark serve"), ("lowmark-worker.service", "lowmark worker")):
        unit = (ROOT / "deploy" / name).read_text()
        assert words in unit
        assert "NoNewPrivileges=yes" in unit
