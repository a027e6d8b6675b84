"""Operations as generators: they yield statements and are sent rows, so they know no driver.

One operation is written once and runs on every driver, in step with the program or awaited: a
driver is one function `execute(statement) -> rows`. What the statements say does not belong here.
"""

from collections.abc import Awaitable, Callable, Generator, Sequence
from typing import Any, NamedTuple, TypeVar

__all__ = [
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "AsyncExecute",
    "Execute",
    "Ops",
    "Row",
    "Rows",
    "Statement",
    "Value",
    "atomic",
    "drive",
    "drive_async",
]

T = TypeVar("T")

#: What a statement may be handed; instants are whole microseconds, texts are NFC.
Value = str | int | None
Row = tuple[Any, ...]
Rows = Sequence[Row]


class Statement(NamedTuple):
    """One statement with `?` for each of its values, whatever the driver writes.

    With *then* it is a transaction by itself: these follow in it if the statement changed a row,
    and what comes back is a row if it did. Only a store that asked for it is sent such a one.
    *is_call* tells that it calls a function of PostgreSQL which answers with one truth value.
    """

    sql: str
    values: tuple[Value, ...] = ()
    then: "tuple[Statement, ...]" = ()
    is_call: bool = False


#: A store begins and ends its transactions in its own way: see the `execute` of each.
BEGIN = Statement("begin")
COMMIT = Statement("commit")
ROLLBACK = Statement("rollback")

#: An operation that returns T when it is through.
Ops = Generator[Statement, Rows, T]
Execute = Callable[[Statement], Rows]
AsyncExecute = Callable[[Statement], Awaitable[Rows]]


def drive(execute: Execute, ops: Ops[T]) -> T:
    """Run *ops* to its end; what `execute` raises is raised inside it first."""
    try:
        statement = next(ops)
        while True:
            try:
                rows = execute(statement)
            except BaseException as error:  # noqa: BLE001 - even an interrupt must roll back
                statement = ops.throw(error)
            else:
                statement = ops.send(rows)
    except StopIteration as stop:
        value: T = stop.value
        return value


async def drive_async(execute: AsyncExecute, ops: Ops[T]) -> T:
    """Run *ops* to its end, waiting for each statement; see `drive`."""
    try:
        statement = next(ops)
        while True:
            try:
                rows = await execute(statement)
            except BaseException as error:  # noqa: BLE001 - even a cancellation must roll back
                statement = ops.throw(error)
            else:
                statement = ops.send(rows)
    except StopIteration as stop:
        value: T = stop.value
        return value


def atomic(body: Ops[T]) -> Ops[T]:
    """Run *body* in one transaction: all of it or nothing.

    It is rolled back even if only the answer to its beginning was lost.
    """
    try:
        yield BEGIN
        result = yield from body
        yield COMMIT
    except GeneratorExit:
        raise
    except BaseException:
        yield ROLLBACK
        raise
    return result
