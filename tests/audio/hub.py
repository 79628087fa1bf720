"""A model hub on the loopback interface, which can break off in the middle."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REPOSITORY = "Systran/faster-whisper-base.en"
REVISION = "0123456789abcdef0123456789abcdef01234567"


class Hub:
    """Serves the files of one repository; `break_after` bytes of a file it hangs up, once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.break_after: int | None = None
        self.sent: dict[str, int] = {}
        self.url = ""


class Handler(BaseHTTPRequestHandler):
    """Answers the two questions of the hub's client: what is there, and the files."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        path = self.path.split("?")[0]
        if path.startswith(f"/api/models/{REPOSITORY}"):
            self.description(json.dumps(described(self.hub.files)).encode(), body=body)
            return
        name = path.removeprefix(f"/{REPOSITORY}/resolve/{REVISION}/")
        if name in self.hub.files:
            self.file(name, body=body)
        else:
            self.send_error(404)

    def description(self, data: bytes, *, body: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def file(self, name: str, *, body: bool) -> None:
        data, wanted = self.hub.files[name], self.headers.get("Range")
        begin = int(wanted.removeprefix("bytes=").split("-")[0]) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("ETag", f'"{name}-1"')
        self.send_header("X-Repo-Commit", REVISION)
        self.send_header("Content-Length", str(len(data) - begin))
        if wanted:
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if body:
            part = data[begin : self.end_of(len(data), begin)]
            self.hub.sent[name] = self.hub.sent.get(name, 0) + len(part)
            self.wfile.write(part)

    def end_of(self, size: int, begin: int) -> int:
        """Return how far to send: not to the end if the hub is to hang up."""
        limit = self.hub.break_after
        if limit is None or size <= limit:
            return size
        self.hub.break_after = None
        self.close_connection = True
        return begin + limit


@contextmanager
def serve(files: dict[str, bytes]) -> Iterator[Hub]:
    """Run a hub on a free port."""
    hub = Hub(files)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hub": hub}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def described(files: dict[str, bytes]) -> dict[str, object]:
    """Return what the hub says about the repository."""
    return {
        "_id": "1",
        "id": REPOSITORY,
        "modelId": REPOSITORY,
        "sha": REVISION,
        "private": False,
        "tags": [],
        "downloads": 0,
        "siblings": [{"rfilename": n, "size": len(d), "blobId": n} for n, d in files.items()],
    }
