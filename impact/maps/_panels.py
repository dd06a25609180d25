"""Parts over the map: phone drawers, county card, downloads, and address."""

import re
from collections.abc import Sequence

from ._leaflet import OfflineMap, PageElement

__all__ = ["Address", "Bar", "Card", "Exports", "slugs"]

MAX_SLUG = 60


class Bar(PageElement):
    """Buttons that open choices and notes on small screens."""

    place = "foot"


class Card(PageElement):
    """Figures of the selected county, by measure.

    Parameters
    ----------
    measures : sequence of str
        In the order of the headings.
    drawn : OfflineMap
        The map whose counties are chosen.
    """

    def __init__(self, measures: Sequence[str], drawn: OfflineMap) -> None:
        super().__init__()
        self.measures, self.drawn = measures, drawn


class Exports(PageElement):
    """Files of the map, and its figures as a table.

    The page itself writes them.

    Parameters
    ----------
    name : str
        Beginning of the files' names.
    drawn : OfflineMap
        The map.
    """

    place = "side"

    def __init__(self, name: str, drawn: OfflineMap) -> None:
        super().__init__()
        self.name, self.drawn = name, drawn


class Address(PageElement):
    """Page address with layer and county.

    An example is ``#layer=jobs-direct&county=32029``.

    Parameters
    ----------
    layers : sequence of str
        How the address calls each layer.
    drawn : OfflineMap
        The map.
    """

    def __init__(self, layers: Sequence[str], drawn: OfflineMap) -> None:
        super().__init__()
        self.layers, self.drawn = layers, drawn


def slugs(names: Sequence[str]) -> list[str]:
    """Return unique names of letters a to z and digits.

    They serve in addresses and file names.

    Examples
    --------
    >>> slugs(["Jobs Total effect", "Jobs: total effect!", "…"])
    ['jobs-total-effect', 'jobs-total-effect-2', 'map']
    """
    slugs_made: list[str] = []
    for name in names:
        plain = "-".join(re.findall("[a-z0-9]+", name.lower()))[:MAX_SLUG].strip("-") or "map"
        number = next(
            n for n in range(1, len(slugs_made) + 2) if (plain if n == 1 else f"{plain}-{n}") not in slugs_made
        )
        slugs_made.append(plain if number == 1 else f"{plain}-{number}")
    return slugs_made
