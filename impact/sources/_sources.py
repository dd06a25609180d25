"""The list of all sources."""

from ._bea import BENCHMARK, INCOME
from ._bls import OEWS, QCEW
from ._boundaries import BOUNDARIES
from ._census import ACS, CBP
from ._declared import Source
from ._laus import LAUS
from ._lodes import LODES

SOURCES: dict[str, Source] = {
    source.name: source for source in (ACS, CBP, LAUS, QCEW, OEWS, LODES, INCOME, BENCHMARK, BOUNDARIES)
}
