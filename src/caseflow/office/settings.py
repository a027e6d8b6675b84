"""The settings of one office: its hours, and what its procedures promise, where they are paid for.

They are keys of a TOML file that the pack of a country reads; see the reference of its files.
"""

from collections.abc import Callable, Iterable

from attrs import evolve

from caseflow._toml_tables import Table
from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar, parse_sessions
from caseflow.procedures import Catalogue, PaymentPoint, Procedure, PromisePolicy
from caseflow.targets import EarlyReturn, Small
from caseflow.values import exact

__all__ = ["office_calendar", "settled"]


@typed
def office_calendar(settings: Table, national: OfficeCalendar) -> OfficeCalendar:
    """Return the *national* calendar, or a separate one if the office keeps other hours."""
    sessions = parse_sessions(settings.texts("sessions"))
    week = tuple(sessions if day else () for day in national.spec.week)
    if week == national.spec.week:
        return national
    return national.override(settings.text("id"), week=week)


@typed
def settled(
    settings: Table,
    listed: Catalogue,
    known: Iterable[Procedure],
    code_of: Callable[[Procedure], str],
) -> Catalogue:
    """Return *listed* with the early return and the payment point of each procedure filled in.

    Args:
        settings: of the office: its name, and the tables "early_return" and "payment".
        listed: what the office works on.
        known: the procedures that the settings may name besides those of *listed*.
        code_of: the code by which the settings name a procedure.
    """
    early, payment = settings.table("early_return"), settings.table("payment")
    early.allow("source", "least", "most", "small", "when_no_longer_online", "fields", "procedures")
    named = (*listed, *known)
    for table in (payment, early.table("procedures")):
        table.allow(*dict.fromkeys(each.code for each in named))
    early.table("fields").allow(*dict.fromkeys(each.field for each in named))

    def settle(procedure: Procedure) -> Procedure:
        code = code_of(procedure)
        return evolve(
            procedure,
            early=_early(early, procedure, code),
            promise_policy=early.member("when_no_longer_online", PromisePolicy, PromisePolicy.KEEP),
            payment=payment.member(code, PaymentPoint, PaymentPoint.RECEPTION)
            if code in payment
            else None,
        )

    return evolve(
        listed,
        name=settings.text("name"),
        procedures=tuple(map(settle, listed)),
        earlier=tuple(map(settle, listed.earlier)),
    )


def _early(settings: Table, procedure: Procedure, code: str) -> EarlyReturn | None:
    """Return the share for the procedure, else for its field, within the stated bounds."""
    for table, key in (
        (settings.table("procedures"), code),
        (settings.table("fields"), procedure.field),
    ):
        if key in table:
            least, most = (exact(settings.text(bound), name=bound) for bound in ("least", "most"))
            share = exact(table.text(key), name=key)
            if not least <= share <= most:
                raise table.refused(key, f"a share from {least} to {most}")
            return EarlyReturn(
                share, settings.text("source"), settings.member("small", Small, Small.HOURS)
            )
    return None
