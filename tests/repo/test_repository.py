"""House rules for the repository as a whole: what it names, what it ships, what it links to."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

import caseflow
from repo.tree import PACKAGE, ROOT, markdown_files, project_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

#: A path on somebody's machine, or the address of a package registry.
MACHINE = re.compile(r"(?<![\w./<>-])/(?:home|root|Users|work|farm|tmp)/\w")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|yarnpkg|debian|crates|maven)\.(?:org|com|io)\b", re.IGNORECASE
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Build the wheel once and return the names of its files."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with ZipFile(built) as archive:
        return archive.namelist()


def test_no_file_names_a_machine_or_a_registry():
    """The project says nothing of where it was made or where packages came from."""
    found = [
        f"{path.relative_to(ROOT)}:{number} {match.group()}"
        for path in project_files()
        for number, line in enumerate(_text(path).splitlines(), start=1)
        for match in [MACHINE.search(line) or REGISTRY.search(line)]
        if match
    ]

    assert not found


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def test_wheel_holds_every_file_of_the_package(wheel: list[str]):
    """Modules, py.typed and data files are all in the wheel."""
    expected = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in project_files()
        if path.is_relative_to(PACKAGE)
    }

    assert "caseflow/py.typed" in expected
    assert expected <= set(wheel)


def test_wheel_holds_nothing_else(wheel: list[str]):
    """Tests, documents and settings stay out of the wheel."""
    assert {name.partition("/")[0] for name in wheel} == {
        "caseflow",
        f"caseflow_engine-{PROJECT['project']['version']}.dist-info",
    }


def test_version_is_said_once():
    """`caseflow.__version__` is the version of the distribution."""
    assert caseflow.__version__ == PROJECT["project"]["version"]


def _locked(name: str) -> dict[str, str]:
    """Return the pins of a lock file by package name."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", text, flags=re.MULTILINE))


def test_locks_pin_what_the_project_asks_for():
    """Each dependency of the project is pinned, to a version it allows."""
    pins = _locked("run.txt")

    for line in PROJECT["project"]["dependencies"]:
        asked = Requirement(line)
        assert asked.specifier.contains(pins[asked.name.lower()])


def test_locks_agree_with_each_other():
    """What the program runs with and what builds it are pinned alike for tests."""
    tested = _locked("dev.txt")

    for name in ("run.txt", "demo.txt", "build.txt"):
        assert _locked(name).items() <= tested.items()


@pytest.mark.parametrize(
    "name", ["uv.txt", "build.txt", "run.txt", "demo.txt", "dev.txt", "docs.txt"]
)
def test_locks_hold_hashes_and_no_address(name: str):
    """Every pin carries hashes, and no line says where to fetch it."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")

    pins = re.findall(r"^[^#\s].*$", text, flags=re.MULTILINE)
    with_hashes = re.findall(r"^[^#\s].*==.* \\\n {4}--hash=sha256:", text, flags=re.MULTILINE)
    assert pins
    assert len(pins) == len(with_hashes)
    assert "://" not in text


@pytest.mark.parametrize("path", markdown_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path):
    """Each relative link of a document leads to a file, and each anchor to a heading there."""
    text = re.sub(r"^```.*?^```", "", _text(path), flags=re.MULTILINE | re.DOTALL)
    broken = list[str]()
    for link in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert not broken


def _anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as web views of Markdown build them."""
    headings = re.findall(r"^#+ +(.+?) *$", _text(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
