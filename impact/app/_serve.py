"""Starting and ending the server of the local page."""

import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    import uvicorn

    from ._desk import Desk

HOST = "127.0.0.1"
SHINY_MISSING_MESSAGE = "The app needs Shiny, which is not installed. Install it: pip install 'county-impact[app]'."
SECONDS_TO_CLOSE = 1
MAX_MESSAGE_BYTES = 1_000_000


def serve(
    port: int = 0,
    say: Callable[[str], None] = print,
    browser: bool = True,
    economy: int | None = None,
) -> bool:
    """Serve the local page until Ctrl-C or a signal to end.

    Parameters
    ----------
    port : int
        Where to listen at 127.0.0.1; 0 takes a free one.
    say : callable
        Takes the address when the page is there.
    browser : bool
        Whether to open the page.
    economy : int, optional
        Year of the structure of its studies.

    Returns
    -------
    bool
        Whether a study was still running at the end.

    Raises
    ------
    UsageError
        If Shiny is not installed or the port is taken.
    """
    if find_spec("shiny") is None or find_spec("uvicorn") is None:
        raise UsageError(SHINY_MISSING_MESSAGE)
    bound = _bound(port)
    with bound:
        return _served(bound, say, browser, economy)


def _bound(port: int) -> socket.socket:
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or "it is no port"
        raise UsageError(
            f"Port {port} of {HOST} cannot be used: {reason}. Give another --port, or none for a free one."
        ) from None
    return listening


def _served(bound: socket.socket, say: Callable[[str], None], browser: bool, economy: int | None) -> bool:
    from ._desk import Desk, new_folder

    port = bound.getsockname()[1]
    desk = Desk(new_folder())
    try:
        server = page_server(desk, port, economy, lambda: _tell(f"http://{HOST}:{port}/", say, browser))
        server.run(sockets=[bound])
    finally:
        running = desk.busy
        desk.close()
    return running


def page_server(desk: "Desk", port: int, economy: int | None, started: Callable[[], None]) -> "uvicorn.Server":
    """Return the server of the page.

    It calls ``started`` when it answers, and leaves signals to its caller.
    """
    import uvicorn

    from ._gate import Gate
    from ._session import page_app

    config = uvicorn.Config(
        Gate(page_app(desk, economy), desk, port),
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=MAX_MESSAGE_BYTES,
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )
    return _server(config, started)


def _tell(address: str, say: Callable[[str], None], browser: bool) -> None:
    say(address)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _server(config: "uvicorn.Config", started: Callable[[], None]) -> "uvicorn.Server":
    """Return a server that calls ``started`` and leaves signals to its caller."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            handled = [
                signal_number
                for signal_number in (signal.SIGINT, signal.SIGTERM)
                if signal.getsignal(signal_number) is not signal.SIG_IGN
            ]
            before = {signal_number: signal.signal(signal_number, self.handle_exit) for signal_number in handled}
            try:
                yield
            finally:
                for signal_number, handler in before.items():
                    signal.signal(signal_number, handler)

    return Server(config)
