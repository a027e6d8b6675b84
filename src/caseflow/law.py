"""Law as values with dates: acts, citations of them, and rules that cite one act after another.

Which acts there are is the data of a pack; this module knows no country. What a rule does to a case
does not belong here either: a rule only says what to cite.

A rule is written to records and definitions by its name, never by its text: the same record then
cites the law of its own day in either language, a mended article needs no record to be rewritten,
and a record does not grow. What was kept before rules had names is recognised by its text.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from attrs import Factory, evolve, field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.messages import REFERENCE
from caseflow.texts import Message, Text, Written

__all__ = [
    "NO_RULES",
    "Act",
    "Basis",
    "Citation",
    "Cited",
    "Rule",
    "RuleBook",
    "Sure",
    "cited",
    "dated",
    "in_both",
    "printed",
    "undated",
    "written_on",
]

_ONE_DAY = timedelta(days=1)
_NOTHING: Final = Text()

#: What marks a text as the name of a rule.
_MARK = "@"


class Sure(enum.Enum):
    """Say how sure it is what an act says and when it is in force."""

    READ = "read"
    SECOND_HAND = "second-hand"
    UNCERTAIN = "uncertain"


@frozen(cache_hash=True)
class Act:
    """Name an act of law and the days it is in force.

    >>> decree = Act(
    ...     "61/2018/NĐ-CP",
    ...     Text(vi="Nghị định 61/2018/NĐ-CP", en="Decree 61/2018/NĐ-CP"),
    ...     since=date(2018, 6, 21),
    ...     until=date(2025, 6, 30),
    ...     replaced_by="118/2025/NĐ-CP",
    ... )
    >>> decree.is_in_force(date(2025, 6, 30)), decree.is_in_force(date(2025, 7, 1))
    (True, False)

    Attributes:
        number: its number, as "61/2018/NĐ-CP".
        name: how it is cited.
        about: what it is about.
        since: the first day on which it is certainly in force; None if that is not known, and
            then it is never cited.
        until: the last day on which it is certainly in force; None while no end is known.
        replaced_by: the number of the act in its place, "" for none.
        sure: how sure its days in force are.
        source: where that was read.
    """

    number: str
    name: Text
    about: Text = _NOTHING
    since: date | None = None
    until: date | None = None
    replaced_by: str = ""
    sure: Sure = Sure.READ
    source: str = ""

    def __attrs_post_init__(self) -> None:
        _refuse_reversed(f"days in force of {self.number}", self.since, self.until)

    def is_in_force(self, on: date) -> bool:
        """Return whether it is certainly in force on the civil day *on*."""
        return self.since is not None and _holds(self.since, self.until, on)


def _holds(since: date | None, until: date | None, on: date) -> bool:
    return (since is None or since <= on) and (until is None or on <= until)


def _refuse_reversed(name: str, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise ValueInvalidError(
            name, f"{since}..{until}", "a last day that is not before the first"
        )


@frozen(cache_hash=True)
class Citation:
    """Cite an act, or *article* of it, between two days, both included.

    Without its own days it holds as long as the act does. *article* is "" for the act alone:
    what was not read is cited so.
    """

    act: Act
    article: Text = _NOTHING
    since: date | None = None
    until: date | None = None

    def __attrs_post_init__(self) -> None:
        _refuse_reversed(f"citation of {self.act.number}", self.since, self.until)

    @property
    def first_on(self) -> date | None:
        """Return the first day it may be cited for; None if that is not known."""
        if self.act.since is None or self.since is None:
            return self.act.since
        return max(self.act.since, self.since)

    @property
    def last_on(self) -> date | None:
        """Return the last day it may be cited for; None while no end is known."""
        ends = [end for end in (self.act.until, self.until) if end is not None]
        return min(ends, default=None)

    def is_in_force(self, on: date) -> bool:
        """Return whether it may be cited for the civil day *on*."""
        return self.act.is_in_force(on) and _holds(self.since, self.until, on)

    def text(self, language: str) -> str:
        """Return it as it is printed in *language*."""
        act, article = self.act.name.in_(language), self.article.in_(language)
        if not article:
            return act
        return Message("law.article-of-act", article=article, act=act).in_(language)

    @property
    def written(self) -> str:
        """Return it in the first language of its act, as records and calendars keep it."""
        return self.text(next(iter(self.act.name.languages), REFERENCE))

    def __str__(self) -> str:
        """Return the English text."""
        return self.text("en")


def _in_order(value: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(value)


def _written_of(rule: "Rule") -> str:
    return rule.kept or f"{_MARK}{rule.name}"


#: The first and the last day of a citation; without a known end that is the last day there is.
_Span = tuple[date, date, Citation]


def _spans_of(rule: "Rule") -> tuple[_Span, ...]:
    return tuple(
        (each.first_on, each.last_on or date.max, each)
        for each in rule.citations
        if each.first_on is not None
    )


@typed(late=True)
@frozen(eq=False)
class Rule:
    """Say by which article one rule stands, day by day: citations that follow one another.

    *name* is stable: it is what records and definitions keep. *kept* is the text that was kept
    before the rule had a name; it is written again as it was read. *written* is the one of the two
    by which the rule is kept, with "@" before a name. A rule equals every rule that is kept by the
    same text, and that text: what was read equals what was written, whoever knew the rule.

    >>> old = Act(
    ...     "61/2018",
    ...     Text(vi="Nghị định 61/2018", en="Decree 61/2018"),
    ...     since=date(2018, 6, 21),
    ...     until=date(2025, 6, 30),
    ... )
    >>> new = Act(
    ...     "118/2025", Text(vi="Nghị định 118/2025", en="Decree 118/2025"), since=date(2025, 7, 1)
    ... )
    >>> rule = Rule(
    ...     "supplement",
    ...     (
    ...         Citation(old, Text(vi="khoản 4 Điều 19", en="Article 19(4)")),
    ...         Citation(new, Text(vi="khoản 5 Điều 19", en="Article 19(5)")),
    ...     ),
    ... )
    >>> rule.text(date(2025, 6, 30), "en"), rule.text(date(2025, 7, 1), "vi")
    ('Article 19(4) of Decree 61/2018', 'khoản 5 Điều 19 Nghị định 118/2025')
    >>> rule.on(date(2018, 6, 20)) is None
    True

    Raises:
        ValueInvalidError: two of the citations hold on the same day, or stand in another order.
    """

    name: str
    citations: tuple[Citation, ...] = field(converter=_in_order)
    kept: str = ""
    written: str = field(init=False, default=Factory(_written_of, takes_self=True))
    _spans: tuple[_Span, ...] = field(init=False, default=Factory(_spans_of, takes_self=True))

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is kept by the same text."""
        if isinstance(other, Rule):
            return self.written == other.written
        return self.written == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of the text it is kept by."""
        return hash(self.written)

    def __attrs_post_init__(self) -> None:
        last: date | None = None
        for number, each in enumerate(self.citations):
            first = each.first_on
            is_open = number > 0 and last is None
            if first is not None and (is_open or (last is not None and first <= last)):
                raise ValueInvalidError(
                    f"rule {self.name}", each.text("en"), "citations that follow one another"
                )
            last = each.last_on if first is not None else last

    @property
    def changes(self) -> tuple[date, ...]:
        """Return the days on which another article is cited than on the day before, in order."""
        days: set[date] = set()
        for each in self.citations:
            if each.first_on is not None:
                days.update([each.first_on] if each.first_on > date.min else [])
                days.update([each.last_on + _ONE_DAY] if each.last_on is not None else [])
        return tuple(sorted(days))

    def on(self, day: date) -> Citation | None:
        """Return what is cited for an event of the civil day *day*; None where nothing is."""
        for first, last, citation in self._spans:
            if first <= day <= last:
                return citation
        return None

    def text(self, day: date, language: str) -> str:
        """Return what is printed for an event of the civil day *day*; "" where nothing is cited."""
        found = self.on(day)
        return "" if found is None else found.text(language)


#: What a definition, a record or a limit may name as its law: a rule, or a text without dates.
Basis = str | Rule
#: What is cited once the day is known: a citation, or a text without dates; "" for none.
Cited = str | Citation


@typed(late=True)
def dated(basis: Basis | Citation, on: date) -> Cited:
    """Return what *basis* cites for an event of the civil day *on*; "" where nothing is.

    The name of a rule that nobody knows here is no law, so nothing is cited.
    """
    if isinstance(basis, Rule):
        return basis.on(on) or ""
    if isinstance(basis, Citation):
        return basis if basis.is_in_force(on) else ""
    return "" if basis.startswith(_MARK) else basis


@typed(late=True)
def cited(basis: Basis | Citation, on: date, language: str) -> str:
    """Return what is printed of *basis* for an event of the civil day *on*, "" for nothing."""
    return printed(dated(basis, on), language)


@typed(late=True)
def written_on(basis: Basis | Citation, on: date) -> str:
    """Return what *basis* cites on the civil day *on* as records keep it, "" for nothing."""
    found = dated(basis, on)
    return found if isinstance(found, str) else found.written


@typed(late=True)
def printed(found: Cited, language: str) -> str:
    """Return what is printed of *found* in *language*."""
    return found if isinstance(found, str) else found.text(language)


@typed(late=True)
def undated(text: Text) -> Rule:
    """Return a rule that cites *text* on every day, kept as its text in its first language.

    It is for what has its own days, as a rate of a fee or a decree on days off, so that the
    text needs none.

    >>> rule = undated(Text(vi="Thông tư 75/2022/TT-BTC", en="Circular 75/2022/TT-BTC"))
    >>> rule.text(date(2026, 9, 1), "en"), rule == "Thông tư 75/2022/TT-BTC"
    ('Circular 75/2022/TT-BTC', True)
    """
    first = next((written for _, written in text.items()), "")
    return Rule(
        first, (Citation(Act(first, text, since=date.min, sure=Sure.UNCERTAIN)),), kept=first
    )


@typed(late=True)
def in_both(basis: Basis | Citation, on: date) -> Text | None:
    """Return what is printed of *basis* for the civil day *on*, in each language, if anything."""
    return Written(cited, basis, on) if cited(basis, on, REFERENCE) else None


def _by_name(book: "RuleBook") -> dict[str, Rule]:
    return {rule.written: rule for rule in book.rules}


def _by_text(book: "RuleBook") -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in book.rules:
        for each in rule.citations:
            text = each.written
            found.setdefault(text, evolve(rule, citations=(each,), kept=text))
    return {**found, **{text: evolve(rule, kept=text) for text, rule in book.before.items()}}


def _nothing_else(_text: str) -> Rule | None:
    return None


@typed(late=True)
@frozen(eq=False)
class RuleBook:
    """Know rules by their names, by the texts of their citations, and by what was kept before.

    *before* are texts that records, calendars and definitions kept before rules had names. *others*
    is asked for a text that is none of those: the rule that it cites, or None.
    """

    rules: tuple[Rule, ...] = field(converter=tuple[Rule, ...], default=())
    before: Mapping[str, Rule] = field(factory=dict[str, Rule])
    others: Callable[[str], Rule | None] = _nothing_else
    _named: dict[str, Rule] = field(init=False, default=Factory(_by_name, takes_self=True))

    @cached_property
    def _texts(self) -> dict[str, Rule]:
        """Return the rules by what they cite, which is first asked for by what has no name."""
        return _by_text(self)

    def read(self, text: str) -> Basis:
        """Return the rule that *text* names or cites; any other text as it is.

        What is read so is written again as *text*.
        """
        return self._named.get(text) or self._texts.get(text) or self.others(text) or text

    def knows(self, text: str) -> bool:
        """Return whether *text* is no name of a rule, or that of one of these."""
        return not text.startswith(_MARK) or text in self._named

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names by which rules are kept, sorted."""
        return tuple(sorted(self._named))


#: Knows no rule, so that a text is a text.
NO_RULES: Final = RuleBook()
