"""The tables on SQLite.

`insert or replace` fires no delete trigger, so every table that only grows also refuses a second
row under any of its keys, and none has a rowid, which would be one more key.
"""

__all__ = ["CASES", "REWRAPPING", "SEALS", "SECRETS"]


#: Keys of the first records of a case are looked for among them: they stand side by side, so that
#: costs less than a page of an index to write with every record. Later ones are in the index.
_INDEXED_FROM = 32


def _grows_only(table: str, *key: str) -> tuple[str, ...]:
    """Return triggers under which *table* takes new rows and changes no row it has."""
    return (*_never_changes(table, "update", "delete"), _no_replace(table, "row", *key))


def _no_replace(table: str, what: str, *key: str) -> str:
    same = " and ".join(f"{column} = new.{column}" for column in key)
    return (
        f"create trigger {table}_no_replace before insert on {table} "
        f"when exists (select 1 from {table} where {same}) "
        f"begin select raise(abort, '{table} has such a {what} and keeps it'); end"
    )


def _never_changes(table: str, *verbs: str) -> tuple[str, ...]:
    return tuple(
        f"create trigger {table}_no_{verb} before {verb} on {table} "
        f"begin select raise(abort, '{table} takes no {verb}'); end"
        for verb in verbs
    )


CASES = (
    """
create table cf_case (
  case_id text not null primary key,
  agency text not null,
  procedure text not null,
  unit text not null,
  state text not null,
  is_open integer not null check (is_open in (0, 1)),
  last_seq integer not null check (last_seq >= 0),
  head text not null,
  due_at integer,
  wake_at integer,
  tries integer not null default 0,
  parked text,
  foreign key (case_id, last_seq) references cf_record (case_id, seq)
    deferrable initially deferred
) strict, without rowid
""",
    """
create table cf_record (
  case_id text not null,
  seq integer not null,
  agency text not null,
  at integer not null,
  action text not null,
  actor text not null,
  key text,
  text text not null,
  hash text not null,
  primary key (case_id, seq)
) strict, without rowid
""",
    f"""
create unique index cf_record_key on cf_record (case_id, key)
  where key is not null and seq >= {_INDEXED_FROM}
""",
    "create index cf_case_wake on cf_case (agency, wake_at) where wake_at is not null",
    "create index cf_case_due on cf_case (agency, due_at) where due_at is not null",
    # Without the state, so that a move within a unit, which is most of them, writes to neither.
    "create index cf_case_open on cf_case (agency, unit) where is_open = 1",
    "create index cf_case_closed on cf_case (agency, unit) where is_open = 0",
    """
create table cf_outbox (
  case_id text not null,
  ref text not null,
  agency text not null,
  seq integer not null,
  kind text not null,
  body text not null,
  attempts integer not null default 0,
  next_at integer,
  error text not null default '',
  primary key (case_id, ref)
) strict, without rowid
""",
    "create index cf_outbox_next on cf_outbox (agency, next_at) where next_at is not null",
    "create index cf_outbox_parked on cf_outbox (agency) where next_at is null",
    "create index cf_case_parked on cf_case (agency) where parked is not null",
    """
create table cf_raised (
  case_id text not null,
  name text not null,
  at integer not null,
  agency text not null,
  primary key (case_id, name, at)
) strict, without rowid
""",
    """
create table cf_definition (
  kind text not null,
  name text not null,
  agency text not null,
  text text not null,
  hash text not null,
  primary key (agency, kind, name)
) strict, without rowid
""",
    *_never_changes("cf_record", "update", "delete"),
    """
create trigger cf_record_follows before insert on cf_record
when new.seq <> coalesce((select max(seq) + 1 from cf_record where case_id = new.case_id), 0)
  or new.seq > coalesce((select last_seq from cf_case where case_id = new.case_id), -1)
begin select raise(abort, 'a record follows the one before it and belongs to its case'); end
""",
    f"""
create trigger cf_record_no_replace before insert on cf_record
when new.key is not null and (
  exists (select 1 from cf_record
    where case_id = new.case_id and seq < {_INDEXED_FROM} and key = new.key)
  or new.seq > {_INDEXED_FROM} and exists (select 1 from cf_record
    where case_id = new.case_id and seq >= {_INDEXED_FROM} and key = new.key))
begin select raise(abort, 'cf_record has such a key and keeps it'); end
""",
    *_never_changes("cf_case", "delete"),
    _no_replace("cf_case", "case", "case_id"),
    """
create trigger cf_case_moves before update on cf_case
when new.case_id <> old.case_id or new.agency <> old.agency or new.procedure <> old.procedure
  or new.last_seq not in (old.last_seq, old.last_seq + 1)
  or (new.last_seq = old.last_seq and (new.head <> old.head or new.state <> old.state
    or new.unit <> old.unit or new.is_open <> old.is_open))
begin select raise(abort, 'a case moves by one record at a time'); end
""",
    *_grows_only("cf_raised", "case_id", "name", "at"),
    *_grows_only("cf_definition", "agency", "kind", "name"),
)

SEALS = (
    """
create table cf_seal (
  agency text not null,
  number integer not null,
  at integer not null,
  cases integer not null,
  root text not null,
  previous text not null,
  primary key (agency, number)
) strict, without rowid
""",
    """
create table cf_sealed (
  case_id text not null,
  seq integer not null,
  agency text not null,
  number integer not null,
  hash text not null,
  primary key (case_id, seq)
) strict, without rowid
""",
    "create index cf_sealed_number on cf_sealed (agency, number, case_id)",
    *_grows_only("cf_seal", "agency", "number"),
    *_grows_only("cf_sealed", "case_id", "seq"),
)

SECRETS = (
    """
create table cf_secret (
  agency text not null,
  subject text not null,
  secret text,
  made_at integer not null,
  destroyed_at integer,
  ground text not null default '',
  primary key (agency, subject),
  check ((secret is null) = (destroyed_at is not null))
) strict, without rowid
""",
    *_never_changes("cf_secret", "delete"),
    _no_replace("cf_secret", "subject", "agency", "subject"),
    """
create trigger cf_secret_ends before update on cf_secret
when old.secret is null or new.secret is not null or new.subject <> old.subject
  or new.agency <> old.agency or new.made_at <> old.made_at
begin select raise(abort, 'a secret is destroyed once and never changed'); end
""",
)

#: A secret may be wrapped anew: under a name for its form that no other text has by mistake.
REWRAPPING = (
    "drop trigger cf_secret_ends",
    """
create trigger cf_secret_ends before update on cf_secret
when old.secret is null or new.subject <> old.subject
  or new.agency <> old.agency or new.made_at <> old.made_at
  or (new.secret is not null and (substr(new.secret, 1, 15) <> 'caseflow-key/2 '
    or new.destroyed_at is not null or new.ground <> old.ground))
begin select raise(abort, 'a secret is wrapped anew or destroyed once, and never changed'); end
""",
)
