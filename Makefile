# make app    opens the app          make test   checks everything          make help   lists the rest

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
ARGS   ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help app test fuzz bench screenshots sample lock clean deps deps-dev

help:
	@echo "make app      set up .venv and open the app              ARGS=\"--port 8600\" goes to ssi app"
	@echo "make test     set up .venv, then ruff, mypy, import-linter and pytest    ARGS goes to pytest"
	@echo "make fuzz     read files damaged at random, for 30 minutes        ARGS=\"--minutes 5\" for less"
	@echo "make bench    speed and memory, as ratios"
	@echo "make screenshots  every page, in themes, widths and states, into screenshots/    ARGS=\"--page score\" for less"
	@echo "make sample   make the files of sample_data/ anew"
	@echo "make lock     resolve the lock files anew                ARGS=--upgrade takes the newest releases"
	@echo "make clean    remove .venv, caches and builds"
	@echo "PYTHON=python3.12 make ... sets up .venv with another Python (3.11 or newer)"

app: deps
	@$(BIN)/ssi app $(ARGS)

test: deps-dev
	@echo "ruff";          $(BIN)/ruff check --quiet .
	@echo "mypy";          $(BIN)/mypy --no-error-summary
	@echo "import-linter"; $(BIN)/lint-imports --no-cache > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }
	@echo "pytest";        $(BIN)/python -m pytest $(ARGS)

fuzz: deps-dev
	@$(BIN)/python -m tests.ingest.mutation $(or $(ARGS),--minutes 30)

bench: deps-dev
	@$(BIN)/python -m benchmarks $(ARGS)

screenshots: deps-dev
	@$(BIN)/python -m tests.browser.screenshots $(ARGS)

sample: deps-dev
	@$(BIN)/python sample_data/make_sample.py $(ARGS)

# --- the environment. Each stamp says what is installed; a second run installs nothing.

deps: $(VENV)/.installed
deps-dev: $(VENV)/.installed $(VENV)/.installed-dev

$(BIN)/python:
	@command -v $(PYTHON) > /dev/null || { echo "there is no $(PYTHON) here; SSI Coach needs Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(v < (3, 11) and \
	  "SSI Coach needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 ..." % v)'
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }

$(VENV)/.locked: requirements.lock | $(BIN)/python
	@echo "installing the pinned dependencies (requirements.lock)"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.locked
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.locked
	@echo "installing the tools for tests (requirements-dev.lock)"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# --- the lock files: names, versions, markers and hashes for every system and Python >= 3.11, no address

LOCK := pip compile pyproject.toml --quiet --no-config --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(ARGS)

lock:
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	  $(PYTHON) -m venv "$$tools" && "$$tools/bin/pip" install --quiet --disable-pip-version-check uv && \
	  "$$tools/bin/uv" $(LOCK) --group build --output-file requirements.lock > /dev/null && \
	  "$$tools/bin/uv" $(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock > /dev/null && \
	  grep -c == requirements.lock requirements-dev.lock

clean:
	@rm -rf $(VENV) build dist screenshots .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
