# `make demo` and `make test` do all the set-up they need. `make help` lists the rest.
SHELL := /bin/bash
PORT ?= 8000
VENV := .venv/bin
CLOUD := .venv-cloud/bin
MAKEFLAGS += --jobs=3  # the two environments are made while Debian's packages come
unexport PYTHONDONTWRITEBYTECODE  # or every process would compile all that it imports
REQUIREMENTS := requirements.txt requirements-dev.txt requirements-cloud.txt
NEW_VENV = python=$(or $(PYTHON),$$(infra/python.sh)) && $$python -m venv --clear
PIP_INSTALL := pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes
IN_PARALLEL := --quiet --numprocesses=2 --dist=worksteal

.PHONY: help
help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# --- environments ---------------------------------------------------------------------------------------------------

# Both are made anew when either changes: they must have the same Python, which compiles the package and runs it.
.venv/.ready: $(REQUIREMENTS)
	@echo "Making the development environment …"
	@$(NEW_VENV) .venv
	@$(VENV)/$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.venv-cloud/.ready: $(REQUIREMENTS)
	@echo "Making the local cloud's environment …"
	@$(NEW_VENV) .venv-cloud
	@$(CLOUD)/$(PIP_INSTALL) -r requirements-cloud.txt
	@touch $@

# Debian's Chromium, since pages are tried in a real browser, libfaketime, since time passes quickly in tests, and
# poppler, which reads papers as people's readers do.
.PHONY: browser
browser:
	@command -v chromium >/dev/null && command -v pdfinfo >/dev/null && ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || { \
	  sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -qq -y --no-install-recommends chromium faketime poppler-utils >/dev/null; }

# --- run ------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: .venv/.ready .venv-cloud/.ready  ## all portals on this machine: PORT=8000, PORTAL=key for one
	@exec $(VENV)/python -m infra.local --port $(PORT) $(if $(PORTAL),--portal $(PORTAL))

# --- check ----------------------------------------------------------------------------------------------------------

.PHONY: test
test: test-code test-deployed test-chalice  ## everything: lint, rules, adapters, package, deployed, browser, chalice deploy

# All run at the same time: those of the deployed app have to wait for others, and go first when they need not.
.PHONY: test-code
test-code: browser .venv/.ready build lint  ## all tests but those of the deployed app
	@nice -n 5 $(VENV)/pytest $(IN_PARALLEL) --ignore=tests/deployed --ignore=tests/chalice_deploy

.PHONY: test-deployed
test-deployed: browser .venv/.ready .venv-cloud/.ready build lint  ## the tests of the package on the local cloud, and in a browser
	@$(VENV)/pytest $(IN_PARALLEL) tests/deployed

.PHONY: test-chalice
test-chalice: .venv/.ready build lint  ## the tests of `chalice deploy`, which share one deployment
	@$(VENV)/pytest --quiet tests/chalice_deploy

# No browser, no local cloud, no package, nothing that takes long; the table is the one in memory.
UNIT := -m "not long and not moto and not programs" $(addprefix --ignore=tests/,bench deployed faults packaging)

.PHONY: unit
unit: .venv/.ready catalogues  ## the tests that need neither browser nor local cloud, in about three minutes
	@$(VENV)/pytest $(IN_PARALLEL) $(UNIT)

.PHONY: one
one: .venv/.ready catalogues  ## one test, file or folder: TEST=tests/accounts/test_lockout.py::test_…
	@$(VENV)/pytest --quiet $(or $(TEST),$(error TEST=path::name says which))

.PHONY: faults
faults: .venv/.ready catalogues  ## ten thousand random lives of a portal while its cloud fails, and ten years of a thousand accounts: SEED=1
	@$(VENV)/pytest $(IN_PARALLEL) tests/faults --schedules 10000 --seed $(or $(SEED),1) --people 1000

.PHONY: mutants
mutants: .venv/.ready catalogues  ## small changes of rules and actions that no test notices: PACKAGE=billing COUNT=100 SEED=1 MINUTES=30
	@nice -n 19 $(VENV)/python -m infra.mutants $(if $(PACKAGE),--package $(PACKAGE)) \
	  --count $(or $(COUNT),100) --seed $(or $(SEED),1) --minutes $(or $(MINUTES),30)

.PHONY: catalogues
catalogues: .venv/.ready
	@$(VENV)/python -m infra.packing.catalogues

.PHONY: format
format: .venv/.ready  ## the Python code, formatted, with what ruff can correct by itself
	@$(VENV)/ruff check --quiet --fix-only
	@$(VENV)/ruff format --quiet

.PHONY: lint
lint: .venv/.ready  ## ruff, mypy, the direction of imports
	@$(VENV)/ruff check --quiet
	@$(VENV)/ruff format --quiet --check
	@$(VENV)/mypy --no-error-summary
	@$(VENV)/lint-imports --no-logo

# Debian's valgrind, which counts instructions.
.PHONY: bench
bench: .venv/.ready .venv-cloud/.ready  ## what starts, actions and pages cost, into docs/performance.md
	@command -v valgrind >/dev/null && command -v openssl >/dev/null || { \
	  sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -qq -y --no-install-recommends openssl valgrind >/dev/null; }
	@$(VENV)/python -m infra.bench

.PHONY: audit
audit: .venv/.ready  ## the pinned dependencies against the published vulnerabilities
	@for name in requirements-dev requirements-cloud; do \
	  $(VENV)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r $$name.txt || exit 1; done

# --- portals --------------------------------------------------------------------------------------------------------

.PHONY: check
check: .venv/.ready  ## what is wrong in the files of a portal, without a build: PORTAL=key, of all portals without it
	@$(VENV)/python -m infra.check $(PORTAL)

.PHONY: new-portal
new-portal: .venv/.ready  ## the folder of a new portal, from one that is like it: PORTAL=key LIKE=key
	@$(VENV)/python -m infra.ops new-portal $(or $(PORTAL),$(error PORTAL=key names it)) --like $(or $(LIKE),$(error LIKE=key))

# --- build and deploy -----------------------------------------------------------------------------------------------

.PHONY: build
build: .venv/.ready catalogues  ## the package and the templates, in build/out
	@$(VENV)/python -m infra.ops build

.PHONY: stages
stages: .venv/.ready  ## .chalice/, from infra/stages.toml
	@$(VENV)/python -m infra.stages

.PHONY: deploy
deploy: .venv/.ready  ## an environment of a portal on AWS: STAGE=key-environment, YES=1 asks nothing
	@$(VENV)/python -m infra.ops deploy $(if $(YES),--yes) $(or $(STAGE),$(error STAGE names the portal and its environment: STAGE=social-work-production))

# For the oldest Python that we develop on: the later ones need nothing besides.
.PHONY: lock
lock: .venv/.ready  ## the three requirements files anew, from their .in
	@for name in requirements requirements-dev requirements-cloud; do \
	  $(VENV)/uv pip compile --quiet --upgrade --generate-hashes --no-header --python-version 3.11 \
	    --python-platform x86_64-manylinux_2_34 --output-file $$name.txt $$name.in || exit 1; done

# --- what is written from the code ----------------------------------------------------------------------------------

.PHONY: docs
docs: .venv/.ready  ## docs/requirements.md and docs/security.md from docs/rows.toml and the tests' marks, docs/data-model.md from the code, docs/costs.md, docs/pipeline
	@$(VENV)/python -m infra.docs

.PHONY: schemas
schemas: .venv/.ready  ## docs/schemas: what the files of a portal may say, for editors, from the models that load them
	@$(VENV)/python -m infra.schemas

.PHONY: words
words: .venv/.ready  ## the French catalogue with the sentences of today: new ones wait for their French
	@$(VENV)/python -m infra.words
