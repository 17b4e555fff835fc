# Every command a developer runs; CI runs the same.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench lock clean

$(VENV)/ready: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(VENV)/ready  ## environment, UN list, a real screening with its explanation
	$(BIN)/python tools/demo.py

test: $(VENV)/ready  ## environment and all tests
	$(BIN)/python -m pytest -n auto

check: $(VENV)/ready  ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready  ## print the figures of this machine
	$(BIN)/python benchmarks/run.py

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-find-links --no-annotate --no-header \
	    --upgrade --all-extras pyproject.toml -o requirements/core.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-find-links --no-annotate --no-header \
	    --upgrade --all-extras --group dev pyproject.toml -o requirements/dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
