# Everything that the book needs, from a clone. `make help` lists the commands.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := book

.PHONY: help book pdf epub test links run lab clean lock seal

help:            ## this list
	@grep -E '^[a-z]+: .*##|^[a-z]+: +##' Makefile | sed -E 's/: *[^#]*##/\t/' | expand -t 8

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The book needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 book"; exit 1; }
	@echo "Making the environment in .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.txt)"
	@$(BIN)/python -m uv pip sync --python $(BIN)/python requirements.txt
	@touch $@

book: .venv/installed    ## run what is stale and build the HTML book
	@$(BIN)/python book/_tools/run.py
	@$(BIN)/jupyter-book build . -n -W --keep-going
	@echo "Open $(CURDIR)/_build/html/index.html"

pdf: .venv/installed     ## the whole book as _build/book.pdf; Chromium prints it
	@$(BIN)/python book/_tools/run.py
	@$(BIN)/python book/_tools/pdf.py

epub: .venv/installed    ## the whole book as _build/book.epub; epubcheck judges it
	@$(BIN)/python book/_tools/run.py
	@$(BIN)/python book/_tools/epub.py

test: .venv/installed    ## every test, nbval on every notebook included
	@$(BIN)/python -m pytest

links: .venv/installed   ## ask every address outside of the book; needs a network
	@$(BIN)/jupyter-book build . --builder linkcheck --keep-going --path-output _build/links

run: .venv/installed     ## run every notebook in place and store its outputs
	@$(BIN)/python book/_tools/run.py --all

lab: .venv/installed     ## JupyterLab on the book
	@$(BIN)/jupyter lab --notebook-dir=book

clean:                   ## remove what was built, keep the environment
	rm -rf _build .pytest_cache .ruff_cache .hypothesis

lock: .venv/installed    ## requirements.txt anew from requirements.in
	@$(BIN)/python -m uv pip compile --universal --python-version 3.11 --no-annotate --no-header \
	  requirements.in -o requirements.txt

seal: .venv/installed    ## after a change in data/: sizes and sha256 in datapackage.json
	@$(BIN)/python book/_tools/datapackage.py
