"""A model server on loopback that speaks the OpenAI chat wire format and misbehaves on request.

    with LlmServer([Answer("1\\nWhy trees?"), Answer(status=500)]) as server:
        ...  # server.base_url, server.requests

Each request takes the next answer of the script; the last one stays. Waits are real and end when
the server closes.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """How one request is answered.

    Attributes:
        first_s, token_s: waits before the first piece and between pieces.
        hang_after, die_after: stop sending, or cut the connection, after so many pieces.
        raw: sent as the body instead of a stream.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    first_s: float = 0.0
    token_s: float = 0.0
    hang_after: int | None = None
    die_after: int | None = None
    raw: bytes | None = None


Script = Sequence[Answer] | Callable[[Body], Answer]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: LlmServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        self.server.owner.other.append(self.path)
        self.send_error(404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        owner = self.server.owner
        if not self.path.endswith("/chat/completions"):
            owner.other.append(self.path)
            self.send_error(404)
            return
        owner.keys.append(self.headers.get("authorization", ""))
        answer = owner.answer(body)
        if answer.status != 200 or answer.raw is not None:
            self._plain(answer)
        else:
            self._stream(answer)

    def _plain(self, answer: Answer) -> None:
        data = answer.raw
        if data is None:
            said = f"no, {self.headers.get('authorization', '')}"  # an echo of the key, on purpose
            data = json.dumps({"error": {"message": said, "code": None}}).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, answer: Answer) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        wait = self.server.owner.closing.wait
        if wait(answer.first_s):
            return
        for at, piece in enumerate(re.findall(r"\s*\S+\s*?|\s+", answer.text)):
            if answer.die_after == at:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if answer.hang_after == at:
                wait(60)
                return
            self._event({"role": "assistant", "content": piece})
            if answer.token_s and wait(answer.token_s):
                return
        if answer.hang_after is not None:
            wait(60)
            return
        self._event({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: Body, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(b"data: " + json.dumps(chunk | {"choices": [choice]}).encode() + b"\n\n")
        self.wfile.flush()


class LlmServer:
    """The server; use as a context manager."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.requests: list[Body] = []
        self.keys: list[str] = []
        self.other: list[str] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.owner = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, body: Body) -> Answer:
        self.requests.append(body)
        if callable(self._script):
            return self._script(body)
        return self._script[min(len(self.requests), len(self._script)) - 1]

    def __enter__(self) -> LlmServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
