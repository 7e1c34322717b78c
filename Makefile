# Two commands do everything: `make demo` and `make test`. Both install what is missing and are safe to run again.
PORT ?= 8050
bin := .venv/bin
# A test file runs in one process, with a private database of its own.
parallel := --numprocesses=logical --maxprocesses=4 --dist=loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint bench screenshots lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo:  ## load the built-in observatory and serve it (PORT=8050)
	@.ci/install runtime
	@exec $(bin)/recovery demo --port $(PORT)

test: lint  ## everything that CI runs
	@$(bin)/python -m pytest $(parallel)

lint:  ## ruff, mypy, bandit, import contracts
	@.ci/install dev
	@$(bin)/ruff check . && $(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/bandit -q -c pyproject.toml -r indicators geodata etl dashboard recovery_cli.py
	@$(bin)/lint-imports

test-all: lint  ## the tests, with the long ones
	@$(bin)/python -m pytest $(parallel) --hypothesis-profile=thorough

bench:  ## the benchmarks, as ratios
	@.ci/install dev
	@for part in etl indicators dashboard; do $(bin)/python -m benchmarks.$$part; done

screenshots:  ## every page in three languages, into screenshots/
	@.ci/install dev
	@$(bin)/recovery load ecuador
	@if [ -d ../shared/data/eu ]; then $(bin)/recovery load eu --from ../shared/data/eu; fi
	@$(bin)/python -m tests.dashboard.screenshots

lock:  ## write the exact versions anew, from the bounds in setup.cfg
	@$(bin)/python -m pip install -q pip-tools
	@$(bin)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --allow-unsafe -o requirements.lock --all-build-deps setup.cfg
	@$(bin)/pip-compile -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --allow-unsafe --extra dev -o requirements-dev.lock --all-build-deps -c requirements.lock setup.cfg

clean:  ## remove the virtual environment and the private database
	@if [ -x $(bin)/recovery ]; then $(bin)/recovery db reset --yes; fi
	rm -rf .venv .recovery
