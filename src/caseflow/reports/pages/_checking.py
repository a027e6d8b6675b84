"""Checking a page: it is made again from what is there now, and compared number by number."""

import enum
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from caseflow._typed import frozen, typed
from caseflow.errors import FormatError
from caseflow.reports.pages._seals import Seal, read_seal, seal_of
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text

__all__ = ["PageCheck", "PageFault", "PageFaultKind", "check_page"]

#: So many faults are listed; the others are counted.
_MOST = 100


class PageFaultKind(enum.Enum):
    """Name what is wrong: with what the page was made of, or with the page."""

    ROW_CHANGED = "row-changed"
    ROW_ADDED = "row-added"
    ROW_REMOVED = "row-removed"
    MANY_ROWS = "many-rows"
    OTHER_PART = "other-part"
    TEXT = "text"
    DRAWING = "drawing"

    @property
    def label(self) -> Text:
        """Return what people read."""
        return _LABELS[self]


_LABELS: dict[PageFaultKind, Text] = {
    PageFaultKind.ROW_CHANGED: Message("pages/check.row-changed"),
    PageFaultKind.ROW_ADDED: Message("pages/check.row-added"),
    PageFaultKind.ROW_REMOVED: Message("pages/check.row-removed"),
    PageFaultKind.MANY_ROWS: Message("pages/check.many-rows"),
    PageFaultKind.OTHER_PART: Message("pages/check.other-part"),
    PageFaultKind.TEXT: Message("pages/check.text"),
    PageFaultKind.DRAWING: Message("pages/check.drawing"),
}


@frozen
class PageFault:
    """Say what differs: where, what the page says, and what is true now; "" where it says nothing.

    *where* is the number of a filing, the name of a part, or a place of the page.
    """

    kind: PageFaultKind
    where: str
    page: str = ""
    now: str = ""

    def text(self, language: str) -> str:
        """Return the fault for people."""
        found = f"{self.kind.label.in_(language)}: {self.where}"
        if self.kind is not PageFaultKind.TEXT:
            return found
        said = Message("pages/check.says", page=self.page or "–", now=self.now or "–")
        return f"{found}: {said.in_(language)}"


@frozen
class PageCheck:
    """Hold what a check found.

    Attributes:
        seal: what the page says of itself.
        faults: the first hundred faults.
        count: how many there are.
        notes: what was not compared, and why.
    """

    seal: Seal
    faults: tuple[PageFault, ...]
    count: int
    notes: tuple[Text, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Return whether nothing differs."""
        return not self.count


@typed
def check_page(page: str, made_again: str, source: ReportSource, *, caseflow: str) -> PageCheck:
    """Compare *page* with the same page *made_again* of *source*, and their seals.

    A row of the register that changed is named, up to some thirty of them.

    Raises:
        FormatError: *page* carries no seal.

    Cost: one pass over every column of the register.
    """
    seal = read_seal(page)
    now = seal_of(source, seal.language, kind=seal.kind, caseflow=caseflow)
    faults = [*_of_rows(seal, now, source), *_of_parts(seal, now)]
    old, new = _read(page), _read(made_again)
    notes: list[Text] = []
    is_drawn_alike = seal.drawing == now.drawing
    if not is_drawn_alike:
        notes.append(Message("pages/check.other-drawing", then=seal.drawing, now=now.drawing))
    if seal.caseflow != now.caseflow:
        notes.append(Message("pages/check.other-version", then=seal.caseflow, now=now.caseflow))
    for where in dict.fromkeys((*old, *new)):
        said, found = old.get(where, ""), new.get(where, "")
        if said == found:
            continue
        if where.endswith(_DRAWING):
            if is_drawn_alike:
                faults.append(PageFault(PageFaultKind.DRAWING, where.removesuffix(_DRAWING)))
            continue
        faults.append(PageFault(PageFaultKind.TEXT, where, said, found))
    return PageCheck(seal, tuple(faults[:_MOST]), len(faults), tuple(notes))


def _of_rows(seal: Seal, now: Seal, source: ReportSource) -> Iterator[PageFault]:
    found = seal.sketch.difference(now.sketch, source.register)
    pairs = (
        (PageFaultKind.ROW_CHANGED, found.changed),
        (PageFaultKind.ROW_ADDED, found.added),
        (PageFaultKind.ROW_REMOVED, found.removed),
    )
    for kind, numbers in pairs:
        yield from (PageFault(kind, each) for each in numbers)
    if not found.is_whole:
        rows = f"{seal.sketch.rows} / {now.sketch.rows}"
        yield PageFault(PageFaultKind.MANY_ROWS, rows)


def _of_parts(seal: Seal, now: Seal) -> Iterator[PageFault]:
    for name in dict.fromkeys((*seal.parts, *now.parts)):
        if seal.parts.get(name, "") != now.parts.get(name, ""):
            yield PageFault(PageFaultKind.OTHER_PART, name)


# ── what a page says ────────────────────────────────────────────────────────────────────────

_DRAWING = " (drawing)"
_KEPT = {"h1", "h2", "h3", "p", "dt", "dd", "th", "td"}
_SKIPPED = {"style", "nav", "footer", "template", "a"}


def _read(page: str) -> Mapping[str, str]:
    """Return the texts of a page by their places."""
    reader = _Reader()
    try:
        reader.feed(page)
        reader.close()
    except (ValueError, AssertionError):
        raise FormatError("page", "is no page of HTML that can be read") from None
    return reader.found


class _Reader(HTMLParser):
    """Collect the texts of a page: "early-1, row 3, column 2"."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._skipping = 0
        self._in: str = ""
        self._place = "page"
        self._row = self._column = 0
        self._drawing = False
        self._texts: list[str] = []
        self._heads: list[str] = []
        self._first = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipping += 1
        named = dict(attrs).get("id")
        if tag in ("section", "figure") and named:
            self._place, self._row, self._heads = named, 0, []
        if tag == "svg":
            self._drawing = True
            self._texts = []
        if self._drawing:
            self._texts.append(f"{tag} {attrs}")
        if tag == "tr":
            self._row += 1
            self._column = 0
            self._first = ""
        if tag in _KEPT and not self._skipping and not self._drawing:
            self._in, self._texts = tag, []
        if tag in ("th", "td"):
            self._column += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        if tag == "svg":
            self.found[f"{self._place}{_DRAWING}"] = "".join(self._texts)
            self._drawing = False
        if tag == self._in:
            self._take(tag, "".join(self._texts).strip())
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in or self._drawing:
            self._texts.append(data)

    def _take(self, tag: str, text: str) -> None:
        if tag == "th":
            self._heads.append(text)
        if tag == "td" and self._column == 1:
            self._first = text
        if tag in ("th", "td"):
            head = self._heads[self._column - 1] if self._column <= len(self._heads) else ""
            where = f"{self._place}, {head or self._column}, {self._first or self._row}"
        else:
            where = f"{self._place}, {tag}"
        times = self._counts[where] = self._counts.get(where, 0) + 1
        self.found[where if times == 1 else f"{where} ({times})"] = text
