"""State and local service costs per resident, and their payers."""

import pandas as pd

from ._resolve import made
from .taxes import LEVELS

FUNCTIONS = {  # lines of the Census of Governments, Table 1
    "Schools": [73],
    "Higher education": [71],
    "Public welfare": [77],
    "Hospitals and health": [81, 83],
    "Highways": [86],
    "Police and corrections": [92, 94],
    "Fire protection": [93],
    "Parks and libraries": [76, 99],
    "Housing and community development": [101],
    "Sewerage and solid waste": [102, 104],
    "Administration and courts": [106, 107, 108, 109],
    "Interest on debt": [110],
}
DIRECT, REVENUE, FROM_FEDERAL, FROM_STATE, CHARGES = 66, 2, 4, 5, 23


@made
def service_costs(slf_2022: pd.DataFrame, tax_states: pd.DataFrame) -> pd.DataFrame:
    """Service costs per resident: ``state, level, function, spent``, and payers.

    Level is that of the government that spends. ``spent`` is direct general expenditure of fiscal 2022 in USD per
    resident; what is not named by function is "All other". The parts that come from federal and state governments and
    from charges are those of its general revenue: ``federal_share``, ``state_share``, ``charge_share``.
    """
    frame = slf_2022[(slf_2022.state != "US") & slf_2022.level.isin(LEVELS)].astype({"line": int, "amount_k": float})
    by_line = frame.pivot_table(index=["state", "level"], columns="line", values="amount_k", aggfunc="sum").fillna(0.0)
    people = tax_states.set_index("state").people
    per = people.reindex(by_line.index.get_level_values("state")).to_numpy(dtype=float)
    by_function = pd.DataFrame({name: by_line.reindex(columns=lines).sum(axis=1) for name, lines in FUNCTIONS.items()})
    by_function["All other"] = by_line[DIRECT] - by_function.sum(axis=1)
    by_function = (by_function * 1000).div(per, axis=0).rename_axis(columns="function")
    costs = by_function.reset_index().melt(["state", "level"], var_name="function", value_name="spent")
    revenue = by_line[REVENUE].where(by_line[REVENUE] > 0)
    shares = pd.DataFrame(
        {
            "federal_share": by_line[FROM_FEDERAL] / revenue,
            "state_share": (by_line[FROM_STATE] / revenue).where(
                by_line.index.get_level_values("level") == "local", 0.0
            ),
            "charge_share": by_line[CHARGES] / revenue,
        }
    ).fillna(0.0)
    order = {name: rank for rank, name in enumerate(by_function)}
    shared_costs = costs.merge(shares.reset_index(), on=["state", "level"])
    shared_costs = shared_costs.iloc[shared_costs.function.map(order).argsort(kind="stable")]
    return shared_costs.sort_values(["state", "level"], kind="stable", ignore_index=True)
