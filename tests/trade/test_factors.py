"""The balanced factors: embedded, cached, and made anew when the file is damaged, stale or missing."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from impact.accounts import nation
from impact.counties import distance_matrix
from impact.errors import DataError, ImpactError, ImpactWarning
from impact.reference import Derived, assumptions, economy_year, override, table
from impact.trade import Gravity, _mixtures, check_embedded, margins, national_trade, trade_near
from impact.trade import _factors as factors_module
from impact.trade._factors import _dense, _sparse, embed_factors, embedded, fingerprint

from ..conftest import LONGEST

EMBEDDED = embedded(economy_year())
OTHER = {"goods_distance": 1.07}  # not the declared value
WANTED = "0123abcd" * 8
FEW = 50
MADE = np.float32(0.25)


def sparse() -> np.ndarray:
    """A few factors in an array of the size of the nation."""
    array = np.zeros((len(table("industries")), len(table("counties"))), dtype=np.float32)
    rng = np.random.default_rng(1)
    array[rng.integers(0, array.shape[0], FEW), rng.integers(0, array.shape[1], FEW)] = rng.random(FEW) + 0.1
    return array


def _read(path: Path, wanted: str) -> np.ndarray | None:
    found = Derived(path, wanted).read()
    return None if found is None else _dense(found)


def _write(path: Path, factors: np.ndarray, wanted: str) -> None:
    Derived(path, wanted).write(_sparse(factors))


class Balanced:
    """Stands for the half minute of balancing: counts its calls, and may fail or take a while."""

    def __init__(self, error: BaseException | None = None, seconds: float = 0.0) -> None:
        self.calls, self.error, self.seconds = 0, error, seconds

    def __call__(
        self, distance: object, kernels: object, chosen: object, progress: Callable[[int, int], None], economy: int
    ) -> object:
        self.calls += 1
        progress(0, 402)
        time.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        progress(402, 402)
        return np.full((len(table("industries")), len(table("counties"))), MADE, dtype=np.float32)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and kernels that cost nothing."""
    folder = tmp_path / "cache" / "impact"
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(folder))
    monkeypatch.setattr(factors_module, "distance_matrix", lambda: np.zeros((1, 1)))
    monkeypatch.setattr(_mixtures, "mixed_kernels", lambda *_: ())
    monkeypatch.setattr(Gravity, "of", lambda found, kernels, of: Gravity((), of, found, found))
    return folder


@pytest.fixture
def balanced(monkeypatch: pytest.MonkeyPatch) -> Balanced:
    stand_in = Balanced()
    monkeypatch.setattr(factors_module, "_balanced", stand_in)
    return stand_in


def path_of(cache: Path) -> Path:
    return cache / f"{EMBEDDED.stem}-{fingerprint(override(OTHER))[:16]}.parquet"


def never(done: int, total: int) -> None:
    pytest.fail("the declared assumptions were balanced anew")


def test_the_embedded_factors_are_those_of_the_declared_assumptions(cache: Path, balanced: Balanced) -> None:
    assert (pq.read_schema(EMBEDDED).metadata or {})[b"fingerprint"].decode() == fingerprint(assumptions())
    found = national_trade(progress=never).factors
    assert found.shape == (402, 3144)
    assert (found > 0).any(axis=0).all()  # every county sells something
    assert balanced.calls == 0
    assert not cache.exists()


def test_damaged_embedded_factors_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_embedded()
    damaged = tmp_path / "factors.parquet"
    damaged.write_bytes(EMBEDDED.read_bytes()[:-1])
    monkeypatch.setattr(factors_module, "embedded", lambda economy: damaged)
    with pytest.raises(DataError, match=r"Trade factors: .* damaged or stale"):
        check_embedded()


@pytest.mark.parametrize("name", ["local_distance", "goods_distance", "market_area"])
def test_other_distances_have_another_fingerprint(name: str) -> None:
    value = assumptions()[name].value
    assert isinstance(value, int | float)
    assert fingerprint(override({name: value * 1.01})) != fingerprint(assumptions())
    assert fingerprint(override({name: value})) == fingerprint(assumptions())


def test_an_assumption_that_trade_does_not_use_keeps_the_embedded_factors(cache: Path, balanced: Balanced) -> None:
    national_trade(override({"commuting_cutoff_km": 150.0, "flq_delta": 0.3}), never)
    assert balanced.calls == 0


def test_other_assumptions_are_balanced_once_and_kept(cache: Path, balanced: Balanced) -> None:
    seen: list[tuple[int, int]] = []
    first = national_trade(override(OTHER), lambda done, total: seen.append((done, total)))
    assert seen == [(0, 402), (402, 402)]
    again = national_trade(override(OTHER), never)
    assert balanced.calls == 1
    assert np.array_equal(first.factors, again.factors)
    assert (again.factors == MADE).all()
    assert path_of(cache).is_file()
    assert not list(cache.glob("*.new"))


def damaged(kind: str, good: bytes) -> bytes:
    middle = len(good) // 3
    return {
        "flipped": good[:middle] + bytes([good[middle] ^ 4]) + good[middle + 1 :],
        "truncated": good[:middle],
        "without a footer": good[:-8],
        "empty": b"",
        "text": b"fingerprint\n",
    }[kind]


@pytest.mark.parametrize("kind", ["flipped", "truncated", "without a footer", "empty", "text", "missing", "folder"])
def test_a_damaged_file_is_not_read(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "factors.parquet"
    _write(path, sparse(), WANTED)
    good = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(damaged(kind, good))
    assert _read(path, WANTED) is None


@pytest.mark.parametrize("kind", ["flipped", "truncated", "without a footer", "empty", "text"])
def test_a_damaged_cache_is_made_anew(kind: str, cache: Path, balanced: Balanced) -> None:
    national_trade(override(OTHER))
    path = path_of(cache)
    good = path.read_bytes()
    path.write_bytes(damaged(kind, good))
    assert (national_trade(override(OTHER)).factors == MADE).all()
    assert balanced.calls == 2
    assert path.read_bytes() == good


def test_a_stale_file_is_not_read_and_made_anew(cache: Path, balanced: Balanced) -> None:
    path = path_of(cache)
    cache.mkdir(parents=True)
    _write(path, sparse(), WANTED)
    assert np.array_equal(_read(path, WANTED), sparse())
    assert _read(path, fingerprint(override(OTHER))) is None
    assert (national_trade(override(OTHER)).factors == MADE).all()
    assert balanced.calls == 1


def test_a_raised_method_number_makes_old_files_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(assumptions())
    monkeypatch.setattr(factors_module, "METHOD", factors_module.METHOD + 1)
    assert fingerprint(assumptions()) != before
    assert _read(EMBEDDED, fingerprint(assumptions())) is None


def test_no_flipped_bit_gives_other_factors(tmp_path: Path) -> None:
    """Every third byte of the file, one bit each: it is refused, or says the same."""
    path = tmp_path / "factors.parquet"
    expected = sparse()
    _write(path, expected, WANTED)
    good = path.read_bytes()
    refused = 0
    for at in range(0, len(good), 3):
        path.write_bytes(good[:at] + bytes([good[at] ^ (1 << at % 8)]) + good[at + 1 :])
        found = _read(path, WANTED)
        refused += found is None
        assert found is None or np.array_equal(found, expected), at
    assert refused > len(good) / 6


def test_a_flipped_bit_in_the_embedded_factors_is_seen(tmp_path: Path) -> None:
    good = EMBEDDED.read_bytes()
    path = tmp_path / "factors.parquet"
    wanted = fingerprint(assumptions())
    path.write_bytes(good)
    assert _read(path, wanted) is not None
    for at in np.linspace(10, len(good) - 5000, 12).astype(int):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        assert _read(path, wanted) is None


def test_the_file_with_another_column_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "factors.parquet"
    _write(path, sparse(), WANTED)
    frame = pq.read_table(path)
    pq.write_table(frame.rename_columns(["industry", "county", "u"]), path)
    assert _read(path, WANTED) is None
    pq.write_table(frame.set_column(2, "factor", pa.array(np.ones(len(frame), dtype=np.float32))), path)
    assert _read(path, WANTED) is None
    pq.write_table(frame, path)
    assert _read(path, WANTED) is not None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ImpactError("does not balance")])
def test_an_interrupted_run_leaves_the_old_cache(error: BaseException, cache: Path, balanced: Balanced) -> None:
    cache.mkdir(parents=True)
    path = path_of(cache)
    other = cache / "factors-other.parquet"
    _write(other, sparse(), WANTED)
    _write(path, sparse(), WANTED)  # stale
    old = {file: file.read_bytes() for file in (path, other)}
    balanced.error = error
    with pytest.raises(type(error)):
        national_trade(override(OTHER))
    assert balanced.calls == 1
    assert {file: file.read_bytes() for file in cache.glob("*.parquet")} == old
    assert not list(cache.glob("*.new"))
    balanced.error = None  # and the lock is free again
    assert (national_trade(override(OTHER)).factors == MADE).all()


def test_an_interrupt_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "factors.parquet"
    _write(path, sparse(), WANTED)
    old = path.read_bytes()

    def half(frame: object, where: Path, **_: object) -> None:
        where.write_bytes(old[:100])
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", half)
    with pytest.raises(KeyboardInterrupt):
        _write(path, sparse() * 2, WANTED)
    assert [file.name for file in tmp_path.iterdir()] == ["factors.parquet"]
    assert path.read_bytes() == old


def test_two_at_once_balance_once(cache: Path, balanced: Balanced) -> None:
    """The second waits for the lock and reads what the first wrote."""
    balanced.seconds = 0.5
    found: list[np.ndarray] = []
    runs = [threading.Thread(target=lambda: found.append(national_trade(override(OTHER)).factors)) for _ in range(3)]
    for each in runs:
        each.start()
    for each in runs:
        each.join(LONGEST)
    assert balanced.calls == 1
    assert len(found) == 3
    assert all((each == MADE).all() for each in found)


def test_embedding_writes_what_is_read(cache: Path, balanced: Balanced, tmp_path: Path) -> None:
    path = embed_factors(tmp_path / "factors.parquet")
    assert np.array_equal(_read(path, fingerprint(assumptions())), np.full((402, 3144), MADE))
    again = embed_factors(tmp_path / "again.parquet")
    assert path.read_bytes() == again.read_bytes()
    assert embed_factors() == EMBEDDED  # which is not stale, and so not made anew
    assert balanced.calls == 2


def test_a_cache_folder_that_cannot_be_made_is_named(cache: Path, balanced: Balanced) -> None:
    cache.parent.write_text("a file")
    other = override({"goods_distance": 1.13})  # of this test alone: what a process could not keep it remembers
    with pytest.warns(ImpactWarning, match="cache"):
        national_trade(other)
    national_trade(other)
    assert balanced.calls == 1


def test_trade_near_known_trade_is_of_the_chosen_economy() -> None:
    chosen = override({"local_distance": 1.2})
    found = trade_near(national_trade(economy=2022), chosen, 2022)
    totals = margins(nation(economy=2022), distance_matrix(), chosen)
    supply, demand = totals.supply.T, totals.demand.T
    traded = (supply.sum(axis=1) > 0) & (demand.sum(axis=1) > 0)
    off = np.abs(found.allocate_sales(demand.astype(np.float32)) - supply).sum(axis=1) / np.maximum(
        supply.sum(axis=1), 1e-9
    )
    assert off[traded].max() < 2e-3
