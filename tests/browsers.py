"""A real browser for the tests that look at pages: Chromium, without a window or a network."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

__all__ = ["asked"]


@cache
def _browser() -> str:
    """Find the Chromium of this machine; `make test` installs it."""
    names = (os.environ.get("CASEFLOW_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium here; make printing installs it")
    return found


def asked(folder: Path, page: str, *wanted: str) -> str:
    """Return what the browser answers about *page*, which it loads from a file in *folder*."""
    (folder / "page.html").write_text(page, encoding="utf-8")
    return subprocess.run(
        [
            "timeout",  # the one of subprocess sleeps while it waits
            "120",
            _browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder / 'profile'}",
            *wanted,
            (folder / "page.html").as_uri(),
        ],
        check=True,
        capture_output=True,
    ).stdout.decode()
