# `make` lists what can be made. All paths are relative, so the checkout may live anywhere.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The installed package is what runs, never the folder impact/ of the checkout.
export PYTHONSAFEPATH := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

PY := .venv/bin/python
PIP_INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-deps
LOCKED := $(PIP_INSTALL) --require-hashes --only-binary :all:
SOURCES := $(shell find impact cli shapes -not -name '*.pyc' -not -name __pycache__)
AXE := tests/node_modules/axe-core/axe.min.js
SUITABLE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

define ADD_ECONOMY
import pathlib, re
path = pathlib.Path("impact/builder/tables.yaml")
text = path.read_text(encoding="utf-8")
years = sorted({int(year) for year in re.search(r"^economies: \[(.*)\]", text, re.M)[1].split(",")} | {$(or $(YEAR),0)})
text = re.sub(r"^economies: .*", f"economies: {years}", text, count=1, flags=re.M)
text = re.sub(r"^default_economy: .*", f"default_economy: {years[-1]}", text, count=1, flags=re.M)
path.write_text(text, encoding="utf-8")
endef
export ADD_ECONOMY

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: .venv/installed ## install, study the example plant, say which files were written
	@rm -rf demo-output
	.venv/bin/impact run examples/abtc-tahoe-reno.yaml --out demo-output
	@echo "Wrote:"; find demo-output -type f | LC_ALL=C sort | sed 's/^/  /'

.PHONY: test
test: lint types $(AXE) ## all checks: ruff, mypy, and pytest on the built wheel with coverage
	IMPACT_TESTS=wheel COVERAGE_CORE=$(COVERAGE_CORE) $(PY) -m pytest --pyargs impact tests -n 2 --dist loadfile \
	  --cov --cov-report=term-missing:skip-covered

# Python itself tells what lines ran since 3.12: a third faster than a trace function.
COVERAGE_CORE = $(shell $(PY) -c 'import sys; print("sysmon" if sys.version_info >= (3, 12) else "ctrace")')

.PHONY: quick
quick: .venv/installed .venv/tested $(AXE) ## pytest alone, e.g. make quick ARGS="tests/counties -x"
	IMPACT_TESTS=wheel $(PY) -m pytest --pyargs $(or $(ARGS),impact tests)

.PHONY: fuzz
fuzz: .venv/installed .venv/tested ## 10,000 random site files and tables each; nightly, not in CI (half an hour)
	IMPACT_TESTS=wheel $(PY) -m pytest --pyargs tests/studies/test_fuzz.py --hypothesis-profile=nightly

.PHONY: lint
lint: .venv/installed .venv/tested ## ruff: rules and format; and that rooms import only from rooms below
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	cd .venv && bin/lint-imports --no-cache ../.importlinter

.PHONY: types
types: .venv/installed .venv/tested ## mypy, strict
	$(PY) -m mypy impact cli shapes

.PHONY: format
format: .venv/tested ## let ruff put the code in order, and take the outputs out of the notebooks
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(PY) -m nbconvert --log-level WARN --inplace --clear-output --ClearMetadataPreprocessor.enabled=True notebooks/*.ipynb

.PHONY: lab
lab: .venv/installed .venv/tested ## open the notebooks in JupyterLab
	$(PY) -m jupyterlab notebooks

.PHONY: docs
docs: .venv/installed ## write the generated pages and the output shown in README.md
	$(PY) docs/generate.py

.PHONY: site
site: .venv/installed .venv/tested ## build the documentation as web pages, in build/site
	$(PY) -m sphinx -W --keep-going -q -b html docs build/site

.PHONY: picture
picture: .venv/installed .venv/tested ## take the pictures of README and docs in Chromium (4 minutes)
	$(PY) docs/picture.py

.PHONY: bench
bench: .venv/installed ## measure time and memory, and write benchmarks/README.md
	PYTHONPATH=benchmarks $(PY) benchmarks/run.py

.PHONY: dist
dist: .venv/installed ## wheel and source archive, in dist/
	@$(PY) -c "from setuptools.build_meta import build_sdist as build; build('dist')" >/dev/null
	@rm -rf *.egg-info; ls -l dist

.PHONY: sbom
sbom: .venv/installed ## bill of materials of the locked dependencies, in dist/ (CycloneDX)
	@$(PY) -m venv --clear build/sbom
	@build/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	@mkdir -p dist
	@build/sbom/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
		--output-file dist/county-impact.cdx.json
	@ls -l dist/county-impact.cdx.json

.PHONY: install
install: .venv/installed ## the package and its locked dependencies, in .venv

.PHONY: editable
editable: .venv/locked ## link the checkout into .venv, to rebuild the reference or to try things
	$(PIP_INSTALL) --no-build-isolation --no-index -e .
	@rm -f .venv/installed

.PHONY: sensitivities
sensitivities: editable ## fit anew what the quick interval rests on, into the checkout (3 minutes)
	$(PY) -c "from impact.evidence._sensitivities import embed_sensitivities as embed; embed(print)"

.PHONY: economy
economy: .venv/tested editable ## add an economy, and make anew all that follows: make economy YEAR=2025 FROM=DIR (20 minutes)
	@test -n '$(YEAR)' && test -d '$(FROM)' || { \
		echo 'Name the year, and the folder with its public figures: make economy YEAR=2025 FROM=DIR' >&2; exit 1; }
	$(PY) -c "$$ADD_ECONOMY"
	.venv/bin/impact data build --from '$(FROM)'
	.venv/bin/impact data verify
	$(MAKE) sensitivities
	$(PY) tests/cli/test_golden.py
	$(PY) tests/reports/test_narrative.py
	$(MAKE) docs

.PHONY: python
python: ## the interpreter that .venv is made with (PYTHON=... names another)
	@for python in $(if $(PYTHON),'$(PYTHON)',python3 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c '$(SUITABLE)' 2>/dev/null; then echo "$$python"; exit 0; fi; \
	done; \
	$(if $(PYTHON),echo 'PYTHON=$(PYTHON) is not Python 3.11$(comma) 3.12 or 3.13 with the venv module.' >&2;, \
		echo 'No Python 3.11$(comma) 3.12 or 3.13 with the venv module is on the PATH.' >&2;) \
	echo 'Install one (Debian and Ubuntu: apt install python3 python3-venv) or name one: make PYTHON=/path/to/python3.12 ...' >&2; \
	exit 1

.PHONY: lock
lock: ## resolve the dependencies anew into both lock files (needs uv: pip install uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv. Install it: pip install uv' >&2; exit 1; }
	$(RESOLVE) --group build -o requirements.lock
	$(RESOLVE) --group build --group dev -c requirements.lock -o requirements-dev.lock

.PHONY: clean
clean: ## remove .venv and all that was made
	rm -rf .venv tests/node_modules build dist *.egg-info demo-output .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis

RESOLVE := uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command 'make lock'
comma := ,

# Stamps: what .venv holds so far.

.venv/locked: requirements.lock
	@python=$$($(MAKE) -s python); echo "Installing the locked dependencies into .venv (about a minute)"; "$$python" -m venv --clear .venv
	@$(LOCKED) -r requirements.lock
	@touch $@

.venv/tested: requirements-dev.lock .venv/locked
	@echo "Installing the locked test tools into .venv"
	@$(LOCKED) -r requirements-dev.lock
	@$(PY) -m pip --disable-pip-version-check check
	@touch $@

$(AXE): tests/package-lock.json
	@command -v npm >/dev/null || { echo 'The accessibility tests need npm (Debian: apt install npm).' >&2; exit 1; }
	@echo "Installing the accessibility rules into tests/node_modules"
	@npm ci --prefix tests --silent --no-audit --no-fund
	@touch $@

.venv/installed: .venv/locked pyproject.toml setup.py README.md LICENSE $(SOURCES)
	@echo "Building the wheel and installing it into .venv"
	@rm -rf build dist *.egg-info
	@$(PY) -m pip wheel -qq --disable-pip-version-check --no-build-isolation --no-deps -w dist .
	@$(PIP_INSTALL) --no-index --force-reinstall dist/*.whl
	@touch $@
