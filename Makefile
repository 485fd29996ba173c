# The portal's commands. `make` alone lists them.
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON_ := .venv/bin/python
EMBEDDED := $(PYTHON_) -m network.demo.embedded
THROWAWAY := $(EMBEDDED) run --temporary --
# How many workers, and which files stay together: tests/workers.py.
PYTEST := $(PYTHON_) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
TEXTS := $(wildcard locale/*/LC_MESSAGES/*.po)
LANGUAGES := ar es fr ru zh_Hans

# Some machines set it; each program that the demo and the tests start would then compile the whole
# project again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: runtime $(TEXTS:.po=.mo) ## run the whole portal here (PORT=8000, PORTAL_DATA_DIR=var)
	@exec $(PYTHON_) -m network.demo --with-parent

.PHONY: install
install: server $(TEXTS:.po=.mo) ## make a server ready (docs/operations.md): packages, .venv, translations

.PHONY: test
test: development $(TEXTS:.po=.mo) ## all checks and tests (ARGS="-k silence" for some, ARGS="-n 0" one by one)
	@$(THROWAWAY) scripts/check
	@$(PYTEST) $(ARGS)

.PHONY: fuzz
fuzz: development $(TEXTS:.po=.mo) ## send hostile values to every address and form (FUZZ_SECONDS=600, FUZZ_SEED=)
	@FUZZ_SECONDS=$(or $(FUZZ_SECONDS),600) $(PYTHON_) -m pytest -n 0 -s tests/fuzz

.PHONY: faults
faults: development $(TEXTS:.po=.mo) ## send 5,000 messages through 20 kills and other faults (FUZZ_SEED=)
	@LONG_FAULTS=1 $(PYTHON_) -m pytest -n 0 -s tests/faults/test_hard_run.py

.PHONY: check
check: development $(TEXTS:.po=.mo) ## linters, types, imports, migrations, deployment, access, policy
	@$(THROWAWAY) scripts/check
	@$(PYTEST) -m guard --quiet

.PHONY: bench
bench: development $(TEXTS:.po=.mo) ## measure (ONLY=meetings for one app); writes var/bench.json
	@$(THROWAWAY) $(PYTHON_) -m benchmarks $(ONLY)

.PHONY: mutate
mutate: development $(TEXTS:.po=.mo) ## delete each permission check; list what no test misses
	@$(PYTHON_) -m scripts.mutate $(ARGS)

.PHONY: manage
manage: runtime ## a management command on the demo's data (CMD="troika 2018-06-01")
	@$(EMBEDDED) run -- $(PYTHON_) manage.py $(CMD)

.PHONY: reset
reset: ## remove the demo's data, after asking
	@scripts/reset

.PHONY: screenshots
screenshots: development $(TEXTS:.po=.mo) ## make the pictures of README and docs anew
	@$(PYTHON_) -m scripts.pictures $(ARGS)

.PHONY: messages
messages: development ## gather the texts to translate into locale/, and compile them
	@PORTAL_MODE=test $(THROWAWAY) $(PYTHON_) manage.py makemessages --no-wrap --add-location file \
		--extension html,txt,py,subject --ignore '.venv' --ignore 'var' $(LANGUAGES:%=--locale %)
	@$(PYTHON_) scripts/tidy_messages.py $(TEXTS)
	@$(MAKE) --no-print-directory $(TEXTS:.po=.mo)

.PHONY: lock
lock: development ## make requirements.lock and requirements-dev.lock anew (KEEP=1: few changes)
	@scripts/lock $(if $(KEEP),--keep)

.PHONY: runtime development server
runtime development server:
	@scripts/setup $@

%.mo: %.po
	@msgfmt --check-format --output-file $@ $<
# After the set-up, which brings msgfmt; changed by it alone they are not made again.
$(TEXTS:.po=.mo): | $(if $(filter install,$(MAKECMDGOALS)),server,$(if $(filter demo,$(MAKECMDGOALS)),runtime,development))
