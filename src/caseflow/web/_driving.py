"""Run the steps of a call: ask the service for each, and send the answer back.

One text so serves a service that is awaited and one that is not; what the steps are is in `_calls`.
"""

from collections.abc import AsyncIterable, Awaitable, Iterable
from typing import Any, TypeVar, cast

from caseflow.web._asked import Answer
from caseflow.web._calls import Steps

__all__ = ["collected", "collected_async", "drive", "drive_async"]

T = TypeVar("T")


def collected(results: Iterable[T]) -> list[T]:
    """Return all that *results* yield."""
    return list(results)


async def collected_async(results: AsyncIterable[T]) -> list[T]:
    """Return all that *results* yield, each awaited."""
    return [each async for each in results]


def drive(steps: Steps) -> Answer:
    """Run *steps*, which yield what the service returned."""
    found: object = None
    while True:
        try:
            found = steps.send(found)
        except StopIteration as end:
            return cast("Answer", end.value)


async def drive_async(steps: Steps) -> Answer:
    """Run *steps*, which yield what is to be awaited; what fails there fails in them."""
    found: object = None
    failure: BaseException | None = None
    while True:
        try:
            waiting = steps.send(found) if failure is None else steps.throw(failure)
        except StopIteration as end:
            return cast("Answer", end.value)
        failure = None
        try:
            found = await cast("Awaitable[Any]", waiting)
        except BaseException as error:  # noqa: BLE001 - the steps say what becomes of it
            failure = error
