"""What several tests share: the book, built once, cold."""

import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
import run


@pytest.fixture(scope="session")
def glued_in():
    """A function from the name of a notebook to the numbers that it keeps for its prose."""

    def numbers(name):
        notebook = nbformat.read(run.BOOK / name, 4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        kept = [output for output in outputs if "scrapbook" in output.get("metadata", {})]
        return {o.metadata["scrapbook"]["name"]: next(iter(o.data.values())) for o in kept}

    return numbers


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The root of a cold build, every Sphinx warning an error; one build for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base if base.parent.name.startswith("pytest-of") else base.parent
    out, log = base / "site", base / "site.log"
    try:
        out.mkdir()
    except FileExistsError:  # another worker builds it
        while not log.exists():
            time.sleep(0.5)
    else:
        log.write_text(_build(out), "utf-8")
    said = log.read_text("utf-8")
    assert said == "", said
    return out / "_build" / "html"


def _build(out):
    """Build the book; empty when it went well, else what Sphinx said."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "-n", "-W"]
    done = subprocess.run(
        [*command, "--keep-going", "--path-output", str(out)],
        cwd=run.ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return ""
    loud = re.findall(r".*(?:WARNING|ERROR|rror:).*", done.stdout + done.stderr)
    return "\n".join(loud) or done.stderr[-3000:]
