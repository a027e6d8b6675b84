"""The functions by which the role of a portal keeps a record and what its case is listed by.

They follow the rules of `_functions`. Workers of the release before go on with `cf_append`, which
does not know what a case is listed by: it marks the row, and lists say that they are not filled.
"""

from caseflow.stores.schema._functions import APPENDED, APPENDING, made_function
from caseflow.stores.schema._functions import CALLED as _CALLED
from caseflow.stores.schema._lists import NEVER

__all__ = ["CALLED", "FUNCTIONS"]

_COLUMNS = (
    "unit, assigned_to, opened_at, due_at, promised_at, next_at, risk_at, today_at, over_at, "
    "follow_up_at, is_paused, is_known, is_listed"
)
_SET = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", "))

_ROW = f"""\
    insert into cf_fresh as w (case_id, agency, {_COLUMNS})
    values (a_case, a_agency, a_unit, a_assigned, a_dates_of[1], a_dates_of[2], a_dates_of[3],
      a_dates_of[4], a_dates_of[5], a_dates_of[6], a_dates_of[7], a_dates_of[8], a_dates_of[9],
      1, 1)
    on conflict (case_id) do update set {_SET} where w.agency = a_agency;
"""

#: Of a case that is closed, and of one that a worker of the release before moved.
_BARE = f"""\
    insert into cf_fresh as w (case_id, agency, {_COLUMNS})
    values (a_case, a_agency, a_unit, '', a_at, {NEVER}, {NEVER}, {NEVER}, {NEVER}, {NEVER},
      {NEVER}, {NEVER}, 0, a_open, a_open)
    on conflict (case_id) do update set {_SET} where w.agency = a_agency;
"""

_LISTED = f"""
  if a_dates_of is not null then
{_ROW.rstrip()}
  elsif a_moves <> 0 and a_open = 0 then
{_BARE.rstrip()}
  end if;
  return true;
"""

_MARKED = f"""
  if a_moves <> 0 or a_dates <> 0 or a_seq = 0 then
{_BARE.rstrip().replace("0, a_open, a_open)", "0, 0, a_open)")}
  end if;
  return true;
"""

_MADE = {
    "cf_append_listed": made_function(
        f"cf_append_listed({APPENDING}, a_dates_of bigint[], a_assigned text)",
        "boolean",
        f"{APPENDED.rstrip()}{_LISTED}",
    ),
    "cf_list": made_function(
        "cf_list(a_agency text, a_case text, a_seq integer, a_unit text, a_dates_of bigint[], "
        "a_assigned text)",
        "boolean",
        """
  perform 1 from cf_case c where c.case_id = a_case and c.agency = a_agency
    and c.last_seq = a_seq and c.is_open = 1 for update;
  if not found then
    return false;
  end if;
"""
        f"{_ROW}"
        """
  return true;
""",
    ),
    "cf_fold": made_function(
        "cf_fold(a_agency text, a_limit integer)",
        "integer",
        f"""
  with taken as (
    delete from cf_fresh f where f.case_id in (
      select e.case_id from cf_fresh e where e.agency = a_agency
      order by e.case_id limit a_limit for update skip locked)
    returning f.*),
  kept as (
    insert into cf_work (case_id, agency, {_COLUMNS})
    select t.case_id, t.agency, {", ".join(f"t.{name}" for name in _COLUMNS.split(", "))}
    from taken t where t.is_listed = 1
    on conflict (case_id) do update set {_SET}),
  gone as (
    delete from cf_work w using taken t where w.case_id = t.case_id and t.is_listed = 0)
  select pg_catalog.count(*) into folded from taken;
  return folded;
""",
        "declare folded integer;\n",
    ),
}

FUNCTIONS = (
    *_MADE.values(),
    made_function(
        f"cf_append({APPENDING})",
        "boolean",
        f"{APPENDED.rstrip()}{_MARKED}",
        replaces=True,
    ),
    # Everybody may call a function unless that is taken back.
    *(f"revoke all on function {name} from public" for name in _MADE),
)

#: The functions that the role of a portal may call.
CALLED = (*_CALLED, *_MADE)
