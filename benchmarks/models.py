"""Time the county model inside one process, beside pymrio and the plain explicit solve."""

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pymrio
from numpy.typing import NDArray

from impact.effects import CountyModel, county_model, national_multipliers, rank
from impact.testing import small_model

FloatArray = NDArray[np.float64]
RUNS = 5


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median seconds of an action after one run to warm up."""
    action()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def shock(model: CountyModel) -> FloatArray:
    """Return a million for one industry in one county."""
    shape = model.trade.factors.shape
    direct = np.zeros(shape)
    direct[shape[0] // 2, shape[1] // 2] = 1.0
    return direct


def explicit(model: CountyModel) -> FloatArray:
    """Return the multi-regional requirements as one (counties and industries) square matrix."""
    trade = model.trade
    industries, counties = trade.factors.shape
    kernels = [trade.kernels[mixture].dense() for mixture in trade.mixtures]
    blocks = [trade.factors[i][:, None] * kernels[i] * trade.inverse[i] for i in range(industries)]
    flows = np.einsum("irs,ij->irjs", np.stack(blocks).astype(np.float64), model.requirements.astype(np.float64))
    return flows.reshape(industries * counties, industries * counties)


def with_pymrio(requirements: FloatArray, final: FloatArray) -> object:
    """Solve the explicit system as pymrio does: all accounts of one economy."""
    index = pd.RangeIndex(len(requirements))
    output = np.linalg.solve(np.eye(len(requirements)) - requirements, final)
    economy = pymrio.IOSystem(
        Z=pd.DataFrame(requirements * output, index=index, columns=index),
        Y=pd.DataFrame(final[:, np.newaxis], index=index, columns=["final"]),
    )
    return economy.calc_all()


def gemm_rate(model: CountyModel) -> float:
    """Return what the machine does in one trade product, in single-precision GF/s."""
    industries, counties = model.trade.factors.shape
    seconds = median(lambda: model.trade.factors @ model.trade.kernels[0])
    return 2 * industries * counties**2 / seconds / 1e9


def table() -> list[str]:
    """Return the lines of the page."""
    model = county_model()
    direct = shock(model)
    industries, counties = model.trade.factors.shape
    rate = gemm_rate(model)
    one_product = 2 * industries * counties**2 / rate / 1e9
    start = time.perf_counter()
    national_multipliers(model, model.fips, ["jobs"])
    export = time.perf_counter() - start
    solve = median(lambda: model.solve(direct))
    rows = [
        ("site solve, Type I and Type II, residual 1e-6", "2 s", solve),
        ("U.S. multipliers of everywhere, one measure", "3 s", median(lambda: model.multipliers("jobs"))),
        ("county multipliers of everywhere, one measure", "", median(lambda: model.county_multipliers("jobs"))),
        ("state multipliers of everywhere, one measure", "", median(lambda: model.state_multipliers("jobs"))),
        ("all multipliers of one measure as a table", "", export),
        ("ranking all counties for a facility", "5 s", median(lambda: rank(model, {"325180": 1.0}))),
    ]
    lines = [
        f"One trade product for all industries is {one_product:.3f} s at the measured {rate:.0f} GF/s (sgemm). A site",
        f"solve takes {solve / one_product:.0f} times that, the U.S. multipliers {rows[1][2] / one_product:.0f} times.",
        "",
        "| inside one process, 3,144 counties × 402 industries | aim | s |",
        "|---|---|---|",
        *(f"| {what} | {aim} | {seconds:.2f} |" for what, aim, seconds in rows),
        "",
        "Growth of a site solve (made-up economies; seconds):",
        "",
        "| industries | 100 counties | 400 | 1,000 | 3,144 |",
        "|---|---|---|---|---|",
    ]
    for size in (71, 402):
        cells = []
        for number in (100, 400, 1000, 3144):
            small = small_model(number, size)
            cells.append(f"{median(lambda small=small: small.solve(shock(small)), 3):.3f}")
        lines.append(f"| {size} | {' | '.join(cells)} |")
    return [*lines, "", *beside_pymrio()]


def beside_pymrio() -> list[str]:
    """Return the comparison on 100 counties and 71 industries: one site, suppliers only."""
    small = small_model(100)
    requirements, direct = explicit(small), shock(small)
    final = direct.ravel()
    ours = median(lambda: small.solve(direct))
    plain = median(lambda: np.linalg.solve(np.eye(len(final)) - requirements, final), 1)
    peer = median(lambda: with_pymrio(requirements, final + 1e-9), 1)
    return [
        "On 100 counties × 71 industries, beside the explicit 7,100 × 7,100 system in the same run (one site):",
        "",
        "| solver | s | times ours |",
        "|---|---|---|",
        f"| impact, Type I and Type II | {ours:.4f} | 1 |",
        f"| numpy.linalg.solve, Type I | {plain:.2f} | {plain / ours:.0f} |",
        f"| pymrio calc_all, Type I | {peer:.2f} | {peer / ours:.0f} |",
    ]
