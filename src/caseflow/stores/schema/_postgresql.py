"""The tables on PostgreSQL.

Numbers of cases are compared byte by byte (collate "C"), as SQLite and Python do. The foreign keys
are apart: a distributed database does without them.
"""

__all__ = ["CASES", "FOREIGN_KEYS", "REWRAPPING", "SEALS", "SECRETS", "TABLES", "TIDYING"]

#: Tables by what the application may do with their rows besides reading them, where it writes to
#: them itself: in a distributed database. Elsewhere it calls `_functions`.
TABLES = {
    "cf_case": "insert, update",
    "cf_record": "insert",
    "cf_outbox": "insert, update, delete",
    "cf_raised": "insert",
    "cf_definition": "insert",
    "cf_seal": "insert",
    "cf_sealed": "insert",
    "cf_secret": "insert, update",
    "cf_work": "insert, update, delete",
    "cf_fresh": "insert, update, delete",
}


def _refused(table: str, verb: str) -> str:
    each = "statement" if verb == "truncate" else "row"
    return (
        f"create trigger {table}_no_{verb} before {verb} on {table} "
        f"for each {each} execute function cf_refuse('{table} takes no {verb}')"
    )


def _grows_only(table: str) -> tuple[str, ...]:
    """Return triggers under which *table* takes new rows and changes no row it has."""
    return tuple(_refused(table, verb) for verb in ("update", "delete", "truncate"))


def _own_agency(table: str) -> tuple[str, ...]:
    """Return row-level security: a session sees the rows of its own agency and writes no others."""
    return (
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        (
            f"create policy cf_agency on {table} "
            "using (agency = coalesce(current_setting('caseflow.agency', true), ''))"
        ),
    )


CASES = (
    """
create function cf_refuse() returns trigger language plpgsql as
$$ begin
  raise exception using message = tg_argv[0], errcode = 'integrity_constraint_violation';
end $$
""",
    """
create function cf_record_follows() returns trigger language plpgsql as $$
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
    """
create table cf_case (
  case_id text collate "C" not null primary key,
  agency text not null,
  procedure text not null,
  unit text not null,
  state text not null,
  is_open smallint not null check (is_open in (0, 1)),
  last_seq integer not null check (last_seq >= 0),
  head text not null,
  due_at bigint,
  wake_at bigint,
  tries integer not null default 0,
  parked text
)
""",
    """
create table cf_record (
  case_id text collate "C" not null,
  seq integer not null check (seq >= 0),
  agency text not null,
  at bigint not null,
  action text not null,
  actor text not null,
  key text,
  text text not null,
  hash text not null,
  primary key (case_id, seq)
)
""",
    "create unique index cf_record_key on cf_record (case_id, key) where key is not null",
    "create index cf_case_wake on cf_case (agency, wake_at) where wake_at is not null",
    "create index cf_case_due on cf_case (agency, due_at) where due_at is not null",
    # Without the state, so that a move within a unit, which is most of them, writes to neither.
    "create index cf_case_open on cf_case (agency, unit) where is_open = 1",
    "create index cf_case_closed on cf_case (agency, unit) where is_open = 0",
    """
create table cf_outbox (
  case_id text collate "C" not null,
  ref text not null,
  agency text not null,
  seq integer not null,
  kind text not null,
  body text not null,
  attempts integer not null default 0,
  next_at bigint,
  error text not null default '',
  primary key (case_id, ref)
)
""",
    "create index cf_outbox_next on cf_outbox (agency, next_at) where next_at is not null",
    "create index cf_outbox_parked on cf_outbox (agency) where next_at is null",
    "create index cf_case_parked on cf_case (agency) where parked is not null",
    """
create table cf_raised (
  case_id text collate "C" not null,
  name text not null,
  at bigint not null,
  agency text not null,
  primary key (case_id, name, at)
)
""",
    """
create table cf_definition (
  kind text not null,
  name text not null,
  agency text not null,
  text text not null,
  hash text not null,
  primary key (agency, kind, name)
)
""",
    (
        "create trigger cf_record_follows after insert on cf_record "
        "for each row execute function cf_record_follows()"
    ),
    """
create trigger cf_case_moves before update on cf_case for each row
when (new.case_id <> old.case_id or new.agency <> old.agency or new.procedure <> old.procedure
  or new.last_seq not in (old.last_seq, old.last_seq + 1)
  or (new.last_seq = old.last_seq and (new.head <> old.head or new.state <> old.state
    or new.unit <> old.unit or new.is_open <> old.is_open)))
execute function cf_refuse('a case moves by one record at a time')
""",
    _refused("cf_case", "delete"),
    _refused("cf_case", "truncate"),
    *_grows_only("cf_record"),
    *_grows_only("cf_raised"),
    *_grows_only("cf_definition"),
    *(
        statement
        for table in ("cf_case", "cf_record", "cf_outbox", "cf_raised", "cf_definition")
        for statement in _own_agency(table)
    ),
)

#: No state changes without its record: the last record of a case is there when a commit ends.
#: That a record has a case needs no key: `cf_record_follows` sees to it, and no case goes away.
FOREIGN_KEYS = (
    (
        "alter table cf_case add constraint cf_case_record foreign key (case_id, last_seq) "
        "references cf_record (case_id, seq) deferrable initially deferred"
    ),
)

SEALS = (
    """
create table cf_seal (
  agency text not null,
  number integer not null,
  at bigint not null,
  cases bigint not null,
  root text not null,
  previous text not null,
  primary key (agency, number)
)
""",
    """
create table cf_sealed (
  case_id text collate "C" not null,
  seq integer not null,
  agency text not null,
  number integer not null,
  hash text not null,
  primary key (case_id, seq)
)
""",
    "create index cf_sealed_number on cf_sealed (agency, number, case_id)",
    *_grows_only("cf_seal"),
    *_grows_only("cf_sealed"),
    *_own_agency("cf_seal"),
    *_own_agency("cf_sealed"),
)

SECRETS = (
    """
create table cf_secret (
  agency text not null,
  subject text not null,
  secret text,
  made_at bigint not null,
  destroyed_at bigint,
  ground text not null default '',
  primary key (agency, subject),
  check ((secret is null) = (destroyed_at is not null))
)
""",
    """
create trigger cf_secret_ends before update on cf_secret for each row
when (old.secret is null or new.secret is not null or new.subject <> old.subject
  or new.agency <> old.agency or new.made_at <> old.made_at)
execute function cf_refuse('a secret is destroyed once and never changed')
""",
    _refused("cf_secret", "delete"),
    _refused("cf_secret", "truncate"),
    *_own_agency("cf_secret"),
)

#: A secret may be wrapped anew: under a name for its form that no other text has by mistake.
REWRAPPING = (
    "drop trigger cf_secret_ends on cf_secret",
    """
create trigger cf_secret_ends before update on cf_secret for each row
when (old.secret is null or new.subject <> old.subject
  or new.agency <> old.agency or new.made_at <> old.made_at
  or (new.secret is not null and (substr(new.secret, 1, 15) <> 'caseflow-key/2 '
    or new.destroyed_at is not null or new.ground <> old.ground)))
execute function cf_refuse('a secret is wrapped anew or destroyed once, and never changed')
""",
)

#: What is left of a destroyed key is freed within minutes, however few rows were changed.
TIDYING = (
    """
alter table cf_secret
set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)
""",
)
