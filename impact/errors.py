"""Errors for users.

Each message says what is wrong, where, and what to do.
"""

__all__ = ["DataError", "ImpactError", "ImpactWarning", "ModelError", "RegionError", "SiteError", "UsageError"]


class ImpactError(Exception):
    """Base of all errors that the package raises on purpose.

    The command line prints the message and exits.
    """

    exit_code = 1


class SiteError(ImpactError):
    """A site file, facility or quantity that cannot be used."""


class RegionError(ImpactError):
    """A county, area or distance that names no study region."""


class ModelError(ImpactError):
    """A calculation without an answer."""


class UsageError(ImpactError):
    """Contradictory command or option, or output that cannot be written."""

    exit_code = 2


class DataError(ImpactError):
    """Missing, damaged or misshapen reference table or input file."""

    exit_code = 3


class ImpactWarning(UserWarning):
    """A missing convenience, such as a cache folder, that stops no study."""
