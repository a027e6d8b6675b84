"""Forms of complaints of the command line that have places for what was given.

A complaint is made in English; here its parts are found, and put into the form that the catalogue
of another language has under the same key. What is in a place is a phrase itself, or stays.
"""

import re
from functools import cache

from caseflow.messages import part_of_catalogue

__all__ = ["forms"]

#: The keys of forms, and what their English looks like; the more special first.
_FORMS = (
    ("forms.cannot-be-read-as-parquet", r"cannot be read as Parquet: (?P<a>.+)"),
    (
        "forms.days-are-in-line-too",
        r"days of (?P<a>\S+) are in line (?P<n>\d+) too; delete one of the two rows",
    ),
    (
        "forms.numerator-at-most-denominator",
        r"a numerator of at most the denominator, (?P<n>\d+)",
    ),
    (
        "forms.first-line-no-header-of",
        r"its first line is not a header of (?P<a>.+), and if you like (?P<b>.+), each once",
    ),
    (
        "forms.first-line-no-header",
        r"its first line is not a header of (?P<a>.+), each once",
    ),
    ("forms.did-you-mean", r"(?P<a>.+); did you mean (?P<b>.+)\?"),
    ("forms.did-you-mean-2", r"did you mean (?P<a>'[^']*')\?"),
    ("forms.did-you-mean-or", r"did you mean (?P<a>'[^']*') or (?P<b>'[^']*')\?"),
    (
        "forms.did-you-mean-or-or",
        r"did you mean (?P<a>'[^']*') or (?P<b>'[^']*') or (?P<c>'[^']*')\?",
    ),
    ("forms.known", r"known: (?P<a>.+)"),
    ("forms.are-known-e-g", r"(?P<n>\d+) are known, e\.g\. (?P<a>.+)"),
    ("forms.it-is-not-utf-8-byte", r"it is not UTF-8: byte (?P<n>\d+)"),
    ("forms.it-is-not-json-at-character", r"it is not JSON: .+ at character (?P<n>\d+)"),
    ("forms.it-is-not-json-of-ours", r"it is not JSON of ours: (?P<a>\S+) is no number"),
    (
        "forms.the-file-says-cases-and-were",
        r"the file says (?P<a>.+) cases and (?P<n>\d+) were in it",
    ),
    (
        "forms.the-file-says-definitions-and-were",
        r"the file says (?P<a>.+) definitions and (?P<n>\d+) were in it",
    ),
    (
        "forms.is-kept-already-and-says-something",
        r"(?P<a>.+) is kept already and says something else",
    ),
    ("forms.is-no-sqlite-file", r"(?P<a>.+) is no SQLite file"),
    (
        "forms.cannot-read-as-a-time-limit",
        r"cannot read (?P<a>.+?) as a time limit: (?P<b>.+); write for example .+?",
    ),
    ("forms.is-not-valid-give", r"(?P<a>[^:]+): (?P<b>.+) is not valid; give (?P<c>.+)"),
    ("forms.is-not-a-code-it-is", r"(?P<a>'[^']*') is not a \S+ code; it is written (?P<b>.+)"),
    ("forms.is-no-yes", r"(?P<a>'[^']*') is no yes"),
    ("forms.is-none-of", r"(?P<a>'[^']*') is none of (?P<b>.+)"),
    ("forms.unknown", r"unknown (?P<a>[^']+) (?P<b>'[^']*'); (?P<c>.+)"),
    (
        "forms.version-is-in-line-too-write",
        (
            r"(?P<a>.+) version (?P<b>.+) is in line (?P<n>\d+) too; write another version, or "
            r"delete one row"
        ),
    ),
    (
        "forms.holds-from-in-line-too-write",
        (
            r"(?P<a>.+) holds from (?P<b>\S+) in line (?P<n>\d+) too; write the day from which "
            r"this row holds"
        ),
    ),
    (
        "forms.is-no-code-of-the-national",
        (
            r"(?P<a>'[^']*') is no code of the national catalogue, and may have been one before "
            r"a spreadsheet read it as a number; write it as 1\.014445 in a column formatted "
            r"as text"
        ),
    ),
    (
        "forms.was-abolished-by-of-delete-the",
        (
            r"(?P<a>\S+) was abolished by (?P<b>.+) of (?P<c>\S+); delete the row, or write the "
            r"code that took its place"
        ),
    ),
    ("forms.a-line-of-csv", r"a line of CSV \((?P<a>.+)\)"),
    ("forms.cells-as-the-header", r"(?P<n>\d+) cells, as the header"),
    ("forms.errno-d", r"\[Errno \d+\] (?P<a>[^:]+)(?:: .*)?"),
    (
        "forms.the-following-arguments-are-required",
        r"the following arguments are required: (?P<a>.+)",
    ),
    ("forms.unrecognized-arguments", r"unrecognized arguments: (?P<a>.+)"),
    ("forms.one-of-the-arguments-is-required", r"one of the arguments (?P<a>.+) is required"),
    (
        "forms.argument-invalid-choice-choose-from",
        r"argument (?P<a>.+?): invalid choice: (?P<b>'.*') \(choose from (?P<c>.+)\)",
    ),
    (
        "forms.argument-not-allowed-with-argument",
        r"argument (?P<a>.+?): not allowed with argument (?P<b>.+)",
    ),
    ("forms.argument-expected-one-argument", r"argument (?P<a>.+?): expected one argument"),
    (
        "forms.argument-expected-at-least-one-argument",
        r"argument (?P<a>.+?): expected at least one argument",
    ),
    ("forms.argument-expected-arguments", r"argument (?P<a>.+?): expected (?P<n>\d+) arguments"),
    (
        "forms.argument-ignored-explicit-argument",
        r"argument (?P<a>.+?): ignored explicit argument (?P<b>.+)",
    ),
    ("forms.argument-invalid-int-value", r"argument (?P<a>.+?): invalid int value: (?P<b>.+)"),
    ("forms.argument-invalid-w-value", r"argument (?P<a>.+?): invalid \w+ value: (?P<b>.+)"),
    ("forms.ambiguous-option-could-match", r"ambiguous option: (?P<a>.+) could match (?P<b>.+)"),
    ("forms.each-once", r"(?P<a>\S+), each (?P<b>\S+) once"),
    ("forms.a-whole-number-from-to", r"a whole number from (?P<n>\d+) to (?P<m>\d+)"),
    ("forms.a-whole-number-of-at-most", r"(?P<a>\S+), a whole number of at most 16 digits"),
    ("forms.the-field-as", r'the field (?P<a>"\w+"), as (?P<b>.+)'),
    ("forms.a-day-after-the-last-list", r"a day after the last list, (?P<a>.+)"),
    (
        "forms.another-day-holds-another-list-from",
        r"another day: (?P<a>.+) holds another list from that day",
    ),
    ("forms.a-day-from-to", r"a day from (?P<a>\S+) to (?P<b>\S+)"),
    (
        "forms.a-period-with-filings",
        r"a period with filings; the register has some from (?P<a>\S+) to (?P<b>\S+)",
    ),
    (
        "forms.carries-other-seal",
        r"carries a seal of another version; expected (?P<a>\S+)",
    ),
    ("forms.a-day-from-on", r"a day from (?P<a>\S+) on"),
    (
        "forms.a-file-in-a-directory-that",
        r"a file in a directory that is there; make (?P<a>.+) first",
    ),
    (
        "forms.a-time-that-the-clocks-of",
        r"a time that the clocks of (?P<a>\S+) show, or one with its offset",
    ),
    ("forms.a-text-of-at-most-characters", r"a text of at most (?P<n>\S+) characters"),
    ("forms.text-of-to-characters", r"text of (?P<n>\d+) to (?P<m>\d+) characters"),
    ("forms.at-most-characters", r"at most (?P<n>[\d,.]+) characters"),
    (
        "forms.characters-are-too-many-at-most",
        r"(?P<n>[\d,.]+) characters are too many(?:; at most (?P<m>[\d,.]+))?",
    ),
    ("forms.fees-of", r"fees of (?P<a>\S+)"),
    ("forms.amount-of", r"amount of (?P<a>\S+)"),
    ("forms.number-of", r"number of (?P<a>\S+)"),
    ("forms.how-many-are-counted-as", r"how many are counted, as (?P<a>\S+)"),
    ("forms.stated", r"stated (?P<a>\S+)"),
    (
        "forms.its-full-rate-in-units-of",
        r"its full rate in units of (?P<u>\S+ [A-Z]{3}), stated as (?P<a>\S+)=…",
    ),
    ("forms.digits-only-in-units-of", r"digits only, in units of (?P<u>\S+ [A-Z]{3})"),
    ("forms.x", r"(?P<u>[A-Z]{3})"),
    ("forms.stated-as", r"(?P<a>.+), stated as (?P<b>\S+)=…"),
    ("forms.how-many-there-are", r"how many (?P<a>.+) there are"),
    ("forms.procedure-version", r"procedure (?P<a>\S+) version (?P<b>.+)"),
    ("forms.x-2", r"(?P<a>procedure|state|action|role|clock|fee|workflow) (?P<b>\S+)"),
    ("forms.circular", r"Circular (?P<a>\S+)"),
    ("forms.decree", r"Decree (?P<a>\S+)"),
    ("forms.decision", r"Decision (?P<a>\S+)"),
    (
        "forms.or-write-which-is-meant-without",
        r"(?P<a>\S+) or (?P<b>\S+): write which is meant, without groups",
    ),
    ("forms.the-cut-off-after", r"the cut-off \(after (?P<a>\S+)\)"),
    ("forms.working-hours", r"(?P<n>[\d./]+) working hours?"),
    ("forms.hours", r"(?P<n>[\d./]+) hours?"),
    ("forms.working-days", r"(?P<n>[\d./]+) working days?"),
    ("forms.unknown-unit", r"unknown unit (?P<a>.+)"),
    ("forms.divides-by-zero", r"(?P<a>.+) divides by zero"),
    (
        "forms.is-not-a-number-write-its",
        r"(?P<a>.+) is not a number; write its digits without groups",
    ),
    (
        "forms.may-be-or-write-which-is",
        r"(?P<a>.+) may be (?P<b>.+) or (?P<c>.+), write which is meant",
    ),
    ("forms.an-amount-above-0-and-at", r"an amount above 0 and at most (?P<n>\S+)"),
    ("forms.cannot-be-used-give-another-path", r"cannot be used \((?P<a>.+)\); give another path"),
    (
        "forms.cannot-be-written-give-another-path",
        r"cannot be written \((?P<a>.+)\); give another path",
    ),
    (
        "forms.cannot-be-written-what-is-there",
        (
            r"cannot be written \((?P<a>.+)\); what is there is cut short, so make room and run "
            r"the command again"
        ),
    ),
    (
        "forms.cannot-be-read-give-the-path",
        r"cannot be read \((?P<a>.+)\); give the path of a UTF-8 TOML or CSV file",
    ),
    ("forms.cannot-be-read-give-another-path", r"cannot be read \((?P<a>.+)\); give another path"),
    ("forms.cannot-be-read", r"cannot be read: (?P<a>.+)"),
    ("forms.cannot-be-made", r"cannot be made: (?P<a>.+)"),
    ("forms.cannot-be-written", r"cannot be written: (?P<a>.+)"),
    ("forms.is-not-utf-8-byte-save", r"is not UTF-8: byte (?P<n>\d+); save it as UTF-8"),
    ("forms.is-not-utf-8-save-it", r"is not UTF-8 \(.+\); save it as UTF-8"),
    ("forms.is-not-toml-nothing-was-read", r"is not TOML: (?P<a>.+); nothing was read"),
    ("forms.is-not-toml", r"is not TOML: (?P<a>.+)"),
    ("forms.is-not-json-write-one-object", r"is not JSON \((?P<a>.+)\); write one object a line"),
    ("forms.line", r"line (?P<n>\d+)"),
    ("forms.line-column", r"(?P<a>.+), line (?P<n>\d+), column (?P<b>\S+)"),
    ("forms.line-2", r"(?P<a>.+), line (?P<n>\d+)"),
    ("forms.has-no-list-load-one-with", r"has no list; load one with (?P<a>.+)"),
    ("forms.there-is-no-such-profile-looked", r"there is no such profile; looked for (?P<a>.+)"),
    ("forms.it-is-no-export-its-first", r"it is no export: its first line must say (?P<a>.+)"),
    (
        "forms.its-first-line-is-not-a",
        (
            r"its first line is not a header of just (?P<a>.+), separated by commas, semicolons "
            r"or tabs"
        ),
    ),
    (
        "forms.the-store-lacks-tables-of-schema",
        (
            r"the store lacks tables of schema (?P<a>.+); run `caseflow store init` on a new "
            r"one and `caseflow store migrate` on an old one"
        ),
    ),
    (
        "forms.the-store-has-schema-and-is",
        r"the store has schema (?P<a>\S+) and (?P<b>\S+) is needed; run (?P<c>.+)",
    ),
    (
        "forms.the-store-has-schema-and-is-2",
        r"the store has schema (?P<a>\S+) and (?P<b>\S+) is needed; use .+",
    ),
    ("forms.the-columns-must-be", r"the columns must be (?P<a>.+)"),
    (
        "forms.the-columns-are-and-must-be",
        r"the columns are (?P<a>.+?) and must be out of (?P<b>[^;]+); (?P<c>.+)",
    ),
    ("forms.nothing-was-read", r"(?P<a>.+); nothing was read"),
    ("forms.column-is-missing", r"column (?P<a>\S+) is missing"),
    ("forms.column-is-there-twice", r"column (?P<a>\S+) is there twice"),
    ("forms.unknown-column", r"unknown column (?P<a>'[^']*')"),
    (
        "forms.cells-instead-of-give-every-column",
        r"(?P<n>\d+) cells instead of (?P<m>\d+); give every column a cell",
    ),
    ("forms.is-before-the-first-day", r"(?P<a>.+) is before the first day, (?P<b>\S+)"),
    ("forms.write", r"(?P<a>.+); write (?P<b>.+)"),
    ("forms.delete-the-row-or-write", r"(?P<a>.+); delete the row, or write (?P<b>.+)"),
    ("forms.x-3", r"(?P<a>.+); (?P<b>column .+)"),
    ("forms.x-3", r"(?P<a>unknown column .+); (?P<b>.+)"),
)


@cache
def forms(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return each form of *language* with the pattern of its English; made when first needed."""
    texts = part_of_catalogue("commands", language)
    return tuple(
        (re.compile(pattern, re.DOTALL), texts[key]) for key, pattern in _FORMS if key in texts
    )
