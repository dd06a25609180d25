"""Studies of the page: one at a time, each in a folder."""

import secrets
import shutil
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import yaml

from .._files import write_file
from ..errors import ImpactError, UsageError
from ..result import Result
from ..runs import run
from ..studies import Study

STUDYING, DRAWING, WRITING = "Studying the effects", "Drawing the quick interval", "Writing tables, map and reports"
BALANCING = "Balancing trade with the distances of this study, once"
BUSY_MESSAGE = "Another study is running in this app. Wait until it has finished, then run this one."
UNFORESEEN_MESSAGE = "The study failed for a reason that was not foreseen. The terminal that started the app shows it."
MEMORY_MESSAGE = "Memory ran out. A study of all counties needs 1.5 GB: free memory, or choose the trade model flq."
FOLDER, SITE, ARCHIVE, MAP = "results", "site.yaml", "results.zip", "map.html"
MAX_REMOVALS = 100


@dataclass
class Job:
    """One study: its keys, its progress and its outcome.

    Attributes
    ----------
    token : str
        Its part of an address, which cannot be guessed.
    files : dict of str to Path
        Downloads by name; empty until all are written.
    """

    study: Study
    keys: Mapping[str, Any]
    reports: Sequence[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    step: str = STUDYING
    error: str = ""
    result: Result | None = None
    files: dict[str, Path] = field(default_factory=dict)
    over: Event = field(default_factory=Event)
    unwanted: bool = False

    def counted(self, done: int, total: int) -> None:
        """Record the number of balanced industries."""
        self.step = f"{BALANCING}: {done} of {total}"


class Desk:
    """Studies of the page: one at a time, in one folder.

    Parameters
    ----------
    folder : Path
        Everything is written into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a study is running."""
        return any(not job.over.is_set() for job in list(self._jobs.values()))

    def start(self, study: Study, keys: Mapping[str, Any], reports: Sequence[str]) -> Job:
        """Begin a study in the background.

        Raises
        ------
        UsageError
            If another one is running.
        """
        with self._lock:
            if self.busy:
                raise UsageError(BUSY_MESSAGE)
            job = Job(study, keys, reports)
            self._jobs[job.token] = job
        Thread(target=self._do, args=(job,), daemon=True).start()
        return job

    def file(self, token: str, name: str) -> Path | None:
        """Return a file of a finished study; None for everything else."""
        job = self._jobs.get(token)
        return job.files.get(name) if job else None

    def drop(self, job: Job | None) -> None:
        """Remove a study that nobody views.

        A running study is removed when it ends.
        """
        if job is None:
            return
        job.unwanted = True
        if job.over.is_set():
            self._remove(job)

    def close(self) -> None:
        """Remove the folder.

        A running study writes nothing afterwards.
        """
        self._closed = True
        for _ in range(MAX_REMOVALS):
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                return

    def _do(self, job: Job) -> None:
        try:
            result = run(job.study, progress=job.counted)
            job.step = DRAWING
            result = result.quick_draw()
            job.step = WRITING
            if not (job.unwanted or self._closed):
                job.files = _written(result, job, self.folder / job.token)
                job.result = result
        except ImpactError as error:
            job.error = str(error)
        except MemoryError:
            job.error = MEMORY_MESSAGE
        except Exception:
            if not self._closed:
                job.error = UNFORESEEN_MESSAGE
                traceback.print_exc(file=sys.stderr)
        finally:
            job.over.set()
            if job.unwanted or job.error:
                self._remove(job)

    def _remove(self, job: Job) -> None:
        self._jobs.pop(job.token, None)
        shutil.rmtree(self.folder / job.token, ignore_errors=True)


def site_file(keys: Mapping[str, Any]) -> str:
    """Write the keys of a study as a repeatable site file."""
    return yaml.safe_dump(dict(keys), allow_unicode=True, sort_keys=False, width=float("inf"))


def new_folder() -> Path:
    """Make the server's temporary folder, closed to other users."""
    return Path(tempfile.mkdtemp(prefix="impact-app-"))


def _written(result: Result, job: Job, folder: Path) -> dict[str, Path]:
    """Write result, site file and archive.

    Returns the downloads by name.
    """
    folder.mkdir()
    saved = result.save(folder / FOLDER, job.reports)
    site = folder / SITE
    write_file(site, site_file(job.keys).encode())
    archive = folder / ARCHIVE
    with zipfile.ZipFile(archive, "x", zipfile.ZIP_DEFLATED) as bundle:
        for path in (site, *saved):
            bundle.write(path, path.name)
    return {path.name: path for path in (archive, site, *saved)}
