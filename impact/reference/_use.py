"""Choosing the default economy of the user."""

from pathlib import Path

from ..errors import UsageError
from ._kept import forget
from ._manifest import MANIFEST, read_manifest
from ._settings import Settings, write_settings

DEFAULT = "default"


def use_economy(choice: str) -> Settings:
    """Make an economy the default of all later commands of this user.

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
    if choice == DEFAULT:
        chosen = Settings()
    elif choice.isdecimal():
        known = read_manifest(MANIFEST).economies
        if int(choice) not in known:
            years = " or ".join(str(year) for year in known)
            raise UsageError(f"There is no economy of {choice}. Choose that of {years}, or a folder.")
        chosen = Settings(economy=int(choice))
    else:
        folder = Path(choice).expanduser().absolute()
        if not (folder / MANIFEST.name).is_file():
            raise UsageError(
                f"{folder} holds no {MANIFEST.name}. Give a year, or a folder that 'impact data build --to' made."
            )
        read_manifest(folder / MANIFEST.name)
        chosen = Settings(folder=str(folder))
    write_settings(chosen)
    forget()
    return chosen
