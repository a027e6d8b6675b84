# The front door. Needs Python 3.11 or newer and make; everything else is set up here, in .venv.
#
#   make demo    work a month of made-up filings through the engine
#   make docs    build the documentation as a site
#   make test    run all that must hold
#   make help    list the other commands

PYTHON ?= python3
WORKERS ?= 2
PYTEST_ARGS ?=
# Such as `--json FILE` or `--only fire`.
BENCH_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
# Builds caseflow itself, editable, with a locked build tool and without its dependencies again.
INSTALL_SELF := $(INSTALL) --no-deps --build-constraints requirements/build.txt --editable .
# Keeps the pins that still fit; `make lock UPGRADE=--upgrade` takes the newest of everything.
UPGRADE ?=
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

export UV_PYTHON_DOWNLOADS := never
# The version of pyright is in the lock; a word about a newer one helps nobody here.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# Properties run the same examples each time; HYPOTHESIS_PROFILE=nightly looks further.
export HYPOTHESIS_PROFILE ?= ci

.DEFAULT_GOAL := help
.PHONY: help demo docs test check bench postgresql printing fix generate lock clean
.DELETE_ON_ERROR:

help:  ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 10

demo: $(VENV)/.demo  ## work a month of made-up filings through the engine
	@$(BIN)/caseflow demo

docs: $(VENV)/.docs  ## build the documentation as a site, in dist/docs
	PYTHONPATH=docs:tests $(BIN)/python -m website dist/docs

test: check postgresql printing  ## run all that must hold
	$(BIN)/pytest --numprocesses=$(WORKERS) --cov --cov-report=term $(PYTEST_ARGS)

# The stores are tried on a real PostgreSQL, which the tests start and stop themselves.
postgresql:
	@if [ -z "$(CASEFLOW_PG_BIN)" ] && ! ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
			echo "installing postgresql"; apt-get update -qq; \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql > /dev/null; \
		else \
			echo "the tests need PostgreSQL: apt-get install postgresql, or set CASEFLOW_PG_BIN"; exit 1; \
		fi; \
	fi

# Papers are drawn with Pango, looked at with poppler, and opened in a browser.
PRINTING := libpango-1.0-0 libpangoft2-1.0-0 fonts-croscore poppler-utils chromium
printing:
	@missing="$$(for each in $(PRINTING); do \
		dpkg-query --show --showformat='$${db:Status-Status}' $$each 2> /dev/null | grep -qx installed || echo $$each; \
	done)"; \
	if [ -n "$$missing" ] && [ -z "$(CASEFLOW_PRINTING)" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
			echo "installing" $$missing; apt-get update -qq; \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing > /dev/null; \
		else \
			echo "the tests need Pango, poppler and Chromium: apt-get install" $$missing "or, if your system has them under other names, make test CASEFLOW_PRINTING=yes"; exit 1; \
		fi; \
	fi

check: $(VENV)/.dev  ## run the checks that do not execute the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright

bench: $(VENV)/.uv  ## measure caseflow beside what a user would otherwise pick
	@$(BIN)/python -m benchmarks $(BENCH_ARGS)

fix: $(VENV)/.dev  ## format, and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generate: $(VENV)/.dev  ## write the files anew that a program makes
	PYTHONPATH=tests $(BIN)/python -m generating

lock: $(VENV)/.uv  ## write the lock files anew from pyproject.toml and requirements/*.in
	$(COMPILE) requirements/uv.in --output-file requirements/uv.txt
	$(COMPILE) requirements/build.in --output-file requirements/build.txt
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) pyproject.toml --group dev --constraints requirements/run.txt \
		--constraints requirements/build.txt --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra reports --constraints requirements/dev.txt \
		--output-file requirements/demo.txt
	$(COMPILE) pyproject.toml --group docs --all-extras \
		--constraints requirements/dev.txt --output-file requirements/docs.txt
	$(COMPILE) pyproject.toml benchmarks/requirements.in --extra bulk --extra reports \
		--constraints requirements/dev.txt --output-file benchmarks/requirements.txt

clean:  ## remove the environment and all that the checks leave behind
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks docs examples -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# ── the environment: each stamp stands for one lock file installed ──────────────────────────

$(VENV)/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "caseflow needs Python 3.11 or newer and $(PYTHON) is " + sys.version.split()[0] + "; run make PYTHON=python3.11")'
	@echo "setting up $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(VENV)/.demo: $(VENV)/.uv requirements/demo.txt requirements/build.txt pyproject.toml
	@$(INSTALL) --require-hashes --requirement requirements/demo.txt
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.dev: $(VENV)/.uv requirements/dev.txt requirements/build.txt pyproject.toml
	@$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@$(INSTALL_SELF)
	@touch $@

$(VENV)/.docs: $(VENV)/.uv requirements/docs.txt requirements/build.txt pyproject.toml
	@$(INSTALL) --require-hashes --requirement requirements/docs.txt
	@$(INSTALL_SELF)
	@touch $@
