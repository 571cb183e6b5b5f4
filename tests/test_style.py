"""ruff holds for modules and notebooks; the project's fixed files are there."""

import subprocess
import sys

import run


def test_ruff():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=run.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_every_requirement_is_pinned():
    rows = (run.ROOT / "requirements.txt").read_text().splitlines()
    loose = [row for row in rows if row.strip() and not row.startswith("#") and "==" not in row]
    assert loose == []
    assert not any("://" in row or row.startswith("-") for row in rows)
