"""Steps of a command: a progress bar, and times with ``--verbose``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING

from .screen import print_text, progress

if TYPE_CHECKING:
    from impact._types import Progress

verbose: ContextVar[bool] = ContextVar("verbose", default=False)
BALANCING = "Balancing trade with your distances, once"


@contextmanager
def step(title: str, counted: str = BALANCING) -> Iterator["Progress"]:
    """Do one step of a command, such as ``Studying Storey County, NV``.

    A terminal shows a bar meanwhile, and ``--verbose`` prints the seconds; both on standard error. Files get no bar.
    The function yielded takes the numbers done and in all. ``counted`` names their unit, usually industries balanced.
    """
    from rich.progress import Progress as Bar

    console, start = progress(), perf_counter()
    with Bar(console=console, transient=True, disable=not console.is_terminal, redirect_stdout=False) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, description=counted, completed=done, total=total)
    if verbose.get():
        print_text(console, f"{title}: {perf_counter() - start:.1f} s")
