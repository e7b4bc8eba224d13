# serve and test each work as the first command in a fresh clone: they set up a virtual environment of their own.
# Needed: make, and Python 3.11 or newer with its venv module.

HOST ?= 127.0.0.1
PORT ?= 8000
STORE ?= twingraph-store
RELEASES ?= data/releases
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HOOK := src/twingraph/serve/islands/build_hook.py
# The scripts of the pages, after a change: an installation bundles them.
BUNDLED = $(BIN)/python $(HOOK) --fresh || $(PIP) install --editable .

.DEFAULT_GOAL := help
.PHONY: help serve build test check format bench clean

help:
	@echo 'make serve   build $(RELEASES) and serve the graph at http://$(HOST):$(PORT)/ (HOST=, PORT=, STORE=, RELEASES=)'
	@echo 'make test    run the tests (ARGS= goes to pytest)'
	@echo 'make check   format, lint, strict types and tests: what a change must pass'
	@echo 'make format  bring the code into the one format'
	@echo 'make bench   measure the speed of extraction and store'
	@echo 'make clean   remove the virtual environment, the store and all caches'

serve: build
	@$(BIN)/twingraph serve --store '$(STORE)' --host '$(HOST)' --port '$(PORT)'

build: $(VENV)/installed
	@$(BUNDLED)
	@$(BIN)/twingraph build '$(RELEASES)' --store '$(STORE)' || [ $$? -eq 3 ]  # 3: some were skipped, and told

test: $(VENV)/installed-dev
	@$(BUNDLED)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(VENV)/installed-dev
	@$(BUNDLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed
	$(BIN)/python benchmarks/extract.py
	$(BIN)/python benchmarks/extract_and_store.py

clean:
	rm -rf src/twingraph/serve/islands/node_modules src/twingraph/serve/static/islands
	rm -rf $(VENV) twingraph-store build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A changed pyproject.toml means other dependencies, so the environment is made anew.
$(VENV)/installed: pyproject.toml
	@python=; \
	for candidate in '$(PYTHON)' python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo 'twingraph needs Python 3.11 or newer with its venv module, and none was found.' >&2; \
	  echo 'Install one (on Debian: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python ...' >&2; \
	  exit 1; \
	fi; \
	echo "setting up $(VENV) with $$("$$python" --version); this takes a minute"; \
	"$$python" -m venv --clear $(VENV)
	@$(PIP) install --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo 'adding what the tests need'
	@$(PIP) install --editable '.[dev]'
	@touch $@
