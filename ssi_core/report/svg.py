"""A figure -> SVG that can stand in a page beside others: nothing to fetch, no style that leaks, names of its own."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Drawn as the text round the picture: dark on a light page, light on a dark one.
INK = "#1b2026"
_SPACE = re.compile(r"\{[^}]*\}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def picture(figure: Figure, name: str) -> str:
    """A figure as an ``<svg>`` element.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn without pyplot.
    name : str
        Begins every id in it; one name a picture and document.

    Returns
    -------
    str
        No declaration, metadata, style sheet or name space, so that no address stands in it; letters are outlines.
        The same figure gives the same text.
    """
    out = io.BytesIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(out.getvalue().decode("utf-8"))
    _bare(root)
    # Ids are random where nobody sets a salt for the whole process; by their order they are the same every time.
    names = {old: f"{name}_{i}" for i, old in enumerate(e.get("id", "") for e in root.iter() if e.get("id"))}
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, names[value])
            elif key == "href":
                element.set(key, f"#{names[value.removeprefix('#')]}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", value))
    for key in ("version", "width", "height"):
        root.attrib.pop(key, None)
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    return ElementTree.tostring(root, encoding="unicode")


def inked(svg: str, colour: str) -> str:
    """The same with another colour for what is drawn as text."""
    return svg.replace(INK, colour)


def _bare(element: ElementTree.Element) -> None:
    element.tag = _SPACE.sub("", element.tag)
    for key in list(element.attrib):
        if "}" in key:
            element.set(_SPACE.sub("", key), element.attrib.pop(key))
    for child in list(element):
        if _SPACE.sub("", child.tag) in ("metadata", "title") or (
            _SPACE.sub("", child.tag) == "defs" and any(_SPACE.sub("", c.tag) == "style" for c in child)
        ):
            element.remove(child)
        else:
            _bare(child)
    element.text = element.tail = None
