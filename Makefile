# One command for each thing one does here. Needs python3 (3.11 or newer, with venv) and make; the rest is installed into .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
BASE := $(VENV)/.installed-base
DEV := $(VENV)/.installed-dev
COMPILE := $(BIN)/uv pip compile pyproject.toml - --extra app --extra postgres --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet
BUILD_NEEDS := setuptools>=77
CODE := src tests bench

.PHONY: help env dev demo test quick check bench bench-daily bench-ledger bench-orders screens golden policy-mutants mutants lock docs clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# ---------------------------------------------------------------- use
demo: env ## install what it needs, show two stories and a list, then serve pages (DEMO_ARGS="--no-serve" for none)
	@$(BIN)/duecourse demo $(DEMO_ARGS)

env: $(BASE) ## the environment alone: .venv with duecourse in it

# ---------------------------------------------------------------- work
test: check ## everything: house rules, types and all tests, long ones in their short form
	@sh tools/system-packages.sh install
	@$(BIN)/pytest -n auto; tested=$$?; sh tools/system-packages.sh report && exit $$tested

quick: dev ## the tests of the core, without the slow ones
	$(BIN)/pytest -n auto -m "not slow" tests/history tests/policy tests/facts tests/decide tests/plan tests/test_cases.py

check: dev ## format, lint, types, layers, house rules
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_tidy.py tests/test_docs.py

bench: env ## measure the speed that docs/speed.md speaks of (BENCH_ARGS for its options)
	$(BIN)/python bench/run.py $(BENCH_ARGS)

bench-daily: env ## the daily plan at 100,000 open cases, from and to both databases (BENCH_ARGS="--cases 20000 --sqlite")
	$(BIN)/python bench/daily.py $(BENCH_ARGS)

bench-orders: env ## the same of an order list of 100,000 rows (BENCH_ARGS="--rows 20000")
	$(BIN)/python bench/orders.py $(BENCH_ARGS)

bench-ledger: dev ## how long 100,000 cases take from SQLite and PostgreSQL (BENCH_ARGS="--cases 20000 --events 100000")
	$(BIN)/python bench/ledger.py $(BENCH_ARGS)

screens: dev ## pictures of every page in screens/: two languages, phone and desk, light and dark
	$(BIN)/pytest tests/browser/screens.py

golden: dev ## rewrite the golden files; read the diff before you keep it
	GOLDEN=1 $(BIN)/pytest -m "not slow" --ignore tests/properties

docs: dev ## rewrite the generated pages: docs/rules.md and docs/facts.md
	$(BIN)/python tests/generate_docs.py

policy-mutants: dev ## break the policy one word at a time; every break must be noticed by a case
	$(BIN)/python tests/policy_mutants.py $(MUTANT_ARGS)

mutants: dev ## break the code of pressure, deadline and gates; every break must be noticed by a test (about an hour)
	POLARS_MAX_THREADS=1 $(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

lock: $(BIN)/uv ## resolve the newest allowed versions and write both lock files
	echo '$(BUILD_NEEDS)' | $(COMPILE) --output-file requirements.lock
	echo '$(BUILD_NEEDS)' | $(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove caches and whatever commands wrote; the environment stays
	rm -rf build mutants demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .cache src/*.egg-info
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- the environment; a stamp says that it is up to date
dev: $(DEV)

$(BASE): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing duecourse into $(VENV)"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(BASE)
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "duecourse needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "python3 has no venv here; on Debian: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(BIN)/uv: | $(BIN)/python
	@$(PIP) install uv
