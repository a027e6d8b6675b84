"""A separate environment for the peers, so that no user of caseflow ever installs them."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["ROOT", "ensure", "rerun"]

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"
HOME = ROOT / ".venv" / "bench"


def ensure() -> Path:
    """Make the environment if it is missing or old, and return its interpreter."""
    python = HOME / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp = HOME / "requirements.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print(f"setting up the peers in {HOME.relative_to(ROOT)}", file=sys.stderr)
    venv.create(HOME, with_pip=True, clear=True)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "--requirement", REQUIREMENTS], check=True)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def rerun(arguments: list[str]) -> int:
    """Run the benchmarks again with the peers beside them, and return how that ended."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [ensure(), "-m", "benchmarks", "--here", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode
