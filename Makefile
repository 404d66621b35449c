# `make help` explains every target. Nothing has to be prepared but Python 3.11 or newer: each target makes what it needs,
# and what is there already is not made again, so that a second run needs no network.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export npm_config_update_notifier := false
# Every process that is started, and tests start many, would else compile all it imports anew.
unexport PYTHONDONTWRITEBYTECODE

PYTEST_WORKERS ?= 4
PYTEST_ARGS ?=
BENCH_ARGS ?=
NPM_CI := npm ci --no-audit --no-fund --loglevel=error

PYTHON_READY := .venv/.ready
NODE_READY := frontend/node_modules/.ready
WEB_BUILT := frontend/dist/.ready
WEB_SOURCES := $(shell find frontend/src frontend/participant frontend/public frontend/*.html frontend/*.json frontend/*.ts -type f 2>/dev/null)

# A clone that was moved takes its environment along, which then points to the old place.
ifneq ($(shell cat .venv/.made-for 2>/dev/null),$(CURDIR))
$(PYTHON_READY): again
endif

.PHONY: help demo dev test check lint openapi fmt fault screenshots dialogs bench images audit sbom licences clean again

help: ## Explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(PYTHON_READY) $(WEB_BUILT) ## Run a believable clinic on this machine: database, API, web app, worker (Ctrl-C stops)
	@exec python -m handrail.demo $(DEMO_ARGS)

dev: $(PYTHON_READY) $(NODE_READY) ## The demo with a web app that reloads as you edit it
	@exec python -m handrail.demo --dev $(DEMO_ARGS)

# The web app first: the browser tests need it, and its own tests wait for no busy machine. The other checks take what the
# tests leave of the processors, which is much while the tests of faults wait.
test: $(PYTHON_READY) $(NODE_READY) ## Everything that continuous integration runs
	@python scripts/checks.py web-build web-tests && touch $(WEB_BUILT)
	@told=$$(mktemp); trap 'rm -f "$$told"' EXIT; failed=0; \
	nice -n 5 python scripts/checks.py all but web-build web-tests >"$$told" 2>&1 & checks=$$!; \
	CHROMIUM="$$(python scripts/chromium.py)" python -m pytest -n $(PYTEST_WORKERS) $(PYTEST_ARGS) || failed=1; \
	wait $$checks || failed=1; cat "$$told"; exit $$failed

check: $(PYTHON_READY) $(NODE_READY) ## Static checks, drift of generated files, the web app's tests and build
	@python scripts/checks.py
	@touch $(WEB_BUILT)

lint: $(PYTHON_READY) $(NODE_READY) ## Only the static checks: format, lint, types, imports, web
	@python scripts/checks.py static

openapi: $(PYTHON_READY) $(NODE_READY) ## Write openapi/openapi.json and the web app's client from the code
	@python scripts/openapi.py
	@cd frontend && npm run --silent client

fmt: $(PYTHON_READY) $(NODE_READY) ## Format everything, mending what can be mended
	@ruff check --fix --quiet backend bench tests scripts migrations/env.py || true
	@ruff format --quiet backend bench tests scripts migrations/env.py
	@cd frontend && npm run --silent fmt

fault: $(PYTHON_READY) ## Faults and attacks at full count: 200 kills, 10,000 requests, a table of figures (an hour)
	@python -m pytest -m fault --fault-rounds 200 $(PYTEST_ARGS)

images: $(PYTHON_READY) $(NODE_READY) ## Build the whole images as their Dockerfiles say, without an engine (minutes)
	@python -m pytest tests/deploy --images $(PYTEST_ARGS)

audit: $(PYTHON_READY) $(NODE_READY) ## Known weaknesses of what ships; AUDIT_ARGS=--must-reach fails when nobody can be asked
	@python scripts/audit.py $(AUDIT_ARGS)

sbom: $(PYTHON_READY) $(NODE_READY) ## Write what ships as CycloneDX into dist/
	@python scripts/sbom.py

licences: $(PYTHON_READY) ## Write docs/licences.md and the settings in docs/operating.md from what is there
	@python scripts/licences.py
	@python scripts/settings_table.py

screenshots: $(PYTHON_READY) $(WEB_BUILT) ## Pictures of every screen of the demo clinic, light, dark, Spanish, narrow, into screenshots/
	@CHROMIUM="$$(python scripts/chromium.py)" PYTHONPATH=. exec python scripts/screenshots.py

dialogs: $(PYTHON_READY) $(WEB_BUILT) ## Open whatever opens on each screen, in every look, and have axe look at it (an hour or more)
	@CHROMIUM="$$(python scripts/chromium.py)" PYTHONPATH=. exec python scripts/dialogs.py $(DIALOGS_ARGS)

bench: $(PYTHON_READY) ## Measure speed beside its limits, as ratios (about ten minutes; BENCH_ARGS="--help")
	@PYTHONPATH=backend:. exec python -m bench $(BENCH_ARGS)

clean: ## Remove everything that was made here; the demo clinic's data stays where it is
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf frontend/node_modules frontend/dist frontend/.vite screenshots dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON_READY): requirements-dev.lock pyproject.toml scripts/prepare_python.sh
	@scripts/prepare_python.sh
	@touch $@

$(NODE_READY): frontend/package-lock.json frontend/package.json | $(PYTHON_READY)
	@echo "Preparing web packages in frontend/node_modules"
	@cd frontend && $(NPM_CI)
	@touch $@

$(WEB_BUILT): $(WEB_SOURCES) | $(NODE_READY)
	@echo "Building the web app"
	@cd frontend && npm run --silent build
	@touch $@
