"""Tables as functions of tables, resolved by parameter names.

A parameter names an input of ``inputs.yaml``, a table of another function marked by :func:`made`, or ``year``, the year
of the economy. ``benchmark_x`` is the ``x`` of the benchmark, ``newest_x`` that of the newest economy, and ``x_2022``,
where nothing has that name, that of 2022. A function that is marked by :func:`made_later` takes the place of the other
of its name in economies after the benchmark. A table that does not depend on the year of an economy, directly or
through its inputs, is made once for all.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from types import ModuleType
from typing import Any, TypeVar

from ..errors import DataError

Maker = Callable[..., Any]
Marked = TypeVar("Marked", bound=Maker)
MARK = "made_in"
BENCHMARK, NEWEST = "benchmark_", "newest_"
OF_YEAR = re.compile(r"(?P<name>\w+)_(?P<year>\d{4})")


def made(function: Marked) -> Marked:
    """Mark a function that makes its namesake in every economy."""
    function.__dict__[MARK] = "every"
    return function


def made_later(function: Marked) -> Marked:
    """Mark a function that makes its namesake after the benchmark."""
    function.__dict__[MARK] = "later"
    return function


@dataclass(frozen=True)
class Key:
    """Name of a table, and its economy's year if it has one."""

    name: str
    year: int | None = None

    def __str__(self) -> str:
        return self.name if self.year is None else f"{self.name} of {self.year}"


@dataclass(frozen=True)
class Step:
    """Maker of a table, with its inputs by parameter."""

    make: Maker
    needs: Mapping[str, Key]


@dataclass(frozen=True)
class Makers:
    """Functions by name of their table, and the economies' years.

    There are functions for every economy and for later ones.

    ``inputs`` read the files.
    """

    inputs: Mapping[str, Maker]
    every: Mapping[str, Maker]
    later: Mapping[str, Maker]
    years: tuple[int, ...]

    def placed(self, name: str, year: int) -> tuple[str, int]:
        """Return name and year that a function's parameter refers to."""
        if name.startswith(BENCHMARK):
            return name.removeprefix(BENCHMARK), self.years[0]
        if name.startswith(NEWEST):
            return name.removeprefix(NEWEST), self.years[-1]
        of_year = OF_YEAR.fullmatch(name)
        if of_year and self.of(name, year) is None:
            return of_year["name"], int(of_year["year"])
        return name, year

    def of(self, name: str, year: int) -> Maker | None:
        """Return the function that makes a table in an economy, if any."""
        later = self.later.get(name) if year != self.years[0] else None
        return later or self.every.get(name) or self.inputs.get(name)


def marked(modules: Iterable[ModuleType]) -> tuple[dict[str, Maker], dict[str, Maker]]:
    """Return the marked functions of modules by name.

    Those for every economy and those for later ones are apart.

    Raises
    ------
    DataError
        If two functions make the same.
    """
    makers_by_use: dict[str, dict[str, Maker]] = {"every": {}, "later": {}}
    for module in modules:
        for name, function in vars(module).items():
            use = getattr(function, MARK, None)
            if use is None or function.__module__ != module.__name__:
                continue
            if name in makers_by_use[use]:
                raise DataError(
                    f"{name} is made by two functions: {makers_by_use[use][name].__module__}, {module.__name__}."
                )
            makers_by_use[use][name] = function
    return makers_by_use["every"], makers_by_use["later"]


def steps_to(wanted: Iterable[tuple[str, int]], makers: Makers) -> tuple[dict[Key, Step], list[Key]]:
    """Plan the steps to the wanted tables.

    Parameters
    ----------
    wanted : iterable of (str, int)
        What is wanted, and of which economy.
    makers : Makers
        Functions for it and for all that it needs.

    Returns
    -------
    dict of Key to Step, list of Key
        The steps in order: the needs of a step come before it, and a file is read when no step is possible without it.
        Tables replace a large file early. And the key of each thing wanted.

    Raises
    ------
    DataError
        If a function's input has no maker, or depends on the function itself.
    """
    steps: dict[Key, Step] = {}
    keys: dict[tuple[str, int], Key | None] = {}

    def add(name: str, year: int, asker: str) -> Key:
        name, year = makers.placed(name, year)
        if (name, year) in keys:
            known = keys[name, year]
            if known is None:
                raise DataError(f"builder: {name} is made from itself, through {asker}.")
            return known
        keys[name, year] = None
        make: Maker | None = (lambda: year) if name == "year" else makers.of(name, year)
        if make is None:
            raise DataError(f"builder: {asker} asks for {name!r} of {year}, but no input and no function is named so.")
        needs = {parameter: add(parameter, year, name) for parameter in signature(make).parameters}
        dated = name == "year" or any(need.year == year for need in needs.values())
        key = Key(name, year if dated else None)
        steps.setdefault(key, Step(make, needs))
        keys[name, year] = key
        return key

    wanted_keys = [add(name, year, "tables.yaml") for name, year in wanted]
    return _readings_last(steps, set(makers.inputs)), wanted_keys


def _readings_last(steps: Mapping[Key, Step], inputs: set[str]) -> dict[Key, Step]:
    """Order the steps so that inputs are read last.

    An input is read only when no other step is possible.
    """
    ordered: dict[Key, Step] = {}
    pending = list(steps)
    while pending:
        possible = (
            key for key in pending if key.name not in inputs and all(n in ordered for n in steps[key].needs.values())
        )
        key = next(possible, pending[0])
        pending.remove(key)
        ordered[key] = steps[key]
    return ordered


def run(
    steps: Mapping[Key, Step], wanted: Iterable[Key], progress: Callable[[str], None] = lambda name: None
) -> Iterator[tuple[Key, Any]]:
    """Make the wanted tables, each once.

    A table is kept no longer than another step needs it.

    Parameters
    ----------
    steps : mapping of Key to Step
        In order, from :func:`steps_to`.
    wanted : iterable of Key
        What to hand out.
    progress : callable
        Called with the name of each thing before it is made.
    """
    wanted = set(wanted)
    last = {need: key for key, step in steps.items() for need in step.needs.values()}
    held: dict[Key, Any] = {}
    for key, step in steps.items():
        progress(str(key))
        held[key] = step.make(**{parameter: held[need] for parameter, need in step.needs.items()})
        if key in wanted:
            yield key, held[key]
        for done in {*step.needs.values(), key}:
            if last.get(done, key) == key:
                del held[done]
