"""Newcomers to the region, and the cost of their services."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..effects import Effects
from ..reference import Assumption, number, table
from ._figures import declared, figure

PAYERS = ("federal", "state", "local")


def newcomers(effects: Effects) -> pd.DataFrame:
    """People moving into the region for a full year, by county.

    The county is that of residence.

    Jobs of residents (direct, indirect and induced) times the assumed share that movers take; with each come residents,
    among them pupils, in homes.

    Returns
    -------
    DataFrame
        ``fips, state, jobs, movers, residents, pupils, homes``.
    """
    assumptions: Mapping[str, Assumption] = {assumption.name: assumption for assumption in effects.assumptions}
    lived = effects.residences().query("phase == 'operations' and effect == 'total'")
    inside = lived[lived.fips.isin(effects.region.fips)][["fips", "state", "jobs"]].reset_index(drop=True)
    inside = inside.astype({"jobs": float})  # none in construction alone
    inside["movers"] = inside.jobs * number(assumptions, "in_migration")
    inside["residents"] = inside.movers * figure("residents_per_mover")
    inside["pupils"] = inside.residents * figure("pupils_per_resident")
    inside["homes"] = inside.residents / figure("residents_per_home")
    return inside


def service_costs(people: pd.DataFrame) -> pd.DataFrame:
    """Yearly cost of residents' services by function and paying level.

    Parameters
    ----------
    people : DataFrame
        From :func:`newcomers`.

    Returns
    -------
    DataFrame
        ``function, level, average, marginal`` in million USD of fiscal 2022: at the average cost of a resident, and at
        the cost of one more by judgement. Charges are taken off; grants are costs of the level that gives them.
    """
    by_state = people.groupby("state").residents.sum().rename("people")
    costs = table("service_costs").merge(by_state.reset_index(), on="state")
    whole = costs.spent * costs.people / 1e6
    own = (1 - costs.federal_share - costs.state_share - costs.charge_share).clip(lower=0.0)
    parts = pd.DataFrame(
        {
            "federal": whole * costs.federal_share,
            "state": np.where(costs.level == "state", whole * own, whole * costs.state_share),
            "local": np.where(costs.level == "local", whole * own, 0.0),
        }
    )
    long = parts.assign(function=costs.function).melt("function", var_name="level", value_name="average")
    by_function = long.groupby(["function", "level"], as_index=False).average.sum()
    shares = declared()["marginal_share"]
    by_function["marginal"] = by_function.average * by_function.function.map(shares).astype(float)
    order = {name: place for place, name in enumerate(shares)}
    levels = {level: place for place, level in enumerate(PAYERS)}
    rank = by_function.function.map(order).astype(int) * len(PAYERS) + by_function.level.map(levels).astype(int)
    ordered: pd.DataFrame = by_function.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    return ordered
