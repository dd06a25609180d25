"""The user's default economy, kept in the configuration folder: a year, or a folder of tables of one's own."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from .._in_place import put_in_place
from ..errors import DataError
from ._kept import kept

NAME = "settings.json"


@dataclass(frozen=True)
class Settings:
    """What the user has chosen with ``impact data use``; None where the package's own default holds."""

    economy: int | None = None
    folder: str | None = None


def settings_path() -> Path:
    """Return where the settings are kept."""
    return Path(platformdirs.user_config_dir("impact", appauthor=False)) / NAME


@kept
def settings() -> Settings:
    """Return the user's settings.

    Raises
    ------
    DataError
        If the file cannot be read or has another form.
    """
    path = settings_path()
    try:
        return Settings(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, TypeError):
        raise DataError(f"{path} cannot be read. Delete it, or choose again with 'impact data use YEAR'.") from None


def write_settings(chosen: Settings) -> None:
    """Keep settings for the next commands; those of the default need no file.

    Raises
    ------
    DataError
        If the configuration folder cannot be written.
    """
    path = settings_path()
    beside = path.with_name(f"{NAME}.new")
    try:
        if chosen == Settings():
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(asdict(chosen)) + "\n", encoding="utf-8")
            put_in_place({beside: path})
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}. Name another folder in XDG_CONFIG_HOME."
        ) from None
