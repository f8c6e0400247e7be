# make run    the platform with the demo county on http://127.0.0.1:8000/ (PORT=… for another port)
# make test   all tests; make test-quick   those of less than a tenth of a second, in a minute or two
# make lint   the style of code and templates; make bench   time and memory of the annual report, time of pages
# make messages   what the catalogue of translations lacks is added at its end, and the catalogue compiled

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check

# Each process reads the modules that the one before has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-quick lint bench messages

run: .venv/installed
	@$(BIN)/python manage.py demo
	@echo "Open http://127.0.0.1:$(PORT)/ — stop with Ctrl-C"
	@$(BIN)/gunicorn consult.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --timeout 120 --no-control-socket --log-level warning

test: .venv/installed-dev
	$(PYTEST) --long -m "not browser"
	@.ci/browser-tests

test-quick: .venv/installed-dev
	$(PYTEST) -m "not browser"

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates

bench: .venv/installed-dev
	$(BIN)/python -m tests.load.bench_annual
	$(BIN)/python -m tests.load.bench_pages

messages: .venv/installed-dev
	$(BIN)/python -m tests.catalogue

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing the packages of requirements.txt …"
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages of requirements-dev.txt …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/installed
