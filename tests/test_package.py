"""What is installed: every file of the rooms and nothing else, at the locked versions.

Most of these tests need the built wheel, so they run under ``make test`` and ``make quick`` only.
"""

import ast
import importlib
import os
import re
import sys
import sysconfig
from importlib.metadata import Distribution, distribution, packages_distributions, version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[1]
INSTALLED_AS = {"impact": "impact", "cli": "impact/cli", "shapes": "impact/shapes"}
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+))? \\$", re.MULTILINE)
MB = 1_000_000


@pytest.fixture
def wheel() -> Distribution:
    if os.environ.get("IMPACT_TESTS") != "wheel":
        pytest.skip("needs the built wheel: run 'make test' or 'make quick'")
    return distribution("county-impact")


def pins(lock: str, *, here: bool = False) -> dict[str, str]:
    """Version of each distribution in a lock; with ``here``, only of those that this platform needs."""
    return {
        pin["name"]: pin["version"]
        for pin in PIN.finditer((CHECKOUT / lock).read_text())
        if not here or pin["marker"] is None or Marker(pin["marker"]).evaluate()
    }


def sources() -> dict[str, Path]:
    return {
        f"{installed}/{path.relative_to(CHECKOUT / folder).as_posix()}": path
        for folder, installed in INSTALLED_AS.items()
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def imported(path: Path) -> set[str]:
    """The top-level modules that a file imports, its own package aside."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.partition(".")[0] for name in plain | froms}


def shipped(wheel: Distribution) -> dict[str, Path]:
    """The files of the wheel, by their name in site-packages; not what the installer adds."""
    return {
        file.as_posix(): Path(str(file.locate()))
        for file in wheel.files or ()
        if file.parts[0] == "impact" and file.suffix != ".pyc"
    }


def size(wheel: Distribution, folder: str) -> int:
    return sum(path.stat().st_size for name, path in shipped(wheel).items() if name.startswith(folder))


@pytest.mark.parametrize("name", ["impact", "impact.cli", "impact.shapes"])
@pytest.mark.usefixtures("wheel")
def test_the_installed_copy_is_what_is_tested(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).is_relative_to(sysconfig.get_path("purelib"))


def test_wheel_holds_every_file_of_the_rooms_and_nothing_else(wheel: Distribution) -> None:
    forgotten = sorted(sources().keys() - shipped(wheel).keys())
    assert not forgotten, "a folder lacks __init__.py, or package-data in pyproject.toml lacks the file type"
    assert shipped(wheel).keys() == sources().keys()


def test_wheel_adds_no_other_package(wheel: Distribution) -> None:
    tops = {file.parts[0] for file in wheel.files or () if file.parts[0] != ".."}
    assert tops == {"impact", f"county_impact-{wheel.version}.dist-info"}


def test_wheel_holds_the_bytes_of_the_checkout(wheel: Distribution) -> None:
    installed = shipped(wheel)
    assert {name for name, path in sources().items() if path.read_bytes() != installed[name].read_bytes()} == set()


def test_wheel_tells_that_it_is_typed_and_under_which_licence(wheel: Distribution) -> None:
    names = {file.as_posix().rpartition("dist-info/")[2] for file in wheel.files or ()}
    assert {"impact/py.typed", "licenses/LICENSE"} <= names
    assert wheel.metadata["License-Expression"] == "MIT"


def test_sizes_stay_within_their_limits(wheel: Distribution) -> None:
    assert size(wheel, "impact/reference/") <= 20 * MB
    assert size(wheel, "impact/shapes/") <= 4 * MB
    assert size(wheel, "impact/") <= 35 * MB


def test_the_command_is_named_impact(wheel: Distribution) -> None:
    (command,) = wheel.entry_points.select(group="console_scripts")
    assert (command.name, command.value) == ("impact", "impact.cli:main")
    assert callable(command.load())


def test_every_dependency_is_locked_within_its_bounds(wheel: Distribution) -> None:
    for line in wheel.requires or ():
        requirement = Requirement(line)
        locked = pins("requirements-dev.lock" if "extra" in str(requirement.marker) else "requirements.lock")
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_imported_library_is_declared(wheel: Distribution) -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in wheel.requires or ()}
    owners = packages_distributions()
    undeclared = {
        f"{name}: {library}"
        for name, path in sources().items()
        if path.suffix == ".py"
        for library in imported(path) - sys.stdlib_module_names - {"impact"}
        if declared.isdisjoint(canonicalize_name(owner) for owner in owners.get(library, ()))
    }
    assert undeclared == set()


@pytest.mark.usefixtures("wheel")
def test_the_locked_versions_are_installed() -> None:
    wanted = pins("requirements-dev.lock", here=True)
    assert {name: version(name) for name in wanted} == wanted


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_by_hash_and_name_no_host(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock)) > 20
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_both_locks_agree() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
