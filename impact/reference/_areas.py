"""Counties that the Bureau of Economic Analysis publishes as one."""

from functools import cache
from pathlib import Path

import yaml


@cache
def combined_areas() -> dict[str, tuple[str, ...]]:
    """Return the counties of each combined area of the BEA.

    Returns
    -------
    dict of str to tuple of str
        FIPS codes of 2020 by the area's own code: independent cities of Virginia with the county around them, and Maui
        with Kalawao in Hawaii.

    Examples
    --------
    >>> combined_areas()["51958"]
    ('51199', '51735')
    """
    areas = yaml.safe_load(Path(__file__).with_name("combined_areas.yaml").read_text(encoding="utf-8"))
    return {area: tuple(members) for area, members in areas.items()}
