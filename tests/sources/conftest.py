"""A server on this machine that stands for all agencies: small files in each one's documented format."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from impact.reference import table
from impact.sources import Transport
from impact.sources._patience import Patience

from ..conftest import LONGEST

KEY = "5ecret0123456789abcdef5ecret0123456789ab"
KEYS = ("CENSUS_API_KEY", "BEA_API_KEY", "BLS_API_KEY")


@dataclass
class Answer:
    """What the server sends: a body, a status, more headers, and where it stops or how it dawdles."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None  # that the header tells, if not the true one
    stop: int | None = None  # bytes after which the connection ends
    pause: float = 0.0  # seconds between two halves of the body
    stalls: bool = False  # half of the body comes, and no more until the client has gone


Handle = Callable[["Request"], Answer]


@dataclass(frozen=True)
class Request:
    """What was asked, with the first value of each parameter."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that was killed."""


class Agencies:
    """The server: ``serve`` a path below the host's name, then look at what was ``asked``."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.routes: dict[str, Handle] = {}
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, path: str, *answers: Answer | Handle) -> None:
        """Answer a path: with these answers in turn, the last one from then on."""
        left = list(answers)

        def handle(request: Request) -> Answer:
            answer = left.pop(0) if len(left) > 1 else left[0]
            return answer if isinstance(answer, Answer) else answer(request)

        self.routes[path] = handle

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        agencies = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                place = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                query = {name: values[0] for name, values in parse_qs(place.query).items()}
                request = Request(self.command, place.path.lstrip("/"), query, dict(self.headers), body)
                agencies.asked.append(request)
                handle = agencies.routes.get(request.path)
                answer = handle(request) if handle else Answer(b"<html>Not Found</html>", 404)
                self._send(answer)

            do_POST = do_HEAD = do_GET  # noqa: N815

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
                self.end_headers()
                if self.command == "HEAD":
                    return
                body = answer.body[: answer.stop]
                try:
                    self.wfile.write(body[: len(body) // 2])
                    self.wfile.flush()
                    time.sleep(answer.pause)
                    if not answer.stalls:
                        self.wfile.write(body[len(body) // 2 :])
                    else:
                        self.rfile.read(1)
                        self.close_connection = True
                except OSError:
                    pass  # the client has gone
                if answer.stop is not None or answer.length is not None:
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def agencies() -> Iterator[Agencies]:
    server = Agencies()
    yield server
    server.close()


@pytest.fixture
def transport(agencies: Agencies) -> Iterator[Transport]:
    with Transport(agencies.address, Patience(timeout=LONGEST, attempts=3, backoff=0.01, longest_wait=1.0)) as way:
        yield way


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the user's cache or keys."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in KEYS:
        monkeypatch.setenv(name, KEY)


def counties_of(state: str) -> list[str]:
    fips = table("counties").fips
    return sorted(fips[fips.str.startswith(state)])


def census_answer(request: Request, value: Callable[[str, str], str | None], counties: list[str]) -> Answer:
    """The Census API's array of arrays, for the variables and the state that were asked for."""
    names = request.query["get"].split(",")
    rows = [[value(name, fips) for name in names] + [fips[:2], fips[2:]] for fips in counties]
    return Answer(
        json.dumps([[*names, "state", "county"], *rows]).encode(), headers={"Content-Type": "application/json"}
    )
