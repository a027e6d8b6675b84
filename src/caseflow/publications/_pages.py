"""A published list as one HTML page: no script, nothing loaded, every text escaped, fit to print.

Escaping is that of the standard library.
"""

from html import escape
from string import Template

from caseflow._date_texts import day_text
from caseflow._languages import language_code
from caseflow._typed import typed
from caseflow.law import NO_RULES, Basis, RuleBook, cited
from caseflow.messages import REFERENCE
from caseflow.procedures import ServiceLevel
from caseflow.publications._lists import Publication, Service
from caseflow.texts import Message, Written

__all__ = ["to_html"]

_STYLE = """
:root { color-scheme: light; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --band: #f6f8fa; }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem; color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
header p { margin: 0; color: var(--soft); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .25rem 0 .5rem; }
dl { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
dl div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .6rem;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--band); border-bottom: 2px solid var(--line); }
th.number, td.number { text-align: right; color: var(--soft); white-space: nowrap; }
td.name { min-width: 14rem; } td.text { min-width: 8rem; }
.scroll { overflow-x: auto; }
td.code { white-space: nowrap; font-variant-numeric: tabular-nums; }
.level { white-space: nowrap; border-radius: 1rem; padding: .1em .6em; font-size: .9em;
  border: 1px solid currentColor; }
.full { color: #0a5c36; } .partial { color: #7a4b00; }
footer { margin-top: 1.5rem; color: var(--soft); font-size: .85rem; }
@page { size: A4 landscape; margin: 12mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 9pt; }
  table { font-size: 8pt; } td.name { min-width: 50mm; } td.text { min-width: 26mm; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  dl div { padding: 1mm 3mm; } dd { font-size: 11pt; }
}
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<p>$publisher</p>
<h1>$title</h1>
<p>$about</p>
</header>
<dl>
$counts
</dl>
<div class="scroll">
<table>
<thead><tr>$headings</tr></thead>
<tbody>
$rows
</tbody>
</table>
</div>
<footer>$basis</footer>
</body>
</html>
""")

_HEADINGS = (
    ("number", Message("publications.no")),
    ("", Message("publications.code")),
    ("", Message("publications.procedure")),
    ("", Message("publications.level")),
    ("", Message("publications.limit")),
    ("", Message("publications.fee")),
    ("", Message("publications.agency")),
    ("", Message("publications.decision")),
)
_COUNTS = (
    Message("publications.all-services-all-services"),
    Message("publications.full-full"),
    Message("publications.partial-partial"),
)
_BASIS = Message("publications.basis")
_LAW = Message("publications.law")


@typed
def to_html(
    publication: Publication,
    language: str = "",
    *,
    basis: Basis = "",
    law: RuleBook = NO_RULES,
) -> str:
    """Return the list as a page in *language*, or in that of the names of its services.

    *basis* is the law under which lists are published; what it cites on the day of the list is
    printed. *law* knows the decisions, so that they are cited in the language of the page.

    The page stands alone: it has no script, loads nothing, and prints on A4 with its header row
    on each sheet.
    """
    language = language_code(language) if language else _own(publication)
    totals = publication.totals()
    counts = zip(_COUNTS, (totals.procedures, totals.full, totals.partial), strict=True)
    return _PAGE.substitute(
        language=language,
        style=_STYLE,
        title=escape(publication.title),
        publisher=escape(publication.publisher),
        about=escape(_about(publication, language, law)),
        counts="\n".join(
            f"<div><dt>{label.in_(language)}</dt><dd>{count}</dd></div>" for label, count in counts
        ),
        headings="".join(
            f'<th scope="col"{_class(name)}>{label.in_(language)}</th>' for name, label in _HEADINGS
        ),
        rows="\n".join(
            _row(number, service, language, _decision(service.decision, publication, law, language))
            for number, service in enumerate(publication.services, 1)
        ),
        basis=escape(_footer(cited(basis, publication.on, language), language)),
    )


def _footer(law: str, language: str) -> str:
    cited = _BASIS.in_(language)
    return f"{cited} {_LAW.in_(language).format(law=law)}" if law else cited


def _decision(text: str, publication: Publication, law: RuleBook, language: str) -> str:
    return cited(law.read(text), publication.on, language) or text


def _about(publication: Publication, language: str, law: RuleBook) -> str:
    on = Message("publications.as-of", day=Written(day_text, publication.on)).in_(language)
    decision = _decision(publication.decision, publication, law, language)
    return f"{on} · {decision}" if decision else on


def _own(publication: Publication) -> str:
    return next((code for each in publication.services for code in each.name.languages), REFERENCE)


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _row(number: int, service: Service, language: str, decision: str) -> str:
    kind = "full" if service.level is ServiceLevel.FULL else "partial"
    level = escape(service.level.label(language))
    why = f"<br>{escape(service.reason)}" if service.reason else ""
    cells = (
        f'<td class="number">{number}</td>',
        f'<td class="code">{escape(service.code)}</td>',
        f'<td class="name">{escape(service.name.in_(language))}</td>',
        f'<td><span class="level {kind}">{level}</span>{why}</td>',
        f'<td class="text">{escape(service.limit.in_(language))}</td>',
        f'<td class="text">{escape(service.fee)}</td>',
        f'<td class="text">{escape(service.agency)}</td>',
        f'<td class="text">{escape(decision)}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"
