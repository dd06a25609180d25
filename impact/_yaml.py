"""Reading YAML that a person wrote, without the traps of YAML."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from ._wording import one_line, quoted
from .errors import SiteError

if TYPE_CHECKING:
    from ruamel.yaml.loader import SafeLoader

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C: ten times as fast
MAX_FILE_BYTES = 200_000  # a list of every county by name fits
MAX_PATH_LENGTH = 200
TAG = "tag:yaml.org,2002:"
ANYTHING = re.compile(r".*", re.DOTALL)
NOTHING = re.compile(r"(?!)")
PLAIN = {  # patterns of plain words that are no text
    f"{TAG}int": re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,300})"),
    f"{TAG}float": re.compile(r"[-+]?[0-9_.]*[0-9][0-9_.]*(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|nan)", re.IGNORECASE),
    f"{TAG}timestamp": NOTHING,
    f"{TAG}merge": NOTHING,
    f"{TAG}value": NOTHING,
}
MAKE_SITE = (
    "Make a site file with 'impact new FACILITY COUNTY > site.yaml', "
    'or write FACILITY@COUNTY such as recycling-hydromet@"Storey, NV".'
)
COMPARE_SITE = "Compare it with the output of 'impact new recycling-hydromet \"Storey, NV\"'."


def read_declared(path: Path) -> Any:
    """Read a YAML file of the package."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)


class _RefusedError(Exception):
    """Problem of a YAML text, with its line."""

    def __init__(self, problem: str, node: Any) -> None:
        super().__init__(problem)
        self.line = node.start_mark.line + 1


@cache
def _plain_loader() -> "type[SafeLoader]":
    """Return a loader of YAML 1.2.

    It reads text, numbers, true and false, lists, and keys that occur once.
    """
    from ruamel.yaml.events import AliasEvent
    from ruamel.yaml.loader import SafeLoader
    from ruamel.yaml.nodes import ScalarNode

    class PlainLoader(SafeLoader):
        max_depth = 0  # Python's own limit holds

        @property
        def processing_version(self) -> tuple[int, int]:
            """YAML 1.2 whatever a file says: in 1.1 no is false."""
            return 1, 2

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            """Keep as text 02013, 0x10, dates and merges, which YAML 1.1 converts."""
            tag = super().resolve(kind, value, implicit)
            if kind is not ScalarNode or (PLAIN.get(str(tag)) or ANYTHING).fullmatch(value):
                return tag
            return self.DEFAULT_SCALAR_TAG

        def compose_node(self, parent: Any, index: Any) -> Any:
            event = self.peek_event()
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise _RefusedError(
                    "anchors (&) and aliases (*) are not used here; put text with & or * in quotes", event
                )
            if getattr(event, "tag", None):
                raise _RefusedError("tags (!) are not used here; put text with ! in quotes", event)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen = set()
            for key, _ in node.value:
                if not isinstance(key, ScalarNode):
                    raise _RefusedError("a key must be a word or a code, not a list", key)
                if key.value in seen:
                    raise _RefusedError(f"the key {quoted(key.value)} occurs twice; remove one", key)
                seen.add(key.value)
            return super().construct_mapping(node, deep)

    return PlainLoader


def read_mapping(path: Path, missing: str = MAKE_SITE, compare: str = COMPARE_SITE) -> dict[Any, Any]:
    """Return the mapping in a YAML file in UTF-8 or UTF-16.

    Codes such as 02013 stay text. A key that occurs twice, anchors, aliases and tags are refused.

    Parameters
    ----------
    path : Path
        The file, at most ``MAX_FILE_BYTES`` long.
    missing, compare : str
        Advice in messages on a missing file, and on one that cannot be read.

    Raises
    ------
    SiteError
        Saying what is wrong in which file and line, and how to mend it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there is no such path"
        raise SiteError(f"{shown(path)} cannot be read: {reason}. {missing}") from None
    if len(content) > MAX_FILE_BYTES:
        raise SiteError(f"{shown(path)} is larger than {MAX_FILE_BYTES // 1000} kB, too large to read. {compare}")
    return parse_mapping(content, shown(path), compare)


def shown(path: str | Path) -> str:
    """Return a path for a message: its end, if it is long."""
    text = str(path)
    return text if len(text) <= MAX_PATH_LENGTH else f"…{text[-MAX_PATH_LENGTH:]}"


def parse_mapping(content: bytes, where: str, compare: str = COMPARE_SITE) -> dict[Any, Any]:
    r"""Return the mapping in a YAML text, as :func:`read_mapping`.

    ``where`` names the text in messages.

    Examples
    --------
    >>> parse_mapping(b"county: 02013\njobs: 1e2", "site.yaml")
    {'county': '02013', 'jobs': 100.0}
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        mapping = _plain_loader()(content).get_single_data()
    except _RefusedError as error:
        raise SiteError(f"{where}, line {error.line}: {error}.") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        problem = one_line(f"{error.context or ''} {error.problem or 'it cannot be understood'}")
        tabs = " Indent with spaces, not tabs." if "'\\t'" in problem else ""
        raise SiteError(f"{where}{line}: {problem}.{tabs} {compare}") from None
    except (YAMLError, UnicodeDecodeError):
        raise SiteError(f"{where} is not text in UTF-8, or holds control characters. {compare}") from None
    except RecursionError:
        raise SiteError(f"{where} is nested too deeply. {compare}") from None
    if mapping is None:
        raise SiteError(f"{where} is empty. Write keys and values such as 'county: Storey, NV'. {compare}")
    if not isinstance(mapping, dict):
        raise SiteError(f"{where} must hold keys and values such as 'county: Storey, NV'. {compare}")
    return mapping
