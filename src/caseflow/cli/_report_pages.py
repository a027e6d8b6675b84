"""Make the pages of `caseflow report`, write them, and check one; what is computed is in `reports`.

Nothing is written before all of it was made, and each file whole or not at all.
"""

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path

from caseflow import __version__
from caseflow.cli._keeping import shown_url
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._report_sources import source_of
from caseflow.cli._screen import FINDINGS, OK, Progress, number_text, print_json
from caseflow.cli._words import text_of, write_whole
from caseflow.errors import FormatError, ValueInvalidError
from caseflow.messages import REFERENCE
from caseflow.office.pack import Pack
from caseflow.reports.pages import (
    Content,
    PageCheck,
    ReportSource,
    check_page,
    counts_csv,
    counts_parquet,
    html_of,
    json_of,
    public_csv,
    public_report,
    read_seal,
    report_of,
    seal_of,
)
from caseflow.reports.pages import (
    text_of as content_text,
)
from caseflow.texts import Message

__all__ = ["verify", "write_public", "write_report"]

_REPORT, _PUBLIC = "report", "public"
_MADE = {_REPORT: report_of, _PUBLIC: public_report}
_WRITTEN = Message("commands/report.written")


def write_report(options: argparse.Namespace) -> int:
    """Write the report of a period; print it where no file is asked for."""
    return _write(options, _REPORT)


def write_public(options: argparse.Namespace) -> int:
    """Write the page for everybody."""
    return _write(options, _PUBLIC)


def _write(options: argparse.Namespace, kind: str) -> int:
    pack = pack_of(options)
    language = options.lang or REFERENCE
    passed = PassedOver(pack, language)
    files: dict[Path, bytes] = {}
    with source_of(options, pack, passed) as source:
        content = _MADE[kind](source)
        if options.out is not None:
            files |= _pages(options, pack, kind, source, content)
        if options.csv is not None:
            is_report = kind == _REPORT
            made = counts_csv(source) if is_report else public_csv(source, language).encode()
            files[Path(options.csv)] = made
        if kind == _REPORT and options.parquet is not None:
            files[Path(options.parquet)] = counts_parquet(source)
    table = files.pop(Path("-"), None) if options.csv == "-" else None
    _keep(files)
    if table is not None:
        print(table.decode(), end="")
    elif options.json:
        written = {"files": [str(path) for path in files]} if files else {}
        print_json({**json_of(content, language), **written})
    elif files:
        for path, made in files.items():
            size = number_text(len(made), language)
            print(_WRITTEN.filled(path=str(path), size=size).in_(language))
    else:
        print(content_text(content, language))
    return passed.code(OK)


def _pages(
    options: argparse.Namespace, pack: Pack, kind: str, source: ReportSource, content: Content
) -> dict[Path, bytes]:
    """Return the page in each language, the first under the name that was asked for."""
    out = Path(options.out)
    if out.suffix.lower() not in (".html", ".htm"):
        raise ValueInvalidError("--out", options.out, "a file whose name ends in .html")
    codes = (options.lang,) if options.lang else pack.languages
    named = {
        code: out if not place else out.with_suffix(f".{code}{out.suffix}")
        for place, code in enumerate(codes)
    }
    others = {code: path.name for code, path in named.items()} if len(named) > 1 else {}
    bar, made = Progress("drawing"), dict[Path, bytes]()
    for place, (code, path) in enumerate(named.items()):
        bar(place, len(named))
        page = html_of(
            content,
            code,
            others=others,
            seal=seal_of(source, code, kind=kind, caseflow=__version__).text,
            check=_check_command(options, path),
            version=__version__,
            interactive=getattr(options, "interactive", False),
        )
        made[path] = page.encode()
    bar.close()
    return made


def _check_command(options: argparse.Namespace, path: Path) -> str:
    """Return the command that checks the page, as it is to be typed."""
    words = ["caseflow", "report", "verify", path.name]
    if options.url is not None:
        words += ["--store", shown_url(options.url)]
    if options.agency:
        words += ["--agency", options.agency]
    if options.register is not None:
        words += ["--register", *options.register]
    for name in ("plan", "figures", "indices"):
        value = getattr(options, name, None)
        if value is not None:
            words += [f"--{name}", value]
    return shlex.join(words)


def _keep(files: Mapping[Path, bytes]) -> None:
    """Write the files; raises `FormatError` where one cannot be written."""
    for path, made in files.items():
        try:
            write_whole(path, made)
        except (OSError, ValueError) as error:
            problem = getattr(error, "strerror", None) or str(error)
            raise FormatError(
                str(path), f"cannot be written ({problem}); give another path"
            ) from None


# ── checking ────────────────────────────────────────────────────────────────────────────────


def verify(options: argparse.Namespace) -> int:
    """Make a page again and print what differs; that is a finding."""
    pack = pack_of(options)
    passed = PassedOver(pack, options.lang)
    page = text_of(options.page)
    seal = read_seal(page)
    if seal.kind not in _MADE:
        raise FormatError(options.page, "carries a seal that cannot be read")
    with source_of(
        options, pack, passed, period=seal.period, on=seal.on, units=seal.units
    ) as source:
        again = html_of(_MADE[seal.kind](source), seal.language)
        found = check_page(page, again, source, caseflow=__version__)
    if options.json:
        print_json(_check_data(options.page, found))
    else:
        for line in _check_lines(options, found):
            print(line)
    return passed.code(OK if found.is_sound else FINDINGS)


def _check_lines(options: argparse.Namespace, found: PageCheck) -> list[str]:
    language: str = options.lang
    lines = [each.text(language) for each in found.faults]
    more = found.count - len(found.faults)
    if more:
        count = number_text(more, language)
        lines.append(Message("commands/report.more-faults", count=count).in_(language))
    lines += [each.in_(language) for each in found.notes]
    if found.is_sound:
        rows = number_text(found.seal.sketch.rows, language)
        sound = Message("commands/report.sound", page=options.page, rows=rows)
        lines.append(sound.in_(language))
    return lines


def _check_data(page: str, found: PageCheck) -> dict[str, object]:
    return {
        "page": page,
        "sound": found.is_sound,
        "count": found.count,
        "faults": [
            {"kind": each.kind.value, "where": each.where, "page": each.page, "now": each.now}
            for each in found.faults
        ],
        "notes": [each.in_(REFERENCE) for each in found.notes],
    }
