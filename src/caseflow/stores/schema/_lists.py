"""The rows of work lists: one for each open case, with an index for each order that is served.

They follow from the records and may be made anew at any time. A row without a date holds `NEVER`
there, so that one range of an index holds dated cases and after them those without a date.

An event writes to `cf_fresh`, which has no index but its key; sweeps and lists fold what is there
into `cf_work`, many cases at a time. Until then the row in `cf_fresh` is the one that counts.
"""

from collections.abc import Sequence

__all__ = ["NEVER", "POSTGRESQL", "SQLITE"]

#: Where a row has no such date: after every instant.
NEVER = 2**63 - 1

_MADE = """
create table {name} (
  case_id {text} not null primary key,
  agency text not null,
  unit text not null,
  assigned_to text not null default '',
  opened_at {instant} not null,
  due_at {instant} not null,
  promised_at {instant} not null,
  next_at {instant} not null,
  follow_up_at {instant} not null,
  risk_at {instant} not null,
  today_at {instant} not null,
  over_at {instant} not null,
  is_paused {flag} not null default 0,
  is_known {flag} not null default 1,
  is_listed {flag} not null default 1
){end}
"""

#: Of cases from before this schema only this is known here; the service fills in the rest.
_FILLED = f"""
insert into cf_work (case_id, agency, unit, opened_at, due_at, promised_at, next_at, follow_up_at,
  risk_at, today_at, over_at, is_known)
select c.case_id, c.agency, c.unit, r.at, coalesce(c.due_at, {NEVER}), {NEVER}, {NEVER}, {NEVER},
  {NEVER}, {NEVER}, {NEVER}, 0
from cf_case c join cf_record r on r.case_id = c.case_id and r.seq = 0 where c.is_open = 1
"""

_DATES = ("opened_at", "due_at", "promised_at", "next_at")


def _indexes() -> Sequence[str]:
    """Return an index for each order of all cases and of a unit.

    What one person has is one index that holds every date: so few are sorted when they are asked
    for, and no event writes to more than one index for it.
    """
    all_dates = ", ".join((*_DATES, "follow_up_at", "case_id"))
    return (
        *(f"create index cf_work_{date} on cf_work (agency, {date}, case_id)" for date in _DATES),
        "create index cf_work_unit on cf_work (agency, unit, case_id)",
        *(
            f"create index cf_work_unit_{date} on cf_work (agency, unit, {date}, case_id)"
            for date in _DATES
        ),
        (
            f"create index cf_work_assigned on cf_work (agency, assigned_to, {all_dates}) "
            "where assigned_to <> ''"
        ),
        (
            "create index cf_work_follow_up on cf_work (agency, follow_up_at, case_id) "
            f"where follow_up_at < {NEVER}"
        ),
        (
            "create index cf_work_unit_follow_up on cf_work (agency, unit, follow_up_at, case_id) "
            f"where follow_up_at < {NEVER}"
        ),
        "create index cf_work_unknown on cf_work (agency, case_id) where is_known = 0",
    )


_NAMES = ("cf_work", "cf_fresh")


def _made(text: str, instant: str, flag: str, end: str = "") -> Sequence[str]:
    """Return the statements that make both tables."""
    return [
        _MADE.format(name=name, text=text, instant=instant, flag=flag, end=end) for name in _NAMES
    ]


SQLITE = (
    *_made("text", "integer", "integer", " strict, without rowid"),
    _FILLED,
    *_indexes(),
)

_READ = ("cf_case", "cf_record")

POSTGRESQL = (
    *_made('text collate "C"', "bigint", "smallint"),
    # The owner fills in the rows of every agency, not only those of its session.
    *(f"alter table {table} no force row level security" for table in _READ),
    _FILLED,
    *(f"alter table {table} force row level security" for table in _READ),
    *_indexes(),
    *(
        statement
        for name in _NAMES
        for statement in (
            f"alter table {name} enable row level security",
            f"alter table {name} force row level security",
            (
                f"create policy cf_agency on {name} "
                "using (agency = coalesce(current_setting('caseflow.agency', true), ''))"
            ),
        )
    ),
)
