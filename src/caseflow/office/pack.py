"""What a country is to caseflow: one object that a portal or a command asks for.

It holds functions and not what they return, so that a program pays for what it uses of it. How
packs are found by name is in `installed`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from caseflow._typed import frozen, typed
from caseflow.calendars import NamedCalendars, OfficeCalendar
from caseflow.cases import Case
from caseflow.checks import Fault
from caseflow.codec import Codec, DefinitionCodec, PayloadTypes
from caseflow.engine import Jurisdiction
from caseflow.errors import (
    CaseflowError,
    FormatError,
    PackError,
    PackVersionError,
    UnknownCurrencyError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.law import NO_RULES, RuleBook
from caseflow.money import Currency
from caseflow.office._pack_parts import (
    CheckedList,
    ProcedureLists,
    PublishedTotals,
    Publishing,
    Tariffs,
)
from caseflow.office.papers import NOT_PRINTED, PaperSet
from caseflow.office.samples import Samples
from caseflow.service import PROMISED, Expiry
from caseflow.service._defaults import unit_by_fact
from caseflow.texts import Text, language_code
from caseflow.workflow import Workflow

__all__ = [
    "PACK_VERSION",
    "CheckedList",
    "Pack",
    "ProcedureLists",
    "PublishedTotals",
    "Publishing",
    "Tariffs",
    "check_pack",
    "readable",
    "usable",
]

#: The version of the form in which packs are written; a pack for a later one is refused.
PACK_VERSION = 1

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@typed
def _as_it_is(citation: str, language: str) -> str:
    del language  # a citation that nobody translates stays as it is
    return citation


#: What a pack may leave out.
_PARTS = (
    "calendars",
    "papers",
    "budgets",
    "escalations",
    "lists",
    "publishing",
    "tariffs",
    "indices",
    "samples",
)

#: A country that names no calendar.
NO_CALENDARS = NamedCalendars()


@typed
@frozen(eq=False)
class Pack:
    """Name what one country brings.

    Attributes:
        name: by which it is asked for, as "netherlands".
        languages: the BCP 47 codes of its languages; the first is read by those who ask for
            another one.
        currency: the ISO 4217 code of its money.
        jurisdictions: what the offices of the country work by; the first is the usual one.
        codec: writes the payloads of its cases.
        definitions: writes its workflows and procedures.
        expiries: what happens when dates come near or pass, by the name of the workflow.
        unit_of: the unit that answers for a case, by which units find their cases.
        law: the rules that definitions and calendar files name.
        has_status_codes: whether every state needs the number that the country gives it.
        calendars: those that it names, and the law that calendar files may cite by name.
        papers: its forms and templates; None if it prints none.
        budgets: what its budgets of subsidies work by; None if it has none.
        escalations: what targets that are missed are escalated by; None if nothing is said.
        lists: how its offices keep their lists of procedures; None if they cannot.
        publishing: by what law they publish lists of online services; None if no law is known.
        tariffs: what is charged besides the fees of a procedure; None if it has none.
        indices: the text of the file of its official indices, in the form of
            `caseflow.reports.indices`; None if it brings none.
        worded: translates a citation that no rule has, as ("Quyết định 1/QĐ-UBND", "en").
        samples: what it has to show, see `caseflow demo`; None if it has nothing.
        written_for: the version of this form that it was written for.
    """

    name: str
    languages: tuple[str, ...]
    currency: str
    jurisdictions: Mapping[str, Callable[[], Jurisdiction]]
    codec: Callable[[], Codec]
    definitions: Callable[[], DefinitionCodec]
    expiries: Callable[[], Mapping[str, Sequence[Expiry]]]
    unit_of: Callable[[Case], str] = unit_by_fact
    law: RuleBook = NO_RULES
    has_status_codes: bool = False
    calendars: NamedCalendars = NO_CALENDARS
    papers: Callable[[], PaperSet] | None = None
    budgets: Callable[[], Jurisdiction] | None = None
    escalations: Callable[[], Jurisdiction] | None = None
    lists: ProcedureLists | None = None
    publishing: Publishing | None = None
    tariffs: Tariffs | None = None
    indices: Callable[[], str] | None = None
    worded: Callable[[str, str], str] = _as_it_is
    samples: Callable[[], Samples] | None = None
    written_for: int = PACK_VERSION

    def jurisdiction(self, name: str = "") -> Jurisdiction:
        """Return what the office called *name* works by; without a name the usual one.

        Raises:
            UnknownNameError: the pack has no jurisdiction of that name.
        """
        wanted = name or next(iter(self.jurisdictions), "")
        if wanted not in self.jurisdictions:
            raise UnknownNameError(wanted, tuple(self.jurisdictions), "jurisdiction")
        return self.jurisdictions[wanted]()

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the names of the optional parts that the pack has."""
        return tuple(name for name in _PARTS if getattr(self, name) not in (None, NO_CALENDARS))

    @property
    def money(self) -> Currency:
        """Return the currency of the pack, with its subunits."""
        return Currency(self.currency)

    def calendar(self) -> OfficeCalendar:
        """Return the usual calendar of the country, else that of its usual jurisdiction."""
        if self.calendars.calendars:
            return self.calendars.calendar()
        return self.jurisdiction().calendar


@typed
def readable(pack: Pack) -> Pack:
    """Return *pack* if it was written for this version of the form; raises `PackVersionError`."""
    if pack.written_for != PACK_VERSION:
        raise PackVersionError(pack.name, pack.written_for, PACK_VERSION)
    return pack


@typed
def usable(pack: Pack) -> Pack:
    """Return *pack* if it can be used; what it holds is not looked into, see `check_pack`.

    Raises:
        PackVersionError: it was written for a version that is not known here.
        PackError: it lacks a name, a language, a currency or a jurisdiction; all that is wrong.
    """
    faults = tuple(_head_faults(readable(pack)))
    if faults:
        raise PackError(pack.name, faults)
    return pack


@typed
def check_pack(pack: Pack, on: date) -> tuple[Fault, ...]:
    """Return every fault of *pack* at once, its workflows, papers and expiries included.

    What cannot be made at all is a fault as well, and the rest is looked at.

    Args:
        pack: is looked into as a whole.
        on: the civil day whose forms are looked at.

    Cost: makes all that the pack can make.
    """
    faults = [*_head_faults(pack)]
    offices, unmade = _made(pack)
    faults += unmade
    for name, jurisdiction in offices.items():
        if jurisdiction.currency is not None and jurisdiction.currency.code != pack.currency:
            problem = f"takes money in {jurisdiction.currency.code}, the pack in {pack.currency}"
            faults.append(_fault("other-currency", f"jurisdiction {name}", problem))
        for workflow in jurisdiction.workflows:
            faults += _workflow_faults(pack, workflow, has_status_codes=pack.has_status_codes)
        for procedure in jurisdiction.catalogue:
            where = f"procedure {procedure.code}"
            faults += _missing(pack, procedure.name, where)
        if not jurisdiction.workflows:
            faults.append(_fault("no-workflow", f"jurisdiction {name}", "give it a workflow"))
    looks: dict[str, Callable[[], Iterator[Fault]]] = {
        "escalations": lambda: _escalation_faults(pack),
        "expiries": lambda: _expiry_faults(pack, offices),
        "papers": lambda: _form_faults(pack, on),
        "codec": lambda: _payload_faults(
            {**offices, **_escalating(pack)}, pack.codec().payloads, "codec"
        ),
        "definitions": lambda: _payload_faults(
            {**offices, **_escalating(pack)}, pack.definitions().payloads, "definitions"
        ),
    }
    for part, look in looks.items():
        try:
            faults += look()
        except CaseflowError as error:
            faults.append(_fault("broken-part", part, str(error)))
    return tuple(faults)


def _made(pack: Pack) -> tuple[dict[str, Jurisdiction], list[Fault]]:
    """Make every jurisdiction; those that cannot be made are faults."""
    made: dict[str, Jurisdiction] = {}
    faults: list[Fault] = []
    for name, make in pack.jurisdictions.items():
        try:
            made[name] = make()
        except CaseflowError as error:
            faults.append(_fault("broken-jurisdiction", f"jurisdiction {name}", str(error)))
    return made, faults


def _fault(code: str, where: str, problem: str) -> Fault:
    return Fault(code, where, Text(en="{problem}"), {"problem": problem})


def _head_faults(pack: Pack) -> Iterator[Fault]:
    if not _NAME.fullmatch(pack.name):
        yield _fault("pack-name", "name", f"{pack.name!r}; write small letters, digits, hyphens")
    if not pack.languages:
        yield _fault("no-language", "languages", 'name at least one, as ("nl", "en")')
    for code in pack.languages:
        try:
            written = language_code(code)
        except ValueInvalidError:
            written = ""
        if written != code:
            meant = f"write {written!r}" if written else 'write a code as "nl" or "zh-Hant"'
            yield _fault("bad-language", "languages", f"{code!r} is none; {meant}")
    try:
        Currency(pack.currency)
    except UnknownCurrencyError:
        yield _fault(
            "no-currency", "currency", f'{pack.currency!r}; give an ISO 4217 code as "EUR"'
        )
    if not pack.jurisdictions:
        yield _fault("no-jurisdiction", "jurisdictions", "name at least one")


def _form_faults(pack: Pack, on: date) -> Iterator[Fault]:
    if pack.papers is None:
        return
    for name, form in pack.papers().forms_on(on)._asdict().items():
        if form is None:
            yield _fault("missing-form", f"paper {name}", f"give it a form for {on}")
        elif form != NOT_PRINTED:
            yield from _missing(pack, form.title, f"form of the paper {name}")


def _payload_faults(
    offices: Mapping[str, Jurisdiction], known: PayloadTypes, part: str
) -> Iterator[Fault]:
    """Yield a fault for each action whose payload the codec *part* could not write."""
    for workflow in _workflows(offices).values():
        for action in workflow.actions:
            try:
                if action.payload is not type(None):
                    known.name(action.payload)
            except FormatError as error:
                where = f"{part}, action {action.name} of {workflow.name}"
                yield _fault("unknown-payload", where, str(error))


def _workflows(offices: Mapping[str, Jurisdiction]) -> dict[str, Workflow]:
    return {each.name: each for office in offices.values() for each in office.workflows}


def _missing(pack: Pack, text: Text, where: str) -> Iterator[Fault]:
    """Yield a fault for each language of the pack in which *text* does not exist."""
    for language in pack.languages:
        if not dict(text.items()).get(language, "").strip():
            yield _fault("missing-language", where, f"has no text in {language!r}; add it")


def _escalating(pack: Pack) -> dict[str, Jurisdiction]:
    return {} if pack.escalations is None else {"escalations": pack.escalations()}


def _escalation_faults(pack: Pack) -> Iterator[Fault]:
    """Yield the faults of what is escalated; it is no filing, so no register has codes for it."""
    for jurisdiction in _escalating(pack).values():
        for workflow in jurisdiction.workflows:
            yield from _workflow_faults(pack, workflow, has_status_codes=False)
        for procedure in jurisdiction.catalogue:
            yield from _missing(pack, procedure.name, f"procedure {procedure.code}")


def _workflow_faults(pack: Pack, workflow: Workflow, *, has_status_codes: bool) -> Iterator[Fault]:
    for state in workflow.states:
        where = f"state {state.name} of {workflow.name}"
        yield from _missing(pack, state.labels, where)
        if has_status_codes and state.status is None:
            yield _fault("missing-status", where, "has no status code; give it one")
    for action in workflow.actions:
        yield from _missing(pack, action.labels, f"action {action.name} of {workflow.name}")
    for role in workflow.roles:
        yield from _missing(pack, role.labels, f"role {role.name} of {workflow.name}")


def _expiry_faults(pack: Pack, offices: Mapping[str, Jurisdiction]) -> Iterator[Fault]:
    declared = pack.expiries()
    worked = _workflows(offices)
    for name in worked:
        if name not in declared:
            yield _fault(
                "missing-expiry", f"workflow {name}", "has no expiries; name them, or () for none"
            )
    for name, expiries in declared.items():
        if name not in worked:
            known = ", ".join(sorted(worked))
            yield _fault(
                "expiry-without-workflow", f"expiries of {name}", f"no such workflow: {known}"
            )
            continue
        clocks = {PROMISED, *(clock.name for clock in worked[name].clocks)}
        for each in expiries:
            if each.clock not in clocks:
                yield _fault(
                    "expiry-without-clock",
                    f"expiry {each.name} of {name}",
                    f"no clock {each.clock!r}",
                )
