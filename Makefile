# make demo    the shop on this machine, until Ctrl-C            make demo PORT=8001
# make test    the suite, with journeys in a real browser        make test ARGS="tests/catalog -x"
# make fuzz    requests by chance, of everybody, everywhere       make fuzz REQUESTS=20000 SEED=1
# make faults  kill each process of a demo under load              make faults VICTIM=database
# make check   style, types, imports, migrations, templates
# make cases   the cases of a folder                             make cases CASES=DIR
.DEFAULT_GOAL := demo
.PHONY: demo test fuzz faults check cases
.SUFFIXES:

export PORT
PYTHON_IN_VENV := .venv/bin/python
INSTALLED := .venv/installed

demo: $(INSTALLED)
	@exec $(PYTHON_IN_VENV) manage.py demo

test: $(INSTALLED)
	@.ci/find-chromium
	$(PYTHON_IN_VENV) -m pytest -n 2 --dist loadfile $(ARGS)

fuzz: $(INSTALLED)
	REQUESTS=$(or $(REQUESTS),20000) SEED=$(or $(SEED),1) \
	    $(PYTHON_IN_VENV) -m pytest tests/fuzz -n 2 -q -p no:randomly --tb=short -rP $(ARGS)

faults: $(INSTALLED)
	$(PYTHON_IN_VENV) -m tests.faults $(VICTIM)

check: $(INSTALLED)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON_IN_VENV) manage.py check --fail-level WARNING
	$(PYTHON_IN_VENV) manage.py makemigrations --check --dry-run
	.venv/bin/djlint templates --lint --quiet

cases: $(INSTALLED)
	@test -n "$(CASES)" || { echo "Say which folder: make cases CASES=DIR" >&2; exit 2; }
	@$(PYTHON_IN_VENV) -m tests.cases.run "$(CASES)"

$(INSTALLED): requirements.lock .ci/make-venv
	@.ci/make-venv
	@touch $@
