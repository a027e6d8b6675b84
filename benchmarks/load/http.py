"""A client of HTTP that takes next to no processor time of the machine it shares with the server.

One connection that is kept, one request at a time. It knows what the backend answers with: bodies
with a length.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Asking", "Browser", "Reply"]


@dataclass(frozen=True)
class Reply:
    """Hold what came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Asking(Protocol):
    """Ask a backend, one request at a time."""

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Send one request and return the whole answer."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Browser:
    """Ask one server at a local port, over one connection."""

    def __init__(self, port: int) -> None:
        """Say where the server is; the connection is made with the first request."""
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Reply:
        """Send one request and read the whole answer."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if method == "POST":
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        sent = "\r\n".join([*lines, "", ""]).encode() + body
        is_kept = self._ends is not None
        try:
            return await self._exchanged(sent)
        except (ConnectionError, asyncio.IncompleteReadError):
            # A server lets go of a connection that was idle for seconds, as a browser knows.
            self.close()
            if not is_kept:
                raise
            return await self._exchanged(sent)

    async def _exchanged(self, sent: bytes) -> Reply:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        writer.write(sent)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in head[1:] if line)
        found = {name.lower(): value for name, _, value in pairs}
        answer = await reader.readexactly(int(found.get("content-length", "0")))
        return Reply(int(head[0].split(" ")[1]), found, answer)

    def close(self) -> None:
        """Let go of the connection."""
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None
