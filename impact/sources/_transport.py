"""HTTP client with retries and resumable downloads.

Refuses redirects to other hosts and redacts keys.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from .._files import put_in_place
from ..errors import DataError, UsageError
from ._patience import Patience

AGENT = "county-impact (https://pypi.org/project/county-impact/)"
TRANSIENT = frozenset({429, 500, 502, 503, 504})
MAX_REDIRECTS = 5
FRAMING = frozenset({"content-encoding", "content-length", "transfer-encoding"})  # no longer true after reading
MAX_TEXT_BYTES = 200_000_000  # of an answer kept in memory
MAX_REASON_CHARACTERS = 200
SECRET = re.compile(r"((?:key|userid|registrationkey)=)[^&\s\"']+", re.IGNORECASE)

Answer = TypeVar("Answer")
Progress = Callable[[str, int, int | None], None]


def _silent(name: str, done: int, total: int | None) -> None:
    pass


class _Veil(logging.Filter):
    """Take keys out of the addresses that httpx writes to the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub(r"\1***", record.getMessage()), ()
        return True


_VEIL = _Veil()


class UnreachedError(DataError):
    """Agency out of reach for now.

    Data fetched so far are still good.
    """


class _AgainError(Exception):
    """Failure that may pass, with the wait that the agency asks for."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Transport:
    """Connection to the agencies, closed at the end of a ``with`` block.

    Parameters
    ----------
    mirror : str
        An address that serves all agencies in their place, below a folder named after the host of each:
        ``https://api.census.gov/data`` becomes ``MIRROR/api.census.gov/data``. Without TLS only on this machine.
    patience : Patience, optional
        How long to wait and how often to try.
    progress : callable
        Called with the name of a file, the bytes that have come and the bytes that are expected, None if unknown.
    """

    def __init__(self, mirror: str = "", patience: Patience | None = None, progress: Progress = _silent) -> None:
        try:
            place = urlsplit(mirror)
        except ValueError:
            raise UsageError("The mirror is no address: give one such as https://mirror.example.org.") from None
        if mirror and not (place.scheme == "https" or place.hostname in {"127.0.0.1", "::1", "localhost"}):
            raise UsageError("Others would see your keys on the way to the mirror: give an address with https://.")
        if place.username or place.query:
            raise UsageError("Give the address of the mirror without a name, password or query.")
        self.mirror = mirror.rstrip("/")
        self._patience = patience or Patience()
        self._progress = progress
        logging.getLogger("httpx").addFilter(_VEIL)
        self._client = httpx.Client(
            timeout=self._patience.timeout, headers={"User-Agent": AGENT}, follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, address: str, params: Mapping[str, str] | None = None) -> httpx.Response:
        """Return an answer that fits in memory, whatever its status.

        Answers that may pass are asked again.

        Raises
        ------
        DataError
            If the agency cannot be reached, keeps failing, or sends on to another host.
        """
        return self._patiently(address, lambda: self._ask("GET", address, params, None))

    def post(self, address: str, body: Mapping[str, object]) -> httpx.Response:
        """Send a JSON document and return the answer, as :meth:`get`."""
        return self._patiently(address, lambda: self._ask("POST", address, None, body))

    def head(self, address: str) -> httpx.Response:
        """Return the status and the headers alone, as :meth:`get`."""
        return self._patiently(address, lambda: self._ask("HEAD", address, None, None))

    def download(self, address: str, path: Path, most: int) -> None:
        """Download a file.

        It resumes an earlier attempt if the agency's file is still the same.

        Parameters
        ----------
        address : str
            The file.
        path : Path
            Where to write it; what has come so far lies beside it as ``.part``, and which version it is as ``.json``.
        most : int
            Bytes that the file may have.

        Raises
        ------
        DataError
            If it cannot be had, or not be written.
        """
        self._patiently(address, lambda: self._stream(address, path, most))

    def _patiently(self, address: str, ask: Callable[[], Answer]) -> Answer:
        # tenacity is silent: stamina, built on it, logs the error, which may hold a key
        is_transient, enough = retry_if_exception_type(_AgainError), stop_after_attempt(self._patience.attempts)
        try:
            return Retrying(retry=is_transient, stop=enough, wait=self._pause, reraise=True)(ask)
        except _AgainError as reason:
            tried = f"{reason}, after {self._patience.attempts} attempts"
            raise UnreachedError(f"{shown(address)}: {tried}. Try again later, or use --offline.") from None

    def _pause(self, state: RetryCallState) -> float:
        """Return the seconds before the next attempt.

        It is the agency's wait, or else twice the last pause.
        """
        asked = getattr(state.outcome and state.outcome.exception(), "wait", None)
        return self._patience.backoff * 2 ** (state.attempt_number - 1) if asked is None else float(asked)

    def _ask(
        self, method: str, address: str, params: Mapping[str, str] | None, body: Mapping[str, object] | None
    ) -> httpx.Response:
        with self._open(method, address, params, body, {}) as answer:
            content = bytearray()
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MAX_TEXT_BYTES:
                    raise DataError(f"{shown(address)}: the answer is longer than {MAX_TEXT_BYTES:,} bytes; refused.")
            headers = {name: value for name, value in answer.headers.items() if name not in FRAMING}
            return httpx.Response(answer.status_code, headers=headers, content=bytes(content))

    def _stream(self, address: str, path: Path, most: int) -> None:
        part, state = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.json")
        version = _version(state)
        have = part.stat().st_size if version and part.exists() else 0
        # a transfer encoding would invalidate the byte count
        headers = {"Accept-Encoding": "identity"}
        if version and path.exists():
            headers["If-None-Match" if version.startswith('"') else "If-Modified-Since"] = version
        elif have:
            headers |= {"Range": f"bytes={have}-", "If-Range": version}
        with self._open("GET", address, None, None, headers) as answer:
            if answer.status_code == 304:
                return
            start = re.match(r"bytes (\d+)-", answer.headers.get("content-range", ""))
            resumed = answer.status_code == 206 and start is not None and int(start[1]) == have
            if answer.status_code in (206, 416) and not resumed:
                part.unlink(missing_ok=True)
                raise _AgainError("it sent another part of the file than was asked for")
            if answer.status_code not in (200, 206):
                raise refused(address, answer.status_code)
            if not resumed:
                have = 0
                path.unlink(missing_ok=True)  # first, so that the version below is never that of an older file
                part.unlink(missing_ok=True)
                state.write_text(json.dumps(_strong(answer.headers)), encoding="utf-8")
            length = answer.headers.get("content-length", "")
            total = have + int(length) if length.isdigit() else None
            with part.open("ab" if resumed else "wb") as file:
                for piece in answer.iter_raw():
                    file.write(piece)
                    have += len(piece)
                    self._progress(path.name, have, total)
                    if have > most:
                        raise DataError(f"{shown(address)}: the file is longer than {most:,} bytes; refused.")
        put_in_place({part: path})

    @contextmanager
    def _open(
        self,
        method: str,
        address: str,
        params: Mapping[str, str] | None,
        body: Mapping[str, object] | None,
        headers: Mapping[str, str],
    ) -> Iterator[httpx.Response]:
        """Open a stream, following redirects within a host.

        Raises _AgainError for a failure that may pass.
        """
        place = httpx.URL(self._reached(address), params=params) if params else httpx.URL(self._reached(address))
        for _ in range(MAX_REDIRECTS):
            with _connected(), self._client.stream(method, place, json=body, headers=dict(headers)) as answer:
                if answer.status_code in TRANSIENT:
                    quota = "its quota of requests is reached" if answer.status_code == 429 else "it is out of order"
                    wait = answer.headers.get("retry-after", "")
                    seconds = float(wait) if re.fullmatch("[0-9]+", wait) else None
                    reason = f"{quota} (HTTP {answer.status_code})"
                    if seconds is not None and seconds > self._patience.longest_wait:
                        advice = f"{reason}; the agency asks to wait {seconds:,.0f} s. Try again after that."
                        raise UnreachedError(f"{shown(address)}: {advice}")
                    raise _AgainError(reason, seconds)
                if not answer.has_redirect_location:
                    yield answer
                    return
                place = self._same_host(address, place, answer.headers["location"])
        raise DataError(f"{shown(address)}: the agency sends on in a circle. Try again later.")

    def _same_host(self, address: str, place: httpx.URL, location: str) -> httpx.URL:
        try:
            target = httpx.URL(urljoin(str(place), location))
        except (ValueError, httpx.InvalidURL):
            raise DataError(f"{shown(address)}: the agency sends on to what is no address; refused.") from None
        if (target.scheme, target.host, target.port) != (place.scheme, place.host, place.port):
            raise DataError(
                f"{shown(address)}: the agency sends on to another host ({target.scheme}://{target.host}); refused. "
                "If its files have moved, a newer version of impact is needed."
            )
        return target

    def _reached(self, address: str) -> str:
        return f"{self.mirror}/{address.removeprefix('https://')}" if self.mirror else address


@contextmanager
def _connected() -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException:
        raise _AgainError("it did not answer in time") from None
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise _AgainError(f"the connection failed ({type(error).__name__})") from None


def shown(address: str) -> str:
    """Return an address for print, without its query.

    Keys are sent in the query.

    Examples
    --------
    >>> shown("https://api.census.gov/data/2023/acs/acs5?get=NAME&key=1234")
    'https://api.census.gov/data/2023/acs/acs5'
    """
    return address.partition("?")[0]


def refused(address: str, status: int, reason: str = "") -> DataError:
    """Return the error for an answer that a retry cannot mend."""
    known = {
        401: "the key is not accepted",
        403: "access is refused",
        404: "it does not exist; the agency may not have published that year",
    }
    text = reason[:MAX_REASON_CHARACTERS] or known.get(status, "the request is refused")
    return DataError(f"{shown(address)}: {text} (HTTP {status}).")


def _strong(headers: httpx.Headers) -> str:
    """Return the strong entity tag of a file, or its date."""
    tag = str(headers.get("etag", ""))
    return tag if tag and not tag.startswith("W/") else str(headers.get("last-modified", ""))


def _version(state: Path) -> str:
    try:
        return str(json.loads(state.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return ""
