# What can be typed on a machine with Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EMBEDDED := $(BIN)/python -m egov.embedded
# mypy loads the settings, and connects to nothing.
NOWHERE := DATABASE_URL=postgres:///nowhere REDIS_URL=unix:///nowhere

# Hundreds of processes are started, some of them with a stopwatch: compiled code is kept for them, even
# where the environment says that none is.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: env run test lint audit bench load faults pictures messages lock clean
.DELETE_ON_ERROR:

env: $(VENV)/locked

# The stamp is a copy of the lock files: what was installed, not when.
$(VENV)/locked: requirements.lock requirements-dev.lock
	@if ! { [ -f $@ ] && cat $^ | cmp -s - $@; }; then \
	    $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=...")' && \
	    rm -f $@ && \
	    { $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV); } && \
	    echo "Installing what the lock files list into $(VENV) ..." && \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	        --no-deps --require-hashes -r requirements-dev.lock && \
	    cat $^ > $@.new && mv $@.new $@; \
	else touch $@; fi

# EGOV_PORT=8001 takes another port; Ctrl-C stops everything.
run: env
	@$(BIN)/python -m egov.run

# One pair of servers for the whole run; each pytest worker makes a database of its own there. A module
# stays with one worker (loadscope), since its tests may share what takes long to make; the order is
# that of the folders, in which the long ones (the browser's) come first. ARGS="-k name" picks tests;
# COVERAGE=1 tells which lines they did not reach, and takes half as long again.
test: lint
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT && trap 'exit 1' INT TERM && \
	chmod 711 "$$data" && rm -f .coverage .coverage.* && \
	EGOV_DATA_DIR="$$data/var" EGOV_EMBEDDED_FSYNC=off \
	$(EMBEDDED) sh -c '$(BIN)/python manage.py makemigrations --check --dry-run && \
	    exec $(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder "$$@"' \
	    pytest $(if $(COVERAGE),--cov --cov-report=term) $(ARGS)

lint: env
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(NOWHERE) $(BIN)/mypy .

# Known faults of what is installed, and secrets in tracked files; what cannot be asked is said.
audit: env
	@$(BIN)/python -m tests.audit

bench: env var/bench/others/locked
	@env -u DATABASE_URL -u REDIS_URL EGOV_DATA_DIR=var/bench $(EMBEDDED) $(BIN)/python -m tests.bench $(if $(WRITE),--write $(WRITE))

# What the import is measured beside, in a folder of its own.
var/bench/others/locked: requirements-bench.lock | env
	@rm -rf $(@D) && mkdir -p $(@D) && $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --no-input --no-deps --require-hashes --target $(@D) -r $< && cp $< $@

# How long people wait for pages while a large file loads (docs/reliability.md); ARGS="--users 10 ...".
load: env
	@$(BIN)/python -m tests.load $(if $(WRITE),--write $(WRITE)) $(ARGS)

# kill -9 of anything at random moments, and what is there after recovery.
ROUNDS ?= 50
SEED ?= 1
faults: env
	@$(BIN)/python -m tests.faults --rounds $(ROUNDS) --seed $(SEED) $(if $(WRITE),--write $(WRITE))

# Pictures of the pages, into docs/pictures; their demo stays in var/pictures for the next time.
pictures: env
	@env -u DATABASE_URL -u REDIS_URL EGOV_DATA_DIR=var/pictures $(EMBEDDED) $(BIN)/python -m tests.browser.pictures

# Collects the texts to translate, and compiles the catalogue; needs GNU gettext.
messages: env
	@$(NOWHERE) $(BIN)/python manage.py makemessages --locale vi --no-location --no-wrap \
	    --no-obsolete --ignore .venv --ignore tests --ignore var
	@$(NOWHERE) $(BIN)/python manage.py compilemessages --locale vi --ignore .venv

lock: env
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	    --python-version 3.11 --group bench -c requirements-dev.lock -o requirements-bench.lock

clean:
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
