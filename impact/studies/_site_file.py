"""Reading the YAML of a site file, without the traps of YAML."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from .._wording import one_line, quoted
from ..errors import SiteError

LARGEST = 200_000  # bytes: a list of every county by name fits
LONGEST_PATH = 200
EXAMPLE = "Compare it with the output of 'impact new recycling-hydromet \"Storey, NV\"'."

# What an unquoted word means. YAML 1.1 would also read 02013 as octal, 1:30 as 90, no as false and dates as dates.
PLAIN = (
    ("null", r"(?:~|null|Null|NULL)?$", ["~", "n", "N", ""]),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9_]{0,300})$", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.(?:inf|Inf|INF))$"
        r"|\.(?:nan|NaN|NAN)$",
        list("-+.0123456789"),
    ),
)


class _RefusedError(Exception):
    """What is wrong, and in which line."""

    def __init__(self, problem: str, node: Any) -> None:
        super().__init__(problem)
        self.line = node.start_mark.line + 1


class _PlainLoader(yaml.SafeLoader):
    """Text, numbers, true and false, lists, and keys that occur once; no aliases and no tags."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012, declared by the base

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError("anchors (&) and aliases (*) are not used here; put text with & or * in quotes", event)
        if getattr(event, "tag", None):
            raise _RefusedError("tags (!) are not used here; put text with ! in quotes", event)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _RefusedError("a key must be a word or a code, not a list", key)
            if key.value in seen:
                raise _RefusedError(f"the key {quoted(key.value)} occurs twice; remove one", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


for _name, _pattern, _first in PLAIN:
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), _first)


def read_mapping(path: Path) -> dict[Any, Any]:
    """Return the keys and values of a YAML file in UTF-8 or UTF-16.

    Codes such as 02013 stay text. A key that occurs twice, anchors, aliases and tags are refused.

    Raises
    ------
    SiteError
        Saying what is wrong in which file and line, and how to mend it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there is no such path"
        raise SiteError(
            f"{shown(path)} cannot be read: {reason}. Make a site file with 'impact new FACILITY COUNTY > site.yaml', "
            'or write FACILITY@COUNTY such as recycling-hydromet@"Storey, NV".'
        ) from None
    if len(content) > LARGEST:
        raise SiteError(f"{shown(path)} is larger than {LARGEST // 1000} kB: that is no site file. {EXAMPLE}")
    return parse_mapping(content, shown(path))


def shown(path: str | Path) -> str:
    """Return a path for a message: its end, if it is long."""
    text = str(path)
    return text if len(text) <= LONGEST_PATH else f"…{text[-LONGEST_PATH:]}"


def parse_mapping(content: bytes, where: str) -> dict[Any, Any]:
    r"""Return the keys and values of a YAML text, as :func:`read_mapping`; ``where`` is what messages call it.

    Examples
    --------
    >>> parse_mapping(b"county: 02013\njobs: 1e2", "site.yaml")
    {'county': '02013', 'jobs': 100.0}
    """
    try:
        found = yaml.load(content, Loader=_PlainLoader)
    except _RefusedError as error:
        raise SiteError(f"{where}, line {error.line}: {error}.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        problem = one_line(f"{error.context or ''} {error.problem or 'it cannot be understood'}")
        tabs = " Indent with spaces, not tabs." if "'\\t'" in problem else ""
        raise SiteError(f"{where}{line}: {problem}.{tabs} {EXAMPLE}") from None
    except yaml.YAMLError:
        raise SiteError(f"{where} is not text in UTF-8, or holds control characters. {EXAMPLE}") from None
    except RecursionError:
        raise SiteError(f"{where} is nested too deeply. {EXAMPLE}") from None
    if found is None:
        raise SiteError(f"{where} is empty. Write keys and values such as 'county: Storey, NV'. {EXAMPLE}")
    if not isinstance(found, dict):
        raise SiteError(f"{where} must hold keys and values such as 'county: Storey, NV'. {EXAMPLE}")
    return found
