PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
LOOK ?= build/look

.PHONY: help demo test test-fast lint accept look reference pictures bench fuzz lowest clean

help: ## list these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-12s%s\n", $$1, $$2}'

demo: $(VENV)/installed ## install into .venv and build the shipped outlines into build/
	$(BIN)/briefgen build outlines --audience all --out build

test: $(VENV)/tested ## run every test (those that render need LibreOffice, poppler and fonts)
	$(BIN)/python -m pytest -n $(WORKERS)

test-fast: $(VENV)/tested ## run the tests that take less than a minute together
	$(BIN)/python -m pytest -n $(WORKERS) -m "not slow and not render and not browser"

lint: $(VENV)/linted ## check format, style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@found=$$(timeout 120 $(BIN)/pip-audit --skip-editable --progress-spinner off --timeout 5 2>&1) || \
	case "$$found" in *" known vulnerabilit"*) echo "$$found"; exit 1;; \
	*) echo "pip-audit does not reach its data: the dependencies are not audited";; esac

accept: $(VENV)/tested ## rewrite the expected files of tests/cases, to be read in the diff
	$(BIN)/python -m pytest -q tests/test_cases.py --accept

look: $(VENV)/tested ## build the outlines, render them and lay out contact sheets in build/look
	$(BIN)/briefgen build outlines --audience all --out build
	$(BIN)/python tests/look.py build $(LOOK)

reference: $(VENV)/tested ## make the references in docs/ from the source
	$(BIN)/python tests/reference.py

pictures: $(VENV)/tested ## make the pictures that the README and docs/ show
	$(BIN)/python tests/look.py --readme docs/pictures
	$(BIN)/python tests/side_by_side.py docs/pictures

bench: $(VENV)/installed ## measure beside pandoc, PptxGenJS and sumy (needs the first two, and some minutes); writes docs/benchmarks.md
	npm install --silent --no-save --prefix bench
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[fast]" || echo "rjieba is not measured"
	$(PYTHON) -m venv bench/.venv
	bench/.venv/bin/pip install --quiet --disable-pip-version-check sumy numpy jieba "setuptools<81" || echo "sumy is not measured"
	$(BIN)/python bench/run.py

fuzz: $(VENV)/tested ## run 20,000 hostile inputs (some minutes); writes docs/reliability.md
	$(BIN)/python -m tests.fuzz --jobs $(WORKERS) --out docs/reliability.md
	$(BIN)/pip install --quiet --disable-pip-version-check atheris 2>/dev/null || true
	$(BIN)/python -m tests.fuzz.guided

lowest: ## run the fast tests with the lowest versions that pyproject.toml names, in .venv-lowest
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/pip install --quiet --disable-pip-version-check uv
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest --resolution lowest-direct --editable ".[test]"
	.venv-lowest/bin/python -m pytest -n $(WORKERS) -m "not slow and not render and not browser"

clean: ## remove what these targets made
	rm -rf $(VENV) .venv-lowest bench/.venv build dist

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]"
	@command -v npm >/dev/null && npm ci --silent --fetch-retries=1 --fetch-timeout=60000 --prefix tests/browser \
		|| echo "npm could not install axe-core: the test that needs it is skipped"
	@touch $@

$(VENV)/linted: $(VENV)/tested
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,lint]"
	@touch $@
