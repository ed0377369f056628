# Two commands do nearly everything: `make run` and `make test`. `make help` lists the others.

PORT ?= 8000
DATA ?= data
export PORT DATA
unexport PYTHONDONTWRITEBYTECODE # or every process would compile all its modules anew

UV_VERSION := 0.13.9

PY := .venv/bin/python
FLASK := $(PY) -m flask
PIP := .venv/bin/uv pip --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
READY := .venv/run.stamp build/vendor.stamp $(CATALOGUES)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve administrator federation worker test lint fix messages migration lock backup restore clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 24

run: $(READY) ## start with the demonstration (PORT=8099, DATA=folder)
	@exec env DEMO=1 $(FLASK) serve

serve: $(READY) ## start for real use, without demonstration (docs/operations.md)
	@exec $(FLASK) serve

administrator: $(READY) ## make somebody an administrator (EMAIL=…)
	@$(FLASK) prepare && $(FLASK) create-administrator $(EMAIL)

federation: $(READY) ## list a federation (NAME="Fédération …" PLACE="5000 Namur")
	@$(FLASK) prepare && $(FLASK) list-organisation "$(NAME)" "$(PLACE)"

worker: $(READY) ## a further worker of background jobs, on PostgreSQL (docs/operations.md)
	@exec $(FLASK) worker

test: .venv/test.stamp $(READY) ## run all tests, on SQLite and PostgreSQL (ARGS="-k calls")
	@$(PY) tools/chromium.py
	@$(PY) -m pytest -n 3 --dist worksteal --both $(ARGS)

lint: .venv/test.stamp $(READY) ## check style, types, layers, templates, migrations, translations
	@sh tools/lint

fix: .venv/test.stamp ## mend what ruff can mend
	@$(PY) -m ruff check --fix --quiet .
	@$(PY) -m ruff format .

messages: .venv/test.stamp ## extract the sentences of the pages into translations/
	@$(PY) tools/messages.py

migration: .venv/test.stamp ## write a migration from the models (NAME="add visits")
	@$(FLASK) db upgrade
	@$(FLASK) db migrate -m "$(NAME)"
	@sed -i.old '/^ *# ### /d' migrations/versions/*.py && rm -f migrations/versions/*.old
	@$(PY) -m ruff format --quiet migrations && $(PY) -m ruff check --fix --quiet migrations

lock: .venv/test.stamp ## write the locked requirements anew from requirements*.in
	@for name in requirements requirements-dev requirements-node; do \
	  .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	    $$name.in --output-file $$name.txt || exit 1; done

backup: .venv/run.stamp ## copy the database to one file, also while it runs (FILE=…)
	@exec $(FLASK) backup $(FILE)

restore: .venv/run.stamp ## put a copy back (FILE=…, and REPLACE=1 over data that stands)
	@exec $(FLASK) restore $(if $(REPLACE),--replace) $(FILE)

clean: ## remove what make has built; the data folder stays
	@rm -rf .venv build static/vendor $(CATALOGUES) .*_cache

.venv/bin/uv:
	@python=$$(sh tools/find-python) && echo "Preparing .venv (once, a minute or two)" && $$python -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/run.stamp: requirements.txt | .venv/bin/uv
	@echo "Installing the Python packages"
	@$(PIP) sync --require-hashes requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/run.stamp
	@echo "Installing the packages of the tests"
	@$(PIP) sync --require-hashes requirements-dev.txt
	@touch $@

build/vendor.stamp: package.json package-lock.json tools/vendor.py tools/icons.txt | .venv/run.stamp
	@echo "Building static/vendor"
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.txt || \
	  { echo "npm is missing and could not be installed: install Node.js, then run make again." >&2; exit 1; }
	@$(PY) tools/vendor.py
	@mkdir -p build && touch $@

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po | .venv/run.stamp
	@$(PY) -m babel.messages.frontend --quiet compile --locale $* --input-file $< --output-file $@
