"""What the role of a portal may do on PostgreSQL: functions that the owner of the tables made.

The role reads tables and calls these; it writes to no table. Each runs with the rights of the
owner, on a search path that its caller cannot change: the schema of the tables, and temporary
tables last. Functions of the system are named with their schema, so that nothing made beside the
tables stands in for them. Each asks again for the agency of the session, because an owner that is a
superuser passes by the row-level security.
"""

from caseflow.stores.schema._claims import taking

__all__ = [
    "APPENDED",
    "APPENDING",
    "CALLED",
    "FIXED_PATH",
    "FREED_PATH",
    "FUNCTIONS",
    "GUARDS",
    "made_function",
]

#: The path under which functions are made is the path under which they run.
FIXED_PATH = (
    "select set_config('caseflow.path', current_setting('search_path'), true)",
    """
select set_config('search_path', concat(quote_ident(n.nspname), ', pg_temp'), true)
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass('cf_case')
""",
    """
do $$ begin
  if right(current_setting('search_path'), 9) <> ', pg_temp' then
    raise exception 'run the statements of a migration in one transaction';
  end if;
end $$
""",
)
FREED_PATH = ("select set_config('search_path', current_setting('caseflow.path'), true)",)

#: The functions of the triggers, which a temporary table must not deceive.
GUARDS = (
    """
create or replace function cf_refuse() returns trigger language plpgsql
set search_path from current as
$$ begin
  raise exception using message = tg_argv[0], errcode = 'integrity_constraint_violation';
end $$
""",
    """
create or replace function cf_record_follows() returns trigger language plpgsql
set search_path from current as $$
begin
  perform 1 from cf_case where case_id = new.case_id and last_seq >= new.seq;
  if not found or (new.seq > 0 and not exists
    (select 1 from cf_record where case_id = new.case_id and seq = new.seq - 1)) then
    raise exception using errcode = 'integrity_constraint_violation',
      message = 'a record follows the one before it and belongs to its case';
  end if;
  return null;
end $$
""",
)


def made_function(
    signature: str, returns: str, body: str, declare: str = "", *, replaces: bool = False
) -> str:
    """Return the statement that makes a function which asks for the agency of its session."""
    create = "create or replace" if replaces else "create"
    return f"""
{create} function {signature} returns {returns} language plpgsql security definer
set search_path from current as $$
{declare}begin
  if a_agency <> coalesce(pg_catalog.current_setting('caseflow.agency', true), '') then
    raise exception using errcode = 'insufficient_privilege',
      message = 'row-level security lets a session write rows of its own agency only';
  end if;
{body.strip(chr(10))}
end $$
"""


#: What a function takes that keeps a record.
APPENDING = (
    "a_agency text, a_case text, a_procedure text, a_unit text, a_state text, "
    "a_open smallint, a_due bigint, a_wake bigint, a_before text, a_seq integer, a_at bigint, "
    "a_action text, a_actor text, a_key text, a_text text, a_hash text, a_moves smallint, "
    "a_dates smallint, a_refs text[], a_kinds text[], a_bodies text[]"
)

#: How a record is kept; what comes after it in the body of the function is left to say.
APPENDED = """
  if a_seq = 0 then
    insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head, due_at,
      wake_at)
    values (a_case, a_agency, a_procedure, a_unit, a_state, a_open, 0, a_hash, a_due, a_wake)
    on conflict do nothing;
  else
    update cf_case set state = a_state, last_seq = a_seq, head = a_hash,
      unit = case a_moves when 0 then unit else a_unit end,
      is_open = case a_moves when 0 then is_open else a_open end,
      due_at = case a_dates when 0 then due_at else a_due end,
      wake_at = case a_dates when 0 then wake_at else a_wake end,
      tries = case a_dates when 0 then tries else 0 end,
      parked = case a_dates when 0 then parked else null end
    where case_id = a_case and agency = a_agency and last_seq = a_seq - 1 and head = a_before;
  end if;
  if not found then
    return false;
  end if;
  insert into cf_record (case_id, seq, agency, at, action, actor, key, text, hash)
  values (a_case, a_seq, a_agency, a_at, a_action, a_actor, a_key, a_text, a_hash);
  if a_refs is not null then
    insert into cf_outbox (case_id, ref, agency, seq, kind, body, next_at)
    select a_case, m.ref, a_agency, a_seq, m.kind, m.body, a_at
    from rows from (pg_catalog.unnest(a_refs), pg_catalog.unnest(a_kinds),
      pg_catalog.unnest(a_bodies)) as m (ref, kind, body);
  end if;
"""

_MADE = {
    "cf_append": made_function(
        f"cf_append({APPENDING})",
        "boolean",
        f"{APPENDED}  return true;\n",
    ),
    # Most records move no clock, stay with their unit and ask for nothing: fewer values, one plan.
    "cf_go_on": made_function(
        "cf_go_on(a_agency text, a_case text, a_state text, a_before text, a_seq integer, "
        "a_at bigint, a_action text, a_actor text, a_key text, a_text text, a_hash text)",
        "boolean",
        """
  with moved as (
    update cf_case set state = a_state, last_seq = a_seq, head = a_hash
    where case_id = a_case and agency = a_agency and last_seq = a_seq - 1 and head = a_before
    returning case_id)
  insert into cf_record (case_id, seq, agency, at, action, actor, key, text, hash)
  select m.case_id, a_seq, a_agency, a_at, a_action, a_actor, a_key, a_text, a_hash from moved m;
  return found;
""",
    ),
    "cf_wake": made_function(
        "cf_wake(a_agency text, a_now bigint, a_until bigint, a_limit integer)",
        "setof text",
        """
  return query with picked as materialized (
    select c.case_id from cf_case c where c.agency = a_agency and c.wake_at <= a_now
    order by c.wake_at limit a_limit for update skip locked)
  update cf_case c set wake_at = a_until
  where c.case_id in (select p.case_id from picked p) returning c.case_id;
""",
    ),
    "cf_note": made_function(
        "cf_note(a_agency text, a_case text, a_seq integer, a_at bigint, a_wake bigint, "
        "a_names text[], a_ats bigint[], a_kinds text[], a_bodies text[])",
        "integer",
        """
  update cf_case set wake_at = a_wake, tries = 0, parked = null
  where case_id = a_case and agency = a_agency and last_seq = a_seq;
  if not found then
    return null;
  end if;
  with told as (
    select m.name, m.at, m.kind, m.body
    from rows from (pg_catalog.unnest(a_names), pg_catalog.unnest(a_ats),
      pg_catalog.unnest(a_kinds), pg_catalog.unnest(a_bodies)) as m (name, at, kind, body)),
  new as (
    insert into cf_raised (case_id, name, at, agency)
    select a_case, t.name, t.at, a_agency from told t
    on conflict do nothing returning name, at)
  insert into cf_outbox (case_id, ref, agency, seq, kind, body, next_at)
  select a_case, t.name || '@' || cast(t.at as text), a_agency, a_seq, t.kind, t.body, a_at
  from told t join new n on n.name = t.name and n.at = t.at where t.kind is not null;
  get diagnostics posted = row_count;
  return posted;
""",
        "declare posted integer;\n",
    ),
    "cf_stall": made_function(
        "cf_stall(a_agency text, a_case text, a_tries integer, a_wake bigint, a_error text)",
        "void",
        """
  update cf_case set tries = a_tries, wake_at = a_wake,
    parked = case when a_wake is null then a_error end
  where case_id = a_case and agency = a_agency;
""",
    ),
    "cf_delivered": made_function(
        "cf_delivered(a_agency text, a_cases text[], a_refs text[])",
        "void",
        """
  delete from cf_outbox o
  using rows from (pg_catalog.unnest(a_cases), pg_catalog.unnest(a_refs)) as m (case_id, ref)
  where o.agency = a_agency and o.case_id = m.case_id and o.ref = m.ref and o.attempts > 0;
""",
    ),
    "cf_put_off": made_function(
        "cf_put_off(a_agency text, a_case text, a_ref text, a_attempts integer, a_at bigint, "
        "a_error text)",
        "void",
        """
  update cf_outbox set next_at = a_at, error = a_error where agency = a_agency
    and case_id = a_case and ref = a_ref and attempts = a_attempts and attempts > 0;
""",
    ),
    "cf_put_back": made_function(
        "cf_put_back(a_agency text, a_case text, a_ref text, a_attempts integer, a_at bigint)",
        "void",
        """
  update cf_outbox set next_at = a_at, attempts = attempts - 1 where agency = a_agency
    and case_id = a_case and ref = a_ref and attempts = a_attempts and attempts > 0;
""",
    ),
    "cf_release": made_function(
        "cf_release(a_agency text, a_case text, a_ref text, a_at bigint)",
        "boolean",
        """
  if a_ref is null then
    update cf_case set wake_at = a_at, tries = 0, parked = null
    where agency = a_agency and case_id = a_case and parked is not null;
  else
    update cf_outbox set next_at = a_at, attempts = 0
    where agency = a_agency and case_id = a_case and ref = a_ref and next_at is null;
  end if;
  return found;
""",
    ),
    "cf_keep": made_function(
        "cf_keep(a_agency text, a_kind text, a_name text, a_text text)",
        "void",
        """
  insert into cf_definition (agency, kind, name, text, hash)
  values (a_agency, a_kind, a_name, a_text, pg_catalog.encode(
    pg_catalog.sha256(pg_catalog.convert_to(a_text, 'UTF8')), 'hex'))
  on conflict do nothing;
""",
    ),
    "cf_seal_lines": made_function(
        "cf_seal_lines(a_agency text)",
        "void",
        """
  insert into cf_sealed (case_id, seq, agency, number, hash)
  select c.case_id, c.last_seq, c.agency,
    1 + coalesce((select pg_catalog.max(s.number) from cf_seal s where s.agency = a_agency), 0),
    c.head
  from cf_case c where c.agency = a_agency and not exists
    (select 1 from cf_sealed s where s.case_id = c.case_id and s.seq = c.last_seq);
""",
    ),
    "cf_set_seal": made_function(
        "cf_set_seal(a_agency text, a_number integer, a_at bigint, a_cases bigint, a_root text, "
        "a_previous text)",
        "void",
        """
  select s.number, s.root into last_number, last_root from cf_seal s
  where s.agency = a_agency order by s.number desc limit 1;
  select pg_catalog.count(*) into lines from cf_sealed s
  where s.agency = a_agency and s.number = a_number;
  if a_number <> coalesce(last_number, 0) + 1 or a_previous <> coalesce(last_root, '')
    or a_cases <> lines then
    raise exception using errcode = 'integrity_constraint_violation',
      message = 'a seal follows the one before it and counts the cases under it';
  end if;
  insert into cf_seal (agency, number, at, cases, root, previous)
  values (a_agency, a_number, a_at, a_cases, a_root, a_previous);
""",
        "declare last_number integer; last_root text; lines bigint;\n",
    ),
    "cf_keep_secret": made_function(
        "cf_keep_secret(a_agency text, a_subject text, a_secret text, a_at bigint)",
        "void",
        """
  insert into cf_secret (agency, subject, secret, made_at)
  values (a_agency, a_subject, a_secret, a_at) on conflict do nothing;
""",
    ),
    "cf_destroy_secret": made_function(
        "cf_destroy_secret(a_agency text, a_subject text, a_at bigint, a_ground text, a_act text)",
        "boolean",
        """
  update cf_secret set secret = null, destroyed_at = a_at, ground = a_ground
  where agency = a_agency and subject = a_subject and secret is not null;
  if not found then
    return false;
  end if;
  insert into cf_definition (agency, kind, name, text, hash)
  values (a_agency, 'erasure', a_subject || '@' || cast(a_at as text), a_act, pg_catalog.encode(
    pg_catalog.sha256(pg_catalog.convert_to(a_act, 'UTF8')), 'hex'))
  on conflict do nothing;
  return true;
""",
    ),
    "cf_take": made_function(
        "cf_take(a_agency text, a_now bigint, a_until bigint, a_limit integer)",
        "setof cf_outbox",
        f"""
  return query {
            taking("postgresql", agency="a_agency", now="a_now", until="a_until", limit="a_limit")
        } returning cf_outbox.*;
""",
    ),
}

FUNCTIONS = (
    *_MADE.values(),
    # Everybody may call a function unless that is taken back.
    *(f"revoke all on function {name} from public" for name in _MADE),
)

#: The functions that the role of a portal may call.
CALLED = tuple(_MADE)
