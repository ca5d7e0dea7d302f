# One command, the same by hand and in CI. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

BIN := .venv/bin
PYTEST := $(BIN)/pytest
WORKERS ?= 2
UV_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.PHONY: help setup demo test check lint bench faults format api lock deb bundle clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup:  ## make .venv and install what is missing (quick when nothing is)
	@bash build/setup.sh

demo: setup  ## set up, then show the main job on sample scans
	@$(BIN)/sohoa demo

test: setup lint  ## set up, check, then every test
	@$(PYTEST) -n $(WORKERS) $(ARGS)

check: setup lint  ## style, types, floors, house rules

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict app
	@$(BIN)/mypy --strict --platform win32 --cache-dir .cache/mypy-windows app  # the branches that cannot run here
	@$(BIN)/lint-imports --cache-dir .cache/import-linter
	@$(PYTEST) -q tests/test_house.py tests/test_promises.py

bench: setup  ## every benchmark; one alone: .venv/bin/python bench/NAME.py
	@shopt -s nullglob; for script in bench/[!_]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

faults: setup  ## kills, power cuts, full disks, broken files: every fault in full (docs/reliability.md)
	@SOHOA_FAULTS=whole $(PYTEST) tests/faults $(ARGS)

format: setup  ## put the code in shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

api: setup  ## docs/api.md from the server's own description, with build/api-doc.toml
	@$(BIN)/python build/api_doc.py

lock: setup  ## pin every dependency again, with hashes
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv
	@$(UV_LOCK) pyproject.toml --extra dev --extra second-opinion --extra fast-reading --extra server --extra cluster -o requirements.lock
	@$(UV_LOCK) build/packaging.in -o build/packaging.lock

bundle: setup  ## a folder that runs without Python: dist/sohoa
	@bash build/make-bundle.sh

deb: bundle  ## a Debian package: dist/sohoa_VERSION_ARCH.deb
	@bash build/make-deb.sh

clean:  ## remove everything that can be made again
	@rm -rf .venv .cache .artefacts dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
