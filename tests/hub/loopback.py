"""A hub on this machine's loopback: what its client asks of the real one, and faults on demand.

Small files are tagged with git's hash and served by the hub; large ones (`.safetensors`, `.bin`)
with their SHA-256, behind a redirect to a store at another address, which must not see the token.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tangostudio.errors import TangoStudioError
from tangostudio.hub import orders, problems, process

COMMIT = "c0ffee" * 6 + "beef"
BLOCK = 16 * 1024
_RESOLVE = re.compile(r"/(?P<repo>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")


@dataclass
class Asked:
    """A request as it came, and how many bytes of the file went out."""

    method: str
    path: str
    range: str = ""
    token: str = ""
    sent: int = 0
    store: bool = False


@dataclass
class Fault:
    """What goes wrong with requests that fit, `times` times.

    Attributes:
        status: to answer with, or 0 to answer rightly and
        cut: close the connection after so many bytes, or
        hold: wait after so many bytes until the test goes on, or
        altered: send other bytes than there are.
    """

    method: str = "GET"
    path: str = ""
    times: int = 1
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hold: int | None = None
    altered: bool = False


class Hub:
    """A hub and its store, each a server of its own.

    Attributes:
        files: content by repository and path.
        gated: repositories that want an account; members: accounts by token; accepted: pairs of
            token and repository.
        asked: every request.
        ranges: whether the store honours them.
        held: set when a download waits; `go_on` lets it go on.
    """

    def __init__(self) -> None:
        self.files: dict[tuple[str, str], bytes] = {}
        self.gated: set[str] = set()
        self.members: dict[str, str] = {}
        self.accepted: set[tuple[str, str]] = set()
        self.asked: list[Asked] = []
        self.faults: list[Fault] = []
        self.ranges = True
        self.redirects = True
        self.held, self.go_on = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self._servers = [_serve(self, store=False), _serve(self, store=True)]
        self.address, self.store_address = (
            f"http://127.0.0.1:{server.server_port}" for server in self._servers
        )

    def close(self) -> None:
        """End both servers."""
        self.go_on.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def fail(self, status: int = 0, **values: Any) -> None:
        """Have something go wrong; see `Fault`."""
        with self.lock:
            self.faults.append(Fault(status=status, **values))

    def take_fault(self, method: str, path: str) -> Fault | None:
        """The fault that a request meets, one time fewer from now on."""
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.method == method and fault.path in path:
                    fault.times -= 1
                    return fault
        return None

    def sent(self, path: str = "") -> int:
        """Bytes of files that went out."""
        return sum(item.sent for item in self.asked if path in item.path)

    def got(self) -> list[Asked]:
        """Requests for the bytes of a file that sent some."""
        return [item for item in self.asked if item.method == "GET" and item.sent]


@contextlib.contextmanager
def running() -> Iterator[Hub]:
    """A hub for a test."""
    hub = Hub()
    try:
        yield hub
    finally:
        hub.close()


def asked_by_the_client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that the client is told to ask, without any token or proxy of the environment."""
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_HUB_CACHE", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with running() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


def client_in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The hub's client, switched on."""
    import huggingface_hub
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    yield
    huggingface_hub.close_session()


def orders_in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the process that downloads does, without starting one."""
    from tangostudio.hub import downloading

    def asked(order: orders.Order) -> Iterator[orders.News]:
        try:
            yield from downloading.work(order)
        except TangoStudioError as error:
            yield orders.Stopped(problems.of(error))

    monkeypatch.setattr(process, "asked", asked)
    yield from client_in_this_process(monkeypatch)


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def tag(path: str, data: bytes) -> str:
    """The hub's tag of a file."""
    if is_large(path):
        return hashlib.sha256(data).hexdigest()
    return hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()


def is_large(path: str) -> bool:
    """Whether the hub keeps a file in its store."""
    return path.endswith((".safetensors", ".bin"))


# --- the servers ----------------------------------------------------------------------------------


def _serve(hub: Hub, *, store: bool) -> ThreadingHTTPServer:
    handler: Any = type("Handler", (_Store if store else _Front,), {"hub": hub})
    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True
    ).start()
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no error of the hub's."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub
    store = False

    def do_HEAD(self) -> None:
        self._serve("HEAD")

    def do_GET(self) -> None:
        self._serve("GET")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _serve(self, method: str) -> None:
        # A proxy is asked for a whole address.
        path = unquote(urlsplit(self.path).path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        asked = Asked(method, path, self.headers.get("Range", ""), token, store=self.store)
        with self.hub.lock:
            self.hub.asked.append(asked)
        fault = self.hub.take_fault(method, path)
        with contextlib.suppress(ConnectionError):
            if fault is not None and fault.status:
                self.refuse(fault.status, fault.headers)
            else:
                self.answer(asked, fault)

    def answer(self, asked: Asked, fault: Fault | None) -> None:
        raise NotImplementedError

    def refuse(self, status: int, headers: dict[str, str]) -> None:
        self.head(status, {"Content-Length": "0", **headers})

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send_file(
        self, asked: Asked, data: bytes, headers: dict[str, str], fault: Fault | None
    ) -> None:
        """A file, or what a range and a fault leave of it."""
        start = int(asked.range.removeprefix("bytes=").split("-")[0] or 0) if asked.range else 0
        if start and self.hub.ranges:
            extra = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
            body, status = data[start:], 206
        else:
            body, status, extra = data, 200, {}
        self.head(status, {**headers, **extra, "Content-Length": str(len(body))})
        if asked.method == "HEAD":
            return
        fault = fault or Fault()
        if fault.altered:
            body = bytes(byte ^ 1 for byte in body)
        for begin in range(0, len(body), BLOCK):
            block = body[begin : begin + BLOCK]
            if fault.cut is not None and begin + len(block) > fault.cut:
                block = body[begin : fault.cut]
                asked.sent += len(block)
                self.wfile.write(block)
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault.hold is not None and begin >= fault.hold:
                self.hub.held.set()
                self.hub.go_on.wait()
            asked.sent += len(block)  # first: the client may be done before this goes on
            self.wfile.write(block)


class _Front(_Handler):
    """The hub itself."""

    def answer(self, asked: Asked, fault: Fault | None) -> None:
        if asked.path == "/api/whoami-v2":
            self._whoami(asked.token)
        elif match := _RESOLVE.fullmatch(asked.path):
            self._resolve(asked, match["repo"], match["revision"], match["path"], fault)
        else:
            self.refuse(404, {})

    def _whoami(self, token: str) -> None:
        name = self.hub.members.get(token)
        if name is None:
            return self.refuse(401, _INVALID)
        body = json.dumps({"type": "user", "name": name}).encode()
        self.head(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
        self.wfile.write(body)
        return None

    def _resolve(
        self, asked: Asked, repo: str, revision: str, path: str, fault: Fault | None
    ) -> None:
        if refusal := self._refusal(asked.token, repo):
            return self.refuse(*refusal)
        data = self.hub.files.get((repo, path))
        if not any(known == repo for known, _ in self.hub.files):
            return self.refuse(404, {"X-Error-Code": "RepoNotFound"})
        if revision not in ("main", COMMIT):
            return self.refuse(404, {"X-Error-Code": "RevisionNotFound"})
        if data is None:
            return self.refuse(404, {"X-Error-Code": "EntryNotFound"})
        headers = {"X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if is_large(path) and self.hub.redirects:
            where = f"{self.hub.store_address}/{repo}/{path}?signature=abc"
            linked = {"X-Linked-Size": str(len(data)), "X-Linked-Etag": f'"{tag(path, data)}"'}
            return self.head(302, {**headers, **linked, "Location": where, "Content-Length": "0"})
        return self.send_file(asked, data, {**headers, "ETag": f'"{tag(path, data)}"'}, fault)

    def _refusal(self, token: str, repo: str) -> tuple[int, dict[str, str]] | None:
        if token and token not in self.hub.members:
            return 401, _INVALID
        if repo not in self.hub.gated:
            return None
        if not token:
            said = f"Access to model {repo} is restricted. You must be authenticated to access it."
            return 401, {"X-Error-Code": "GatedRepo", "X-Error-Message": said}
        if (token, repo) not in self.hub.accepted:
            said = f"Access to model {repo} is restricted and you are not in the authorized list."
            return 403, {"X-Error-Code": "GatedRepo", "X-Error-Message": said}
        return None


_INVALID = {"X-Error-Message": "Invalid credentials in Authorization header"}


class _Store(_Handler):
    """Where the hub keeps large files."""

    store = True

    def answer(self, asked: Asked, fault: Fault | None) -> None:
        owner, name, path = asked.path.strip("/").split("/", 2)
        self.send_file(asked, self.hub.files[f"{owner}/{name}", path], {}, fault)
