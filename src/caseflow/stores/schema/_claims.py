"""The statement that claims messages, for those who send it and for the function that holds it.

Those of one case are claimed in the order they were raised, each only together with all before it
that are left.
"""

__all__ = ["taking"]


def taking(dialect: str, *, agency: str, now: str, until: str, limit: str) -> str:
    """Return the update that claims messages on *dialect*; what it returns is left to say.

    The other arguments are how the values are written: as `?`, they are asked for in the order
    agency, now, limit, agency, now, now, limit, until.
    """
    mine, other = _order("o", dialect), _order("e", dialect)
    before = f"e.case_id = o.case_id and ({other}) < ({mine})"
    skip_locked = " for update skip locked" if dialect == "postgresql" else ""
    # Whoever locks the first message of a case claims the others, and nobody else does.
    return (
        "with heads as materialized (select o.case_id, o.next_at from cf_outbox o "
        f"where o.agency = {agency} and o.next_at <= {now} "
        f"and not exists (select 1 from cf_outbox e where {before}) "
        f"order by o.next_at, o.case_id limit {limit}{skip_locked}), "
        "picked as materialized (select o.case_id, o.ref, row_number() over "
        f"(partition by o.case_id order by {mine}) - 1 as place "
        "from cf_outbox o join heads h on h.case_id = o.case_id "
        f"where o.agency = {agency} and o.next_at <= {now} and not exists "
        f"(select 1 from cf_outbox e where {before} "
        f"and (e.next_at is null or e.next_at > {now})) "
        f"order by h.next_at, o.case_id, {mine} limit {limit}) "
        f"update cf_outbox set next_at = cast({until} as bigint) + picked.place, "
        "attempts = attempts + 1 from picked "
        "where cf_outbox.case_id = picked.case_id and cf_outbox.ref = picked.ref"
    )


def _order(table: str, dialect: str) -> str:
    """Return what the messages of a case are in order by, as columns of *table*.

    Those of a record by their number; then those of dates, recognised by the `@` of their
    ref, by the instant they were raised. That is `next_at` until one is tried; what was tried
    and failed is before all others, and so is what was begun before what was not.
    """
    place = "pg_catalog.strpos" if dialect == "postgresql" else "instr"
    at = f"{place}({table}.ref, '@') > 0"
    return (
        f"{table}.seq, case when {at} then 1 else 0 end, "
        f"case when {at} then 0 else length({table}.ref) end, "
        f"case when {at} then '' else {table}.ref end, "
        f"case when {table}.error = '' then 1 else 0 end, "
        f"case when {table}.attempts = 0 then 1 else 0 end, "
        f"coalesce({table}.next_at, 0), {table}.ref"
    )
