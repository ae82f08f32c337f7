# Everything a person or a machine runs here. Nothing is written outside this folder and the temporary folder, HOME may
# be empty or missing, and no target names where packages come from: pip and uv ask wherever the machine tells them to.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
SERVE ?= 1

export UV_CACHE_DIR := $(CURDIR)/$(VENV)/.uv-cache
export UV_PYTHON_DOWNLOADS := never
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Whoever starts Python a hundred times need not have it compile everything each time: what is compiled stays here.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs bench cases hammer oracle soak postgres hledger browser screenshots lock clean

help:
	@echo "make demo       a sample company, closed from stock moves to the write-down, and served (SERVE=0: not served)"
	@echo "make test       every test that this machine can run"
	@echo "make check      style, types, import contracts, tidiness"
	@echo "make cases      the worked examples (FILE=... for another file)"
	@echo "make postgres   see that PostgreSQL 15+ is here for the tests; install Debian's if we may"
	@echo "make hledger    see that hledger is here for the tests; install Debian's if we may"
	@echo "make browser    see that Chromium is here for the browser's tests; install Debian's if we may"
	@echo "make screenshots   every page of the demo, wide and narrow, light and dark, into var/screenshots"
	@echo "make bench      ratios to bare programs;   make soak   the large volumes;   make hammer   many clients at once"
	@echo "make oracle     a hundred thousand random histories of each kind, beside exact fractions"
	@echo "make setup      the environment alone;     make docs   regenerate the generated pages"

# --- the environment -------------------------------------------------------------------------------------------------

setup: $(READY)
	@echo "ready: $(VENV)"

# Python 3.11 or later makes the environment; pip installs the locked uv, and uv installs the locked rest. Every file is
# held to its hash. pip asks rustc for its version, and where that is rustup's stand-in it writes into HOME: RUSTUP_HOME.
$(READY): export RUSTUP_HOME := $(CURDIR)/$(VENV)/.rustup
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lowmark needs Python 3.11 or later; make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "python3 -m venv failed; on Debian install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/uv || { \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
	  awk '/^uv==/ { on = 1 } on { print } on && !/\\$$/ { exit }' requirements.lock > $(VENV)/uv.lock; \
	  $(BIN)/python -m pip install --quiet --no-deps --require-hashes -r $(VENV)/uv.lock; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# A new lock from pyproject.toml; pins that still fit are kept.
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --python-version 3.11 \
	  --no-header --no-annotate --generate-hashes --quiet -o requirements.lock

# --- running ---------------------------------------------------------------------------------------------------------

demo: $(READY)
	@$(BIN)/lowmark demo $(if $(filter 0,$(SERVE)),--no-serve)

# --- proving ---------------------------------------------------------------------------------------------------------

# A worker has a core to itself, and what a file's tests share is built by one worker.
test: export POLARS_MAX_THREADS ?= 1
test: $(READY)
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(BESIDES)
	$(BIN)/python -m pytest -q --doctest-modules src/lowmark/core

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	LOWMARK_SECRET_KEY=none $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/tidy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)
	$(BIN)/python docs/generate.py

FILE ?= tests/cases
cases: $(READY)
	$(BIN)/python -m tests.cases $(FILE)

bench: $(READY)
	@for file in benchmarks/[a-z]*.py; do $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; done

# Thirty-two clients for a minute on each engine, on one hot item and spread; throughput and p99 are printed.
hammer: $(READY)
	LOWMARK_SOAK=1 $(BIN)/python -m pytest -q -s -p no:randomly tests/hammer/test_hot_and_spread.py

# A hundred thousand random histories of each kind, four calls of the package a kind, beside exact fractions from the
# definitions; `whole` mixes all kinds of event. Seeded (LOWMARK_SEED draws others); what differs is made small and printed.
oracle: $(READY)
	LOWMARK_SOAK=1 $(BIN)/python -m pytest -q -s --durations=0 -p no:randomly tests/properties/test_random_histories*.py

# The same laws, two hundred times as many examples; the seed of a failure is printed.
soak: $(READY)
	LOWMARK_HYPOTHESIS=soak $(BIN)/python -m pytest -q -n $(WORKERS) tests/properties tests/interchange tests/hammer
	$(MAKE) oracle
	LOWMARK_SOAK=1 $(BIN)/python -m pytest -q tests/scenarios/test_adventureworks_tutorial.py
	LOWMARK_SOAK=1 $(BIN)/python -m pytest -q -s tests/scenarios/test_random_warehouse.py tests/hammer/test_hot_and_spread.py
	LOWMARK_SOAK=1 $(BIN)/python -m pytest -q -s tests/properties/test_approval.py tests/scenarios/test_approval_paths.py \
	  tests/verify/test_standalone.py tests/hammer/test_deciding.py tests/hammer/test_changing_formulas.py
	LOWMARK_SOAK=1 LOWMARK_KILLS_APART=1 $(BIN)/python -m pytest -q tests/doors/test_schema.py tests/doors/test_jobs.py tests/doors/test_matrix.py

# The tests start a server of their own, as a user who is not root; they need the programs, not a running service.
postgres:
	@found=$$(for d in /usr/lib/postgresql/*/bin "$$(pg_config --bindir 2>/dev/null)"; do \
	    test -x "$$d/initdb" && "$$d/initdb" --version | awk -v d="$$d" '$$NF + 0 >= 15 || $$3 + 0 >= 15 { print d }'; \
	  done | tail -n 1); \
	if [ -n "$$found" ]; then echo "PostgreSQL's programs: $$found"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; \
	elif [ -n "$$LOWMARK_REQUIRE_POSTGRES" ]; then \
	  echo "PostgreSQL 15+ is required here and its programs were not found" >&2; exit 1; \
	else echo "No PostgreSQL 15+ here and no right to install it: its tests will be skipped, and say so"; fi

# A second opinion on the journal, by a program that is not ours. Its tests are skipped where it is not here, and say so.
hledger:
	@found=$$(command -v hledger); \
	if [ -n "$$found" ]; then echo "hledger: $$found"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && timeout 90 apt-get update -qq \
	  && DEBIAN_FRONTEND=noninteractive timeout 90 apt-get install -y -qq --no-install-recommends hledger; then :; \
	else echo "No hledger here and no way to install it: its tests will be skipped, and say so"; fi

# The browser's tests drive the system's Chromium; nothing fetches a browser of its own.
browser:
	@found=$$(for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name; done | head -n 1); \
	if [ -n "$${LOWMARK_CHROMIUM:-$$found}" ]; then echo "Chromium: $${LOWMARK_CHROMIUM:-$$found}"; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	elif [ -n "$$LOWMARK_REQUIRE_BROWSER" ]; then echo "Chromium is required here and was not found" >&2; exit 1; \
	else echo "No Chromium here and no right to install it: the browser's tests will be skipped, and say so"; fi

screenshots: $(READY) browser
	$(BIN)/python -m tests.browser.screenshots var/screenshots

clean:
	rm -rf $(VENV) var lowmark.toml .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
