"""The documentation site: every public name is there, and a reader needs nothing of the network."""

import json
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from website.names import public_names
from website.staging import in_order

from browsers import asked
from generating.public_api import public_api
from repo.tree import ROOT

#: What a browser loads of itself when it shows a page, by tag and attribute.
LOADED = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("link", "href"),
    ("use", "href"),
    ("image", "href"),
    ("form", "action"),
}
#: In a style sheet: what it brings in.
BROUGHT = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class Page(NamedTuple):
    """What a page of the site loads, where it leads, and what it can be entered by."""

    loaded: list[str]
    links: list[str]
    anchors: set[str]


class Reader(HTMLParser):
    """Read one page."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page([], [], set())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (tag, name) in LOADED and value:
                self.page.loaded.append(value)
            elif (tag, name) == ("a", "href") and value:
                self.page.links.append(value)
            elif name == "style" and value:
                self.page.loaded.extend(brought(value))
            elif name in ("id", "name") and value:
                self.page.anchors.add(value)


def brought(style: str) -> Iterator[str]:
    for match in BROUGHT.finditer(style):
        yield match[1] or match[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once; a warning of Sphinx fails it."""
    out = tmp_path_factory.mktemp("site") / "docs"
    result = subprocess.run(
        [sys.executable, "-m", "website", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["docs", "tests"])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return out


@pytest.fixture(scope="module")
def read_pages(site: Path) -> dict[Path, Page]:
    read = {}
    for path in site.rglob("*.html"):
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        read[path] = reader.page
    return read


def test_every_public_name_has_an_entry_and_no_other_has(site: Path):
    """The inventory of the site holds the names of every `__all__`, as users import them."""
    packed = (site / "objects.inv").read_bytes().split(b"\n", 4)[4]
    # Names of priority -1 are those under which Sphinx also finds an entry: where it is defined.
    entries = re.findall(
        r"^(\S+) py:(\w+) (?!-1)\d+ ", zlib.decompress(packed).decode(), flags=re.MULTILINE
    )
    outer = {"class", "exception", "function", "data", "type"}
    named = sorted(name for name, kind in entries if kind in outer)

    assert named == public_api().splitlines()


def test_an_entry_stands_on_the_page_of_its_module(site: Path):
    """Whoever knows where a name is imported from knows its page."""
    for name in public_api().splitlines():
        module = name.rpartition(".")[0]
        page = site / "reference" / "api" / f"{module}.html"
        assert f'id="{name}"' in page.read_text(encoding="utf-8")


def test_every_signature_is_read(site: Path):
    """A default that is shown as no Python would leave the types of a signature without links."""
    raw = [
        (page.name, found)
        for page in (site / "reference" / "api").glob("*.html")
        for found in re.findall(
            r"~(?:caseflow|collections)[\w.]*", page.read_text(encoding="utf-8")
        )
    ]

    assert raw == []


def test_no_page_loads_anything_from_elsewhere(site: Path, read_pages: dict[Path, Page]):
    """Scripts, styles, pictures and fonts are files of the site, so it works without a network."""
    loaded = {(path, each) for path, page in read_pages.items() for each in page.loaded}
    loaded |= {
        (path, each)
        for path in site.rglob("*.css")
        for each in brought(path.read_text(encoding="utf-8"))
    }
    external = {each for _, each in loaded if re.match(r"(?:[a-z]+:)?//|[a-z]+:", each)}
    missing = [
        (str(path.relative_to(site)), each)
        for path, each in loaded
        if each not in external and not (path.parent / unquote(urlsplit(each).path)).exists()
    ]

    assert [each for each in external if not each.startswith("data:")] == []
    assert missing == []


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Path, read_pages: dict[Path, Page]):
    """No link within the site is dead; links out of it are not looked at."""
    dead = []
    for path, page in read_pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = read_pages.get(target)
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and known and anchor not in known.anchors):
                dead.append(f"{path.relative_to(site)}: {link}")

    assert dead == []


def test_language_models_find_every_page(site: Path):
    """`llms.txt` links each page as text, and `llms-full.txt` holds them all."""
    listing = (site / "llms.txt").read_text(encoding="utf-8")
    whole = (site / "llms-full.txt").read_text(encoding="utf-8")
    linked = re.findall(r"^- \[.+?\]\((.+?)\)", listing, flags=re.MULTILINE)

    assert [name for name in linked if not (site / name).is_file()] == []
    assert {*in_order()} <= {*linked}
    for path in (ROOT / "docs").rglob("*.md"):
        assert path.read_text(encoding="utf-8") in whole
    for name in public_api().splitlines():
        assert f"\n## {name}" in whole


def test_every_call_of_the_table_exists():
    """Each call on docs/which-call.md is a public name, or a method of one."""
    page = (ROOT / "docs" / "which-call.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!I want to|---).+? \| (.+?) \|", page, flags=re.MULTILINE)
    calls = [call for cell in rows for call in re.findall(r"`([\w.]*[A-Z.][\w.]*)`", cell)]
    assert len(calls) > 50

    missing = []
    for call in calls:
        first, _, rest = call.partition(".")
        found = [
            name
            for name in public_names().values()
            if (name.name == first and (not rest or hasattr(name.value, rest)))
            or name.full.endswith(f".{call}")
        ]
        if not found:
            missing.append(call)

    assert missing == []


def test_each_row_of_the_table_has_a_call():
    """No intention is left without a call."""
    page = (ROOT / "docs" / "which-call.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!I want to|---)(.+?) \| (.+?) \|", page, flags=re.MULTILINE)

    assert [want for want, call in rows if "`" not in call] == []


#: Loads one page after another in a frame as wide as a telephone, and lists what is wider. What
#: scrolls inside itself, as code and tables do, may be.
MEASURE = """<!doctype html><meta charset="utf-8"><pre id="wide"></pre>
<iframe id="frame" style="width: 360px; height: 800px; border: 0"></iframe>
<script>
const pages = PAGES, wide = [], frame = document.getElementById("frame");
function scrolls(element) {
  for (let at = element; at; at = at.parentElement)
    if (["auto", "scroll"].includes(frame.contentWindow.getComputedStyle(at).overflowX))
      return true;
  return false;
}
function measure() {
  const page = frame.contentDocument, root = page.scrollingElement;
  const inside = page.querySelector("article") || page.body;
  const beyond = [...inside.querySelectorAll("*")].find(
    (each) => each.getBoundingClientRect().right > 361 && !scrolls(each.parentElement));
  if (beyond || root.scrollWidth > root.clientWidth)
    wide.push(frame.src + " " + (beyond ? beyond.outerHTML.slice(0, 100) : root.scrollWidth));
  next();
}
function next() {
  if (pages.length) frame.src = pages.shift();
  else { frame.remove(); document.getElementById("wide").textContent = "WIDE " + wide.join("\\n"); }
}
frame.onload = measure;
next();
</script>"""


def wide_pages(folder: Path, pages: list[Path]) -> list[str]:
    """Return the pages that are wider than a telephone, each with what is too wide on it."""
    addresses = json.dumps([path.as_uri() for path in pages])
    options = ("--allow-file-access-from-files", "--virtual-time-budget=900000", "--dump-dom")
    answer = asked(folder, MEASURE.replace("PAGES", addresses), *options)
    found = re.search(r'<pre id="wide">WIDE (.*?)</pre>', answer, flags=re.DOTALL)
    assert found, answer[:500]
    return found[1].split("\n") if found[1] else []


def test_no_page_scrolls_sideways_on_a_telephone(site: Path, tmp_path: Path):
    """At 360 pixels every page fits; code and tables scroll inside themselves."""
    assert wide_pages(tmp_path, sorted(site.rglob("*.html"))) == []


def test_a_page_that_is_too_wide_is_found(tmp_path: Path):
    """A long word, and a box beyond the edge; not what scrolls inside itself."""
    bodies = {
        "word": f"<article><p>{'w' * 200}</p></article>",
        "box": '<article><div style="width: 500px">box</div></article>',
        "code": f'<article><pre style="overflow: auto">{"w" * 200}</pre></article>',
    }
    for name, body in bodies.items():
        (tmp_path / f"{name}.html").write_text(f"<!doctype html>{body}", encoding="utf-8")

    found = wide_pages(tmp_path, [tmp_path / f"{name}.html" for name in bodies])

    assert [re.search(r"(\w+)\.html", each)[1] for each in found] == ["word", "box"]


def test_the_search_finds_words_of_both_languages(site: Path):
    """The index of the search has the pages, the names of the reference and Vietnamese words."""
    index = (site / "searchindex.js").read_text(encoding="utf-8")

    for word in ("first-hour", "vi/index", "simple_workflow", "caseflow.engine", "hồ"):
        assert word in index or json.dumps(word)[1:-1] in index
    assert 'src="_static/searchtools.js' in (site / "search.html").read_text(encoding="utf-8")
