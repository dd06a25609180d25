"""Agency keys from the environment or an owner-only file."""

import os
import tomllib
from pathlib import Path

import platformdirs
from pydantic import SecretStr

from ..errors import UsageError

SIGN_UP = {
    "CENSUS_API_KEY": "https://api.census.gov/data/key_signup.html",
    "BEA_API_KEY": "https://apps.bea.gov/API/signup/",
    "BLS_API_KEY": "https://data.bls.gov/registrationEngine/",
}


def key(name: str) -> SecretStr:
    """Return an agency's key from the environment or the key file.

    The file is ``keys.toml`` in the user's configuration folder, with lines such as ``CENSUS_API_KEY = "..."``.

    Parameters
    ----------
    name : str
        ``"CENSUS_API_KEY"``, ``"BEA_API_KEY"`` or ``"BLS_API_KEY"``.

    Returns
    -------
    SecretStr
        Shows as asterisks wherever it is printed.

    Raises
    ------
    UsageError
        If there is no key, others than its owner may read the file, or the file is no TOML.
    """
    path = Path(platformdirs.user_config_dir("impact", appauthor=False)) / "keys.toml"
    value = os.environ.get(name, "").strip() or _kept(path).get(name, "").strip()
    if not value:
        raise UsageError(
            f"{name} is not set. Get a free key at {SIGN_UP[name]}, then set the environment variable {name}, or write "
            f'{name} = "..." to {path} and run: chmod 600 {path}'
        )
    return SecretStr(value)


def _kept(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise UsageError(f"Others may read the keys in {path}. Run: chmod 600 {path}")
            return {name: str(value) for name, value in tomllib.load(file).items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}. Mend its rights, or remove it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        line = 'CENSUS_API_KEY = "..."'
        raise UsageError(f"{path} is not valid TOML. Write one line for each key, such as {line}") from None
