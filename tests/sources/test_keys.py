"""Where keys come from, and that they go nowhere but to their agency."""

import logging
import os
from pathlib import Path

import pytest

from impact.errors import UsageError
from impact.sources import SOURCES, Transport, refresh
from impact.sources._keys import key

from .conftest import KEY, KEYS, Agencies
from .test_census import serve_acs


def keys_file(tmp_path: Path, text: str, rights: int = 0o600) -> Path:
    path = tmp_path / "config" / "impact" / "keys.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    path.chmod(rights)
    return path


def test_the_environment_comes_first(tmp_path: Path) -> None:
    keys_file(tmp_path, 'BEA_API_KEY = "from-the-file"')
    assert key("BEA_API_KEY").get_secret_value() == KEY


def test_a_file_with_the_right_rights_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEA_API_KEY")
    keys_file(tmp_path, 'BEA_API_KEY = "from-the-file"')
    found = key("BEA_API_KEY")
    assert found.get_secret_value() == "from-the-file"
    assert "from-the-file" not in f"{found} {found!r}"


@pytest.mark.parametrize("rights", [0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: int) -> None:
    monkeypatch.delenv("BEA_API_KEY")
    path = keys_file(tmp_path, 'BEA_API_KEY = "from-the-file"', rights)
    with pytest.raises(UsageError, match=f"Others may read the keys in .* chmod 600 {path}") as refusal:
        key("BEA_API_KEY")
    assert "from-the-file" not in str(refusal.value)


def test_a_file_that_is_no_toml_is_refused_without_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEA_API_KEY")
    keys_file(tmp_path, "BEA_API_KEY = from-the-file")
    with pytest.raises(UsageError, match="is not valid TOML") as refusal:
        key("BEA_API_KEY")
    assert "from-the-file" not in str(refusal.value)


@pytest.mark.parametrize("name", KEYS)
def test_no_key_is_explained(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(UsageError, match=rf"{name} is not set. Get a free key at https://.* chmod 600"):
        key(name)


def test_the_key_is_in_no_log_and_in_no_file(
    agencies: Agencies, transport: Transport, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    serve_acs(agencies)
    refresh(SOURCES["acs"], transport, state="32")
    assert {request.query["key"] for request in agencies.asked} == {KEY}  # it was sent
    assert "key=***" in caplog.text  # httpx has logged the addresses
    assert KEY not in caplog.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 2
    assert all(KEY.encode() not in path.read_bytes() for path in files)
    assert os.environ["CENSUS_API_KEY"] == KEY
