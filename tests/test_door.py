"""The public names, and that importing them is light."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import impact
from impact import errors

from .conftest import LONGEST

NAMES = {
    "Nation", "Region", "Result", "Site", "assumptions", "manifest", "nation", "region", "run", "verify",
}  # fmt: skip
HEAVY = {
    "folium", "geopandas", "httpx", "linearmodels", "numpy", "pandas", "pyarrow", "pydantic", "rapidfuzz", "rich",
    "scipy", "statsmodels", "tenacity", "typer",
}  # fmt: skip
ROOMS = [
    "accounts", "app", "builder", "counties", "effects", "environment", "evidence", "facilities", "fiscal", "maps",
    "reference", "reports", "runs", "shapes", "sources", "studies", "trade", "workforce",
]  # fmt: skip


def test_public_names() -> None:
    assert set(impact.__all__) >= NAMES
    assert dir(impact) == sorted(impact.__all__)
    for name in impact.__all__:
        assert getattr(impact, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nations'"):
        impact.nations  # noqa: B018


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_export_what_they_list(room: str) -> None:
    module = importlib.import_module(f"impact.{room}")
    assert module.__doc__
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert not name.startswith("_")
        assert getattr(module, name) is not None


def test_every_room_is_listed() -> None:
    found = {module.name for module in pkgutil.iter_modules(impact.__path__) if module.ispkg}
    assert found - {"cli", "shapes"} == set(ROOMS) - {"shapes"}  # those two lie elsewhere in a checkout


def test_exit_codes_of_the_errors() -> None:
    codes = {name: getattr(errors, name).exit_code for name in errors.__all__ if name != "ImpactWarning"}
    assert codes == {
        "ImpactError": 1,
        "SiteError": 1,
        "RegionError": 1,
        "ModelError": 1,
        "UsageError": 2,
        "DataError": 3,
    }


def test_importing_the_package_is_light() -> None:
    code = "import sys, impact, impact.errors; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LONGEST)
    assert "impact.errors" in done.stdout.split()
    assert HEAVY.isdisjoint(done.stdout.split())


def test_nothing_but_the_builder_and_the_data_command_reaches_for_the_network() -> None:
    code = "import sys, impact, impact.cli.app, impact.effects, impact.workforce, impact.maps; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LONGEST)
    assert {"httpx", "census", "openpyxl", "impact.sources"}.isdisjoint(done.stdout.split())
