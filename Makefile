# Every target is one call of the set-up, which needs nothing but Python 3.11 or later.
#   make run                                the studio
#   make run ARGS='generate "rain on tin"'  the command line
#   make test ARGS='-k loudness'            arguments for pytest
#   make setup TORCH=cuda PYTHON=python3.12

PYTHON ?= python3
TORCH ?=
ARGS ?=
BOOTSTRAP = $(PYTHON) packaging/bootstrap.py
OPTIONS = $(if $(TORCH),--torch $(TORCH)) $(if $(ARGS),-- $(ARGS))

.PHONY: run test bench setup lint format clean

run test bench setup lint format:
	@$(BOOTSTRAP) $@ $(OPTIONS)

# Leaves the environment and the checkpoints of a model build alone.
clean:
	rm -rf dist build/demonstration .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
