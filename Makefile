# Ten verbs; each sets up what it needs. Works with GNU make 3.81 (macOS) and nothing but
# Python 3.10+, git and make on the machine. `make` alone lists them.

MODEL ?= builtin
ROLE ?= coder
JOBS ?= 2

# The first candidate that really runs and is new enough; a shim that fails does not count.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.10 python3 python; do \
  "$$p" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
  && "$$p" -c 'import sys; print(sys.executable)' && break; done)

UV := .venv-tools/bin/uv
UV_VERSION := 0.13.8
NEW := .venv/bin
PIN := .venv-pin/bin
NEW_READY := .venv/.ready
PIN_READY := .venv-pin/.ready
SOURCES := cli pipelines scripts tests

export LITELLM_LOCAL_MODEL_COST_MAP := True

.DEFAULT_GOAL := help
.PHONY: help install fmt lint type test check docs optimize bench lock

help:
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 20

install: $(NEW_READY) $(PIN_READY) ## make .venv (newest DSPy) and .venv-pin (dspy==3.0.1)

fmt: $(NEW_READY) ## format the code and apply safe lint fixes
	$(NEW)/ruff check --fix --quiet $(SOURCES) || true
	$(NEW)/ruff format $(SOURCES)

lint: $(NEW_READY) ## ruff, formatting, module and function sizes
	$(NEW)/ruff check $(SOURCES)
	$(NEW)/ruff format --check $(SOURCES)
	$(NEW)/python scripts/check_sizes.py

type: $(NEW_READY) ## mypy --strict and pyright strict over code and tests
	$(NEW)/mypy
	$(NEW)/pyright --pythonpath $(NEW)/python

# The matrix runs programs in environments of its own, whichever line runs it: once is enough. What
# its tests share takes long to start, so the tests of one file stay in one process.
test: $(NEW_READY) $(PIN_READY) ## the whole suite on both DSPy lines, with coverage on the newest
	$(NEW)/python -m tests.migrate_envs
	$(PIN)/python -m pytest -n $(JOBS) -q -m 'not matrix'
	$(NEW)/python -m coverage erase
	$(NEW)/python -m pytest -n $(JOBS) --dist loadfile -q --cov --cov-report=term

check: lint type docs test ## exactly what CI runs
	$(NEW)/python scripts/lock.py --check

docs: $(NEW_READY) ## check that the generated pages match the code (WRITE=1 writes them)
	$(NEW)/python scripts/make_docs.py $(if $(WRITE),,--check)

optimize: $(NEW_READY) ## optimize a role: make optimize [MODEL=ollama/NAME] [ROLE=coder]
	$(NEW)/lift optimize --role $(ROLE) --model $(MODEL) $(ARGS)

bench: $(NEW_READY) ## run every benchmark and write docs/benchmarks.md
	$(NEW)/python scripts/bench/run.py

lock: $(UV) $(NEW_READY) ## resolve constraints.txt and constraints-newest.txt anew
	$(NEW)/python scripts/lock.py --uv $(UV)

$(UV):
	@test -n "$(PYTHON)" || { echo "lift needs Python 3.10 to 3.13 on the PATH; or: make PYTHON=/path/to/python" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv-tools || { echo "that Python cannot make environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	.venv-tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# A changed lock or pyproject updates the environment in place; otherwise nothing is installed again.
$(NEW_READY): pyproject.toml constraints-newest.txt | $(UV)
	test -x $(NEW)/python || $(UV) venv --quiet --python "$(PYTHON)" .venv
	$(UV) pip install --quiet --compile-bytecode --python $(NEW)/python -c constraints-newest.txt -e '.[all,dev]'
	@touch $@

$(PIN_READY): pyproject.toml constraints.txt | $(UV)
	test -x $(PIN)/python || $(UV) venv --quiet --python "$(PYTHON)" .venv-pin
	$(UV) pip install --quiet --compile-bytecode --python $(PIN)/python -c constraints.txt -e '.[all,dev]'
	@touch $@
