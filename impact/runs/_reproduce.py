"""Repeating a saved result with the same study and the same tables."""

from .._types import Progress
from ..errors import DataError, ModelError
from ..reference import manifest, measures
from ..result import Result
from ..studies import Study
from ._run import run

TOLERANCE = 1e-6  # of the largest figure, or of an interval's high end: processors differ in the last bits


def reproduce(result: Result, progress: Progress = lambda done, total: None) -> Result:
    """Run the study of a saved result again and compare.

    Parameters
    ----------
    result : Result
        From :meth:`Result.load`; it holds the study and the sha256 of every table that it was made from.
    progress : callable
        As in :func:`impact.run`.

    Returns
    -------
    Result
        The repeated one, equal to ``result`` but for the last bits.

    Raises
    ------
    DataError
        Naming the tables that differ from those of the result.
    ModelError
        If the tables are the same and the figures are not: the program has changed.
    """
    tables = manifest().tables
    differing = [name for name, sha256 in result.data.items() if name not in tables or tables[name].sha256 != sha256]
    if differing:
        named = "; ".join(_difference(result, name) for name in differing[:5])
        more = f"; and {len(differing) - 5} more" if len(differing) > 5 else ""
        raise DataError(
            f"The result was made from other figures. {len(differing)} table(s) differ: {named}{more}. Install the "
            "version of impact that made it, or choose its tables with 'impact data use PATH'."
        )
    repeated = run(Study.read(dict(result.inputs)), progress=progress)
    keys = ["fips", "site", "phase", "effect"]
    old, new = (frame.set_index(keys)[list(measures())] for frame in (result.counties, repeated.counties))
    for measure in measures():
        difference = float(new[measure].sub(old[measure], fill_value=0.0).abs().max() / old[measure].abs().max())
        if difference <= TOLERANCE:
            continue
        raise ModelError(
            f"The same study and tables give other figures: {measure} by county differs by up to {difference:.2g} of "
            "the largest. Install the version of impact that made the result."
        )
    return repeated


def _difference(result: Result, name: str) -> str:
    current = manifest().tables.get(name)
    recorded = f"{result.data[name][:12]}…, {result.vintages.get(name, 'vintage not recorded')}"
    return f"{name} (then {recorded}; now {f'{current.sha256[:12]}…, {current.vintage}' if current else 'absent'})"


def redraw(result: Result, progress: Progress = lambda done, total: None) -> Result:
    """Draw again as a saved result was drawn, and compare.

    Parameters
    ----------
    result : Result
        With draws.
    progress : callable
        As in :func:`impact.evidence.draw`.

    Raises
    ------
    UsageError
        If the result has no draws.
    ModelError
        If its headlines differ by more than a millionth of their interval's high end.
    """
    saved = result.intervals()
    assert result.draws is not None
    without_draws, draws = run(Study.read(dict(result.inputs))), result.draws
    quick = draws.method == "quick"
    repeated = (
        without_draws.quick_draw(draws.count, draws.seed)
        if quick
        else without_draws.draw(draws.count, draws.seed, progress)
    )
    figures = ["point", "p5", "p50", "p95"]
    difference = float((repeated.intervals()[figures] - saved[figures]).abs().div(saved.p95.abs(), axis=0).max().max())
    if difference > TOLERANCE:
        made = ", ".join(f"{name} {number}" for name, number in result.draws.versions.items())
        raise ModelError(
            f"The same study, seed and tables give other intervals: they differ by up to {difference:.2g} of their "
            f"high end. The draws were made with {made}; install these, and the version of impact "
            "that made the result."
        )
    return repeated
