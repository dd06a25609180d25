"""Answers that rest on the reference tables, kept until others are chosen."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_kept: "list[_lru_cache_wrapper[Any]]" = []


def kept(function: Callable[..., Answer], most: int | None = None) -> "_lru_cache_wrapper[Answer]":
    """Cache a function's answers, all or the last, until :func:`forget`.

    ``most`` limits their number.
    """
    wrapped = lru_cache(most)(function)
    _kept.append(wrapped)
    return wrapped


def forget() -> None:
    """Drop all that is kept."""
    for function in _kept:
        function.cache_clear()
