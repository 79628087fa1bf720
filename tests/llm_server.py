"""A model server on loopback that speaks the OpenAI wire format and misbehaves on request.

    with LlmServer([Answer("1\\nWhy trees?"), Answer(status=500)]) as server:
        ...  # server.base_url, server.requests

Each request takes the next answer of the script; the last one stays. Waits are real and end when
the server closes. Speech goes both ways as well: a transcription answers with ``raw`` or with
``text``, a voice sends ``raw`` in chunks, with ``first_s``, ``token_s``, ``hang_after`` and
``die_after`` as for text.
"""

from __future__ import annotations

import email
import json
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
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
        counts: tell the tokens where that is asked for, a token being a word; else refuse to.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    first_s: float = 0.0
    token_s: float = 0.0
    hang_after: int | None = None
    die_after: int | None = None
    raw: bytes | None = None
    counts: bool = True


Script = Sequence[Answer] | Callable[[Body], Answer]
CHUNK_BYTES = 4_800
"""A tenth of a second of 16-bit sound at 24 kHz."""


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
        owner = self.server.owner
        if self.path.endswith("/models") and owner.models is not None:
            kept = [{"id": name, "object": "model", "created": 1} for name in owner.models]
            self._plain(Answer(raw=json.dumps({"object": "list", "data": kept}).encode()))
            return
        owner.other.append(self.path)
        self.send_error(404)

    def do_POST(self) -> None:
        owner = self.server.owner
        data = self.rfile.read(int(self.headers["content-length"]))
        if self.path.endswith("/audio/transcriptions") and owner.hear is not None:
            self._transcription(owner.hear(_form(self.headers["content-type"], data)))
        elif self.path.endswith("/audio/speech") and owner.speak is not None:
            self._voice(owner.speak(json.loads(data)))
        elif self.path.endswith("/chat/completions"):
            self._chat(json.loads(data))
        else:
            owner.other.append(self.path)
            self.send_error(404)

    def _chat(self, body: Body) -> None:
        owner = self.server.owner
        owner.keys.append(self.headers.get("authorization", ""))
        answer = owner.answer(body)
        if not answer.counts and "stream_options" in body:
            answer = replace(answer, status=400)
        if answer.status != 200 or answer.raw is not None:
            self._plain(answer)
        else:
            self._stream(answer, body)
        owner.answered.release()

    def _transcription(self, answer: Answer) -> None:
        self.server.owner.keys.append(self.headers.get("authorization", ""))
        if self.server.owner.closing.wait(answer.first_s):
            return
        if answer.status == 200 and answer.raw is None:
            answer = replace(answer, raw=json.dumps({"text": answer.text}).encode())
        self._plain(answer)

    def _voice(self, answer: Answer) -> None:
        owner = self.server.owner
        owner.keys.append(self.headers.get("authorization", ""))
        if answer.status != 200 or answer.raw is None:
            self._plain(answer)
            return
        if owner.closing.wait(answer.first_s):
            return
        self.send_response(200)
        self.send_header("content-type", "audio/wav")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for at in range(0, len(answer.raw), CHUNK_BYTES):
            if answer.die_after == at // CHUNK_BYTES:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if answer.hang_after == at // CHUNK_BYTES:
                owner.closing.wait(60)
                return
            chunk = answer.raw[at : at + CHUNK_BYTES]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            self.wfile.flush()
            if answer.token_s and owner.closing.wait(answer.token_s):
                return
        self.wfile.write(b"0\r\n\r\n")

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

    def _stream(self, answer: Answer, body: Body) -> None:
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
        if "stream_options" in body:
            self._chunk({"choices": [], "usage": usage(body, answer)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: Body, finish: str | None = None) -> None:
        self._chunk({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _chunk(self, holds: Body) -> None:
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(b"data: " + json.dumps(chunk | holds).encode() + b"\n\n")
        self.wfile.flush()


def usage(body: Body, answer: Answer) -> Body:
    """What a request and its answer come to, a token being a word."""
    sent = sum(len(message["content"].split()) for message in body["messages"])
    received = len(answer.text.split())
    return {
        "prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received
    }  # fmt: skip


def _form(content_type: str, data: bytes) -> Body:
    """The fields of a form with files, a file as its bytes."""
    whole = b"content-type: " + content_type.encode() + b"\r\n\r\n" + data
    fields: Body = {}
    for part in email.message_from_bytes(whole).walk():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            value = part.get_payload(decode=True)
            assert isinstance(value, bytes)
            fields[name] = value if part.get_filename() else value.decode()
    return fields


class LlmServer:
    """The server; use as a context manager.

    Args:
        script: answers of the chat.
        hear: answers a transcription, given its form.
        speak: answers a request for a voice.
        models: names that are listed; None: it lists none and does not know the question.
    """

    def __init__(
        self,
        script: Script = (),
        *,
        hear: Callable[[Body], Answer] | None = None,
        speak: Callable[[Body], Answer] | None = None,
        models: Sequence[str] | None = None,
    ) -> None:
        self._script = script
        self.hear, self.speak, self.models = hear, speak, models
        self.requests: list[Body] = []
        self.keys: list[str] = []
        self.other: list[str] = []
        self.closing = threading.Event()
        self.answered = threading.Semaphore(0)
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
