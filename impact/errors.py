"""Errors that a user can mend. Each message says what is wrong, where, and what to do."""

__all__ = ["DataError", "ImpactError", "ImpactWarning", "ModelError", "RegionError", "SiteError", "UsageError"]


class ImpactError(Exception):
    """Base of all errors that the package raises on purpose; the command line prints its message and exits."""

    exit_code = 1


class SiteError(ImpactError):
    """A site file, facility or quantity that cannot be used."""


class RegionError(ImpactError):
    """A county, area or distance that names no study region."""


class ModelError(ImpactError):
    """A calculation without an answer."""


class UsageError(ImpactError):
    """A command or option that contradicts another, or an output that cannot be written."""

    exit_code = 2


class DataError(ImpactError):
    """A reference table or input file that is missing, damaged or of another shape."""

    exit_code = 3


class ImpactWarning(UserWarning):
    """Something that goes on without what it would like to have, such as a cache folder."""
