"""Foreign hosts and origins are refused, uploads too, and no path is made of what is asked."""

import httpx
import pytest

from impact.app._gate import Gate

from .conftest import Served

PORT = 8765
OURS = "127.0.0.1:8765"
GATE = Gate(None, None, PORT)  # type: ignore[arg-type]  # only its headers are read


def admitted(websocket: bool, *headers: tuple[str, str]) -> bool:
    return GATE.admitted([(name.encode(), value.encode()) for name, value in headers], websocket)


@pytest.mark.parametrize("host", [OURS, "localhost:8765"])
def test_its_own_address_is_admitted(host: str) -> None:
    assert admitted(False, ("host", host))
    assert admitted(False, ("host", host), ("origin", f"http://{host}"))
    assert admitted(True, ("host", host), ("Origin", f"http://{host}"))


@pytest.mark.parametrize(
    "host", ["evil.example:8765", "evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""]
)
def test_another_host_is_refused(host: str) -> None:
    assert not admitted(False, ("host", host))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:1", "null", "http://localhost:8765"]
)
def test_another_origin_is_refused(origin: str) -> None:
    assert not admitted(True, ("host", OURS), ("origin", origin))
    assert not admitted(False, ("host", OURS), ("origin", origin))


def test_headers_that_are_missing_or_doubled_are_refused() -> None:
    assert not admitted(False)
    assert not admitted(True, ("host", OURS))
    assert not admitted(False, ("host", OURS), ("host", "evil.example"))
    assert not admitted(True, ("host", OURS), ("origin", f"http://{OURS}"), ("origin", "http://evil.example"))


def test_the_server_refuses_them(served: Served) -> None:
    assert httpx.get(served.address).status_code == 200
    for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
        assert httpx.get(served.address, headers=headers).status_code == 403
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    address = f"{served.address}websocket/"
    assert httpx.get(address, headers={**upgrade, "Origin": "http://evil.example"}).status_code == 403
    assert httpx.get(address, headers=upgrade).status_code == 403
    ours = {**upgrade, "Origin": served.address.rstrip("/")}
    with httpx.stream("GET", address, headers=ours) as opened:
        assert opened.status_code == 101


def test_uploads_are_refused(served: Served) -> None:
    assert httpx.post(f"{served.address}session/x/upload/y", content=b"x").status_code == 405


@pytest.mark.parametrize(
    "path", ["results/", "results/x/map.html", "results/../../etc/passwd", "results/x/%2e%2e%2f%2e%2e%2fetc%2fpasswd"]
)
def test_no_file_but_those_of_a_result(served: Served, path: str) -> None:
    assert httpx.get(served.address + path).status_code == 404


def test_the_page_may_not_be_framed(served: Served) -> None:
    assert "frame-ancestors 'none'" in httpx.get(served.address).headers["content-security-policy"]
