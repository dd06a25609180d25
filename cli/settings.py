"""Settings of ``impact data use``, kept in the configuration folder.

Only the command line reads them.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from impact.errors import DataError, UsageError

NAME = "settings.json"
DEFAULT = "default"


@dataclass(frozen=True)
class Settings:
    """Economy year or table folder of later commands; None for the default."""

    economy: int | None = None
    folder: str | None = None


def settings_path() -> Path:
    """Return the path of the settings."""
    import platformdirs

    return Path(platformdirs.user_config_dir("impact", appauthor=False)) / NAME


def settings() -> Settings:
    """Return the user's settings.

    Raises
    ------
    DataError
        If the file cannot be read or has another form.
    """
    path = settings_path()
    try:
        stored = Settings(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError, RecursionError):
        stored = None
    if stored is None or type(stored.economy) not in (int, type(None)) or type(stored.folder) not in (str, type(None)):
        raise DataError(f"{path} cannot be read. Delete it, or choose again with 'impact data use YEAR'.")
    return stored


def use_chosen_tables() -> None:
    """Read reference tables from the settings' folder or from the package."""
    folder = settings().folder
    if folder is None and "impact.reference" not in sys.modules:
        return  # the package's tables need no slow import here

    from impact.reference import use_tables

    use_tables(folder)


def economy_year(*stated: int | None) -> int:
    """Return the first stated year, the settings' year, or the default."""
    from impact.reference import economy_year as known_year

    return known_year(next((year for year in (*stated, settings().economy) if year is not None), None))


def use(choice: str) -> Settings:
    """Make an economy or a table folder the user's default.

    Parameters
    ----------
    choice : str
        A year with an economy in the package, a folder written by ``impact data build --to``, or ``default``.

    Raises
    ------
    UsageError
        If there is no such economy or folder.
    DataError
        If the folder's manifest is damaged, or the settings cannot be written.
    """
    from impact.reference import Manifest, use_tables

    if choice == DEFAULT:
        stored = Settings()
    elif choice.isdecimal():
        known = Manifest.read(None).economies
        if int(choice) not in known:
            years = f"{', '.join(str(year) for year in known[:-1])} or {known[-1]}"
            raise UsageError(f"There is no economy of {choice}. Choose that of {years}, or a folder.")
        stored = Settings(economy=int(choice))
    else:
        folder = Path(choice).expanduser().absolute()
        if not (folder / "manifest.json").is_file():
            raise UsageError(
                f"{folder} holds no manifest.json. Give a year, or a folder that 'impact data build --to' made."
            )
        Manifest.read(folder)  # refuses a damaged manifest
        stored = Settings(folder=str(folder))
    _write(stored)
    use_tables(stored.folder)
    return stored


def _write(stored: Settings) -> None:
    """Keep settings for later commands; defaults need no file."""
    path = settings_path()
    beside = path.with_name(f"{NAME}.{os.getpid()}")
    try:
        if stored == Settings():
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(asdict(stored)) + "\n", encoding="utf-8")
            beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}. Name another folder in XDG_CONFIG_HOME."
        ) from None
