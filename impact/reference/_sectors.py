"""The sectors in which BEA publishes the jobs of counties, declared once."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from pydantic import BaseModel, ConfigDict

from .._yaml import read_declared
from ._kept import kept

DECLARED = Path(__file__).with_name("sectors.yaml")


class Sector(BaseModel):
    """A sector of county jobs.

    Attributes
    ----------
    title : str
        Heading.
    lines : tuple of int
        Lines of BEA table CAEMP25N; government has one for each owner.
    pay : str
        Group of industries in the county wages of QCEW.
    gdp : mapping of int to tuple of str
        Lines of BEA table SAGDP2, and the summary industries that each is made of.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    lines: tuple[int, ...]
    pay: str
    gdp: Mapping[int, tuple[str, ...]]


@kept
def sectors() -> Mapping[str, Sector]:
    """Return all sectors by name.

    Examples
    --------
    >>> sectors()["manufacturing"].lines
    (500,)
    """
    declared = read_declared(DECLARED)["sectors"]
    return MappingProxyType({name: Sector.model_validate(entry) for name, entry in declared.items()})


def sector_of(summary: pd.Series) -> pd.Series:
    """Return the name of the sector of each summary industry.

    Examples
    --------
    >>> sector_of(pd.Series(["335", "GFE"])).tolist()
    ['manufacturing', 'federal']
    """
    names = {code: name for name, sector in sectors().items() for codes in sector.gdp.values() for code in codes}
    return summary.map(names)
