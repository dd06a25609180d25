"""Folium maps that carry Leaflet inside and cannot reach the network.

Folium links Leaflet and five more libraries from content delivery networks. A :class:`Page` holds Leaflet
itself and a content security policy that allows no request, and no script but those it was rendered with.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ._geometry import DECIMALS

__all__ = ["OfflineMap", "Page", "PageElement", "leaflet", "number"]

FRAME_HEIGHT = 640
TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
TEMPLATES.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "allow_nan": False}


class Verbatim(Element):
    """Rendered text that branca must not read as a template.

    A name could hold ``{{ code }}``.
    """

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PageElement(MacroElement):
    """Part of the page, rendered by macros ``html`` and ``script``.

    The template is named like its class.

    ``place`` says where the former goes: ``top``, ``side``, ``key``, ``html`` (over the map) or ``foot``.
    """

    place = "html"

    def __init_subclass__(cls) -> None:
        """Load the template."""
        cls._template = TEMPLATES.get_template(f"{cls.__name__.lower()}.j2")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]  # branca leaves it without types
        self._name = type(self).__name__

    def render(self, **kwargs: Any) -> str:
        """Put the macros' text into the page and render the children."""
        page = self.get_root()
        if not isinstance(page, Figure):
            raise TypeError(f"{self._name} can be rendered only inside a Page.")
        macros = vars(self._template.module)
        for macro, holder in {"html": getattr(page, self.place), "script": page.script}.items():
            if macro in macros:
                holder.add_child(Verbatim(macros[macro](self, kwargs)), name=self.get_name())
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class OfflineMap(PageElement, folium.Map):
    """A folium map without tiles and without links to other servers.

    Parameters
    ----------
    label : str
        Description of the map, for screen readers.
    """

    scale = 10**DECIMALS

    def __init__(self, label: str) -> None:
        super().__init__(tiles=None)
        self.label = label


class Page(Figure):
    """A self-contained page: security policy, Leaflet, style sheet and the rendered elements.

    Parameters
    ----------
    title : str
        Name of the document.
    images : str
        Address of another server that the page may ask for images, such as tiles of a background.
    """

    _template = TEMPLATES.get_template("page.j2")

    def __init__(self, title: str, images: str = "") -> None:
        super().__init__()
        self.images = images
        self.top, self.side, self.key, self.foot = Element(), Element(), Element(), Element()
        self.header._children.clear()  # the template names the character set
        self.title = title
        self.leaflet, self.leaflet_style = leaflet()
        self.program = ""

    @property
    def policy(self) -> str:
        """Forbid every request, and every script that is not in this page."""
        allowed = " ".join(_fingerprint(script) for script in (self.leaflet, self.program))
        images = f"data: {self.images}".strip()
        return (
            f"default-src 'none'; base-uri 'none'; form-action 'none'; img-src {images}; "
            f"style-src 'unsafe-inline'; script-src {allowed}"
        )

    def render(self, **kwargs: Any) -> str:
        """Render the elements, then the page around them."""
        for child in self._children.values():
            child.render(**kwargs)
        self.program = self.script.render(**kwargs)
        return self._template.render(this=self, kwargs=kwargs)

    def _repr_html_(self, **kwargs: Any) -> str:
        """Return the page in a frame, for notebooks."""
        page, title = escape(self.render(**kwargs)), escape(self.title or "")
        return f'<iframe srcdoc="{page}" title="{title}" style="width:100%;height:{FRAME_HEIGHT}px;border:0"></iframe>'


def number(root: Element) -> None:
    """Name the elements below ``root`` by place.

    Equal maps become equal files.
    """
    for place, element in enumerate(_below(root)):
        element._id = str(place)


@cache
def leaflet() -> tuple[str, str]:
    """Return the program and style sheet of Leaflet.

    Its images are inside as ``data:`` addresses.
    """
    data = files("xstatic.pkg.leaflet") / "data"
    program = (data / "leaflet.js").read_text(encoding="utf-8").partition("//# sourceMappingURL")[0]
    style = (data / "leaflet.css").read_text(encoding="utf-8")
    for image in (data / "images").iterdir():
        content = b64encode(image.read_bytes()).decode()
        style = style.replace(f"url(images/{image.name})", f"url(data:image/png;base64,{content})")
    return program, style


def _fingerprint(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _below(root: Element) -> Iterator[Element]:
    for child in root._children.values():
        yield child
        yield from _below(child)
