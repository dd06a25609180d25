"""State jobs by ownership and industry, QCEW 2019."""

import numpy as np
import pandas as pd

from ._resolve import made

PRIVATE = 5
OWNERS = (1, 2, 3)  # federal, state, local
SECTOR_LEVEL = 53  # the same jobs by supersector
SPLIT_SECTORS = {
    "31": "31-33", "32": "31-33", "33": "31-33", "44": "44-45", "45": "44-45", "48": "48-49", "49": "48-49",
}  # fmt: skip


@made
def state_cells(qcew_states: pd.DataFrame) -> pd.DataFrame:
    """QCEW cells of 2019, published or withheld.

    Columns: state, ownership, NAICS 2017 code of two to six digits.
    """
    return qcew_states[(qcew_states.year == 2019) & (qcew_states.agglvl_code != SECTOR_LEVEL)]


def filled(cells: pd.DataFrame) -> pd.Series:
    """Jobs by six-digit NAICS of one state and ownership.

    Withheld cells are filled from the level above.

    The remainder of a parent after its published children is shared among the withheld ones by establishments. A child
    whose parent has no remainder, or is not listed, gets none.
    """
    cells = cells.set_index("industry_code")
    jobs = cells.emp.where(cells.disclosed).astype(float)
    for digits in (2, 3, 4, 5, 6):
        codes = [code for code in cells.index if len(code) == digits or (digits == 2 and "-" in code)]
        parent = pd.Series([_parent(code) for code in codes], index=codes, dtype=str)
        level = jobs[codes]
        known = level.groupby(parent).sum()
        hidden = cells.est[codes].where(level.isna(), 0).astype(float)
        left = (jobs.reindex(known.index) - known).clip(lower=0.0)
        share = hidden / hidden.groupby(parent).transform("sum").replace(0.0, np.nan)
        jobs[codes] = level.fillna(share * parent.map(left)).fillna(0.0)
    six = jobs[[code for code in cells.index if len(code) == 6]]
    # QCEW splits specialty trades into residential and nonresidential in the sixth digit
    six.index = pd.Index([f"{code[:5]}0" if code.startswith("238") else code for code in six.index])
    return six.groupby(level=0).sum()


def _parent(code: str) -> str:
    if len(code) == 3:
        return SPLIT_SECTORS.get(code[:2], code[:2])
    return code[:-1] if len(code) in (4, 5, 6) and "-" not in code else "10"
