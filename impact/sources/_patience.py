"""Waiting times of a connection to an agency."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """Waiting times and retries of a connection.

    Attributes
    ----------
    timeout : float
        Seconds without a byte after which a request is tried anew.
    attempts : int
        How often a request is made before it fails.
    backoff : float
        Seconds before the second attempt; doubled before each one after it.
    longest_wait : float
        Seconds that an agency may ask to wait; it is not worth waiting longer.
    """

    timeout: float = 60.0
    attempts: int = 5
    backoff: float = 1.0
    longest_wait: float = 120.0
