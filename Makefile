# make demo      the shop on this machine, until Ctrl-C            make demo PORT=8001
# make dev       the same, and it starts anew when a file changes  make dev PORT=8001
# make test      the suite, with journeys in a real browser        make test ARGS="tests/catalog -x"
# make coverage  the suite, and which lines it never ran           make coverage ARGS="tests/catalog"
# make fuzz      requests by chance, of everybody, everywhere      make fuzz REQUESTS=20000 SEED=1
# make faults    kill each process of a demo under load            make faults VICTIM=database, or --small
# make prove     everybody works, everything is struck             make prove SECONDS=60 SEED=1, or PLANTED=all
# make bench     orders a second and what each costs               make bench SIZE=small
# make check     style, types, imports, migrations, templates, scripts
# make cases     the cases of a folder                             make cases CASES=DIR
# make lock      both locks from pyproject.toml (needs uv)         make lock UPGRADE=--upgrade
.DEFAULT_GOAL := demo
.PHONY: demo dev test coverage fuzz faults prove mutants bench check cases lock
.SUFFIXES:

export PORT
PYTHON_IN_VENV := .venv/bin/python
# What the shop needs, and what tests and checks need besides. The second holds the first.
INSTALLED := .venv/installed
INSTALLED_DEV := .venv/installed-dev
SHELL_SCRIPTS := .ci/find-chromium .ci/make-venv .ci/run
LOCK := uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url $(UPGRADE)
LOCK += --custom-compile-command "make lock"

demo: $(INSTALLED)
	@exec $(PYTHON_IN_VENV) manage.py demo

dev: $(INSTALLED_DEV)
	@DEBUG=true exec $(PYTHON_IN_VENV) manage.py demo --reload

# What was compiled once is kept, whatever the environment says: each worker would compile every file again, at every run.
# Three on two processors: one waits for a browser or the database.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(INSTALLED_DEV)
	@.ci/find-chromium
	$(PYTHON_IN_VENV) -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

coverage: $(INSTALLED_DEV)
	@.ci/find-chromium
	$(PYTHON_IN_VENV) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing:skip-covered $(ARGS)

fuzz: $(INSTALLED_DEV)
	REQUESTS=$(or $(REQUESTS),20000) SEED=$(or $(SEED),1) \
	    $(PYTHON_IN_VENV) -m pytest tests/fuzz -n 2 -q -p no:randomly --tb=short --show-capture=no $(ARGS)

faults: $(INSTALLED_DEV)
	$(PYTHON_IN_VENV) -m tests.faults $(VICTIM)

prove: $(INSTALLED_DEV)
	$(PYTHON_IN_VENV) -m tests.proof --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1) $(if $(PLANTED),--planted $(PLANTED)) $(ARGS)

mutants: $(INSTALLED_DEV)
	SAMPLE=$(or $(SAMPLE),300) SEED=$(or $(SEED),1) $(PYTHON_IN_VENV) -m tests.mutants $(ARGS)

bench: $(INSTALLED_DEV)
	$(PYTHON_IN_VENV) -m tests.benchmarks.place_orders $(or $(SIZE),full)
	$(PYTHON_IN_VENV) -m tests.benchmarks.pages $(or $(SIZE),full)
	$(PYTHON_IN_VENV) -m tests.benchmarks.import_products $(or $(SIZE),full)

check: $(INSTALLED_DEV)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON_IN_VENV) manage.py check --fail-level WARNING
	$(PYTHON_IN_VENV) manage.py makemigrations --check --dry-run
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/biome lint --config-path .ci/biome.jsonc --error-on-warnings static
	.venv/bin/shellcheck $(SHELL_SCRIPTS)

cases: $(INSTALLED_DEV)
	@test -n "$(CASES)" || { echo "Say which folder: make cases CASES=DIR" >&2; exit 2; }
	@$(PYTHON_IN_VENV) -m tests.cases.run "$(CASES)"

# The run lock takes the versions of the other one, so that the demo runs what was tested.
lock:
	$(LOCK) --group dev pyproject.toml -o requirements-dev.lock
	$(LOCK) -c requirements-dev.lock pyproject.toml -o requirements.lock

$(INSTALLED): requirements.lock .ci/make-venv
	@.ci/make-venv requirements.lock
	@touch $@

$(INSTALLED_DEV): requirements-dev.lock .ci/make-venv
	@.ci/make-venv requirements-dev.lock
	@touch $(INSTALLED) $@
