# Missive: `make run` and `make test` each do all of theirs from nothing but Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LIBRARY ?= library
TORCH_CPU_INDEX := https://download.pytorch.org/whl/cpu

.PHONY: setup run test lint types clean

setup: $(VENV)/.setup-run

# A CPU build of torch (0.8 GB instead of about 6 GB) is taken where PyTorch's own index answers
# or pip is configured to find one; MISSIVE_TORCH=cuda keeps PyPI's build.
$(VENV)/.setup-run: constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Missive needs Python 3.11 or newer; try: make PYTHON=python3.12 setup")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@set -e; index=; \
	if [ "$(MISSIVE_TORCH)" = cuda ]; then echo "torch: the CUDA build, as asked"; \
	elif $(BIN)/python -c 'import urllib.request; urllib.request.urlopen("$(TORCH_CPU_INDEX)/torch/", timeout=5)' 2>/dev/null; \
	then echo "torch: CPU build from PyTorch's own index"; index="--extra-index-url $(TORCH_CPU_INDEX)"; \
	else echo "torch: PyTorch's own index does not answer; taking what pip finds (on Linux that is the large CUDA build unless pip is set up otherwise)"; fi; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $$index --constraint constraints.txt --editable .
	@$(BIN)/python -c 'import importlib.metadata as m; print("torch", m.version("torch"), "installed")'
	@$(BIN)/missive doctor --prepare
	@touch $@

$(VENV)/.setup-dev: $(VENV)/.setup-run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,training]'
	@touch $@

run: setup
	@$(BIN)/missive --library $(LIBRARY) list --json >/dev/null 2>&1 || $(BIN)/missive --library $(LIBRARY) ingest examples/reports
	@$(BIN)/missive --library $(LIBRARY) ui

lint: $(VENV)/.setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.setup-dev
	$(BIN)/mypy

test: lint types
	$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
