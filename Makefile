# Two commands: `make run` and `make test`. Everything else is a part of them, or a measurement.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
PORT ?= 8000
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export FLASK_APP := wsgi.py
REAL_PLANS := $(wildcard ../shared/plans)
ifneq ($(REAL_PLANS),)
export TRACKER_REAL_PLANS ?= $(abspath $(REAL_PLANS))
endif

.PHONY: help run year test lint format types lock bench bench-consolidation bench-faults bench-throughput bench-parsing bench-hostile bench-documents fuzz score pictures clean
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(STAMPS)/run ## Start the web server and the worker on 127.0.0.1:8000 with a demonstration province
	@exec $(BIN)/python -m tracker.demonstration.run

year: $(STAMPS)/run ## Live a year of the sample plan in instance-year, and print what everybody was told
	@exec $(BIN)/python -m tracker.demonstration.year

test: $(STAMPS)/test ## Check format, lint, types, house rules, units, browser stories, SQLite and PostgreSQL
	@exec bash tests/run.sh

lint: $(STAMPS)/test ## Check format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(STAMPS)/test ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(STAMPS)/test ## Check types
	$(BIN)/mypy

lock: ## Write the lock files anew from requirements*.in (needs uv)
	uv pip compile -q --generate-hashes --no-header --universal --python-version 3.11 requirements.in -o requirements.lock
	uv pip compile -q --generate-hashes --no-header --universal --python-version 3.11 requirements-dev.in -o requirements-dev.lock

bench: $(STAMPS)/test ## Measure reading, statements per page and the weight of pages
	$(BIN)/python -m bench.parsing
	$(BIN)/python -m bench.pages

bench-parsing: $(STAMPS)/test ## Measure how long each form of a plan takes to read, its memory, and growth to 1,000 pages
	$(BIN)/python -m bench.parsing

bench-hostile: $(STAMPS)/test ## Read files made to harm: how each ends, in seconds and in memory
	$(BIN)/python -m bench.hostile

FUZZ ?= --seconds 60
fuzz: $(STAMPS)/test ## Read damaged files of every form for a minute (FUZZ="--seconds 600 --seed 7")
	$(BIN)/python -m bench.fuzz $(FUZZ)

bench-documents: $(STAMPS)/test ## Measure long documents as Word and PDF: below ten seconds each
	$(BIN)/python -m bench.documents

pictures: $(STAMPS)/test ## Draw sample documents, as PDF and as Word, page by page into test-artifacts/
	$(BIN)/python -m tools.documents.pictures

bench-consolidation: $(STAMPS)/test ## Consolidate 300 communes with 40 lines each: seconds and statements of each step
	$(BIN)/python -m bench.consolidation

bench-faults: $(STAMPS)/test ## Bring about every fault of the matrix at full counts, on both databases
	$(BIN)/python -m bench.faults

bench-throughput: $(STAMPS)/test ## Measure how fast 10,000 due lines leave as 1,000 digests, on both databases
	$(BIN)/python -m bench.throughput

score: $(STAMPS)/test ## Score the reading of the annotated plans
	$(BIN)/python -m bench.scores

clean: ## Remove the environment and the embedded database
	rm -rf .venv instance instance-year

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên; đặt PYTHON=/đường/dẫn/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Thiếu venv: trên Debian, apt-get install python3-venv"; exit 1; }

$(STAMPS)/run: requirements.lock | .venv/bin/python
	@echo "Đang cài các gói (chỉ lần đầu)…"
	@$(BIN)/python -m pip install -q --require-hashes --only-binary :all: -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: requirements-dev.lock | .venv/bin/python
	@$(BIN)/python -m pip install -q --require-hashes --only-binary :all: -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $(STAMPS)/run $@
