"""A picture that a coach puts on a report: looked at, made small and written anew, or refused in words."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from ssi_core.ingest.errors import IngestError

#: Bytes that are taken, and pixels to a side.
MOST_BYTES = 2 << 20
MOST_PIXELS = 6_000
#: What is kept of it: enough for print at the size it has on a page.
WIDTH, HEIGHT = 640, 240

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


@dataclass(frozen=True)
class Logo:
    """A logo as a report carries it.

    Attributes
    ----------
    png : bytes
        A PNG of at most :data:`WIDTH` x :data:`HEIGHT` pixels, without anything that the given file held beside them.
    width, height : int
        Its pixels.
    """

    png: bytes
    width: int
    height: int


def logo_from(data: bytes, name: str = "the logo") -> Logo:
    """Take a PNG or a JPEG as a logo.

    What the bytes are is told by the bytes, not by a name. An SVG is refused: it may carry scripts and addresses to
    fetch from, and the two renderers would not draw the same of it.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What to call it in an error.

    Returns
    -------
    Logo
        The pixels alone, written anew: no metadata and nothing appended survives.

    Raises
    ------
    IngestError
        If it is too large, no PNG or JPEG, or damaged.
    """
    if len(data) > MOST_BYTES:
        raise IngestError(f"{name} has {len(data):,} bytes, {MOST_BYTES:,} are taken: save it smaller")
    if not data.startswith((_PNG, _JPEG)):
        raise IngestError(f"{name} is {_kind(data)}: give a PNG or a JPEG")
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a picture that is large but within our own limit
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as given:
                if max(given.size) > MOST_PIXELS:
                    size = "{} x {}".format(*given.size)
                    raise IngestError(f"{name} has {size} pixels, {MOST_PIXELS:,} to a side are taken: save it smaller")
                picture = ImageOps.exif_transpose(given).convert("RGBA")
    except IngestError:
        raise
    except Exception as error:  # whatever a decoder makes of damaged bytes
        why = type(error).__name__
        raise IngestError(f"{name} can't be read as a picture ({why}): save it anew as a PNG") from None
    picture.thumbnail((WIDTH, HEIGHT))
    # A fresh picture: what the given one carried beside its pixels stays behind.
    clean = Image.new("RGBA", picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    clean.save(out, "PNG")
    return Logo(out.getvalue(), *clean.size)


def _kind(data: bytes) -> str:
    begun = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begun.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) or b"<svg" in begun:
        return "an SVG, which may carry scripts and addresses to fetch from"
    return "empty" if not data else "no picture that is known here"
