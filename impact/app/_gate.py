"""Gate before the page.

It admits requests of this machine's browser to this address, and serves files of results.
"""

from collections.abc import Iterable

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ._desk import MAP, Desk

FILES = "/results/"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'; object-src 'none'"
)
# The map has a policy of its own inside; this one keeps its scripts away from the page of the app.
MAP_POLICY = "sandbox allow-scripts allow-downloads allow-popups allow-modals; frame-ancestors 'self'"
REFUSED_MESSAGE = "This page answers only a browser on this machine that opened it by its own address."
POLICY_VIOLATION = 1008


class Gate:
    """ASGI application that refuses foreign hosts and serves result files.

    It refuses foreign origins too, and passes on the rest.

    A page elsewhere may send requests to 127.0.0.1, by a name of its own that leads here (DNS rebinding) or directly;
    the browser names that page in ``Host`` or ``Origin``.

    Parameters
    ----------
    app : ASGI application
        The page.
    desk : Desk
        Whose files are served.
    port : int
        Where the server listens.
    """

    def __init__(self, app: ASGIApp, desk: Desk, port: int) -> None:
        self.app = app
        self.desk = desk
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on to the page."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if not self.admitted(scope["headers"], scope["type"] == "websocket"):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": REFUSED_MESSAGE})
            else:
                await PlainTextResponse(REFUSED_MESSAGE, 403)(scope, receive, send)
            return
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            await PlainTextResponse("The page takes no uploads.", 405)(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"].startswith(FILES):
            await self._file(scope["path"].removeprefix(FILES))(scope, receive, send)
            return
        await self.app(scope, receive, _with_policy(send))

    def admitted(self, headers: Iterable[tuple[bytes, bytes]], websocket: bool) -> bool:
        """Whether the headers name this server as host and origin.

        An origin is required for a websocket alone.
        """
        given = [(name.lower(), value.decode("latin-1")) for name, value in headers]
        hosts = [value for name, value in given if name == b"host"]
        origins = [value for name, value in given if name == b"origin"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return False
        return origins == [f"http://{hosts[0]}"] or not (origins or websocket)

    def _file(self, rest: str) -> Response:
        """Return a file that a finished study lists by name.

        No path is ever built from the request.
        """
        token, _, name = rest.partition("/")
        path = self.desk.file(token, name)
        if path is None:
            return PlainTextResponse("There is no such file. Results go when their page is closed.", 404)
        shown = name == MAP
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        headers["Content-Security-Policy"] = MAP_POLICY if shown else "sandbox"
        disposition = "inline" if shown else "attachment"
        return FileResponse(path, filename=name, headers=headers, content_disposition_type=disposition)


def _with_policy(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            more = [
                (b"content-security-policy", POLICY.encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
            ]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sending
