"""A logo is looked at, made small and written anew, or refused in words."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from ssi_core import api
from ssi_core.report.logo import HEIGHT, MOST_BYTES, WIDTH, logo_from
from tests.report.samples import logo


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_kept_small_and_bare(form: str) -> None:
    kept = logo_from(logo(2000, 500, form) + b"<script>alert(1)</script>")
    assert (kept.width, kept.height) == (640, 160)
    assert kept.width <= WIDTH
    assert kept.height <= HEIGHT
    with Image.open(io.BytesIO(kept.png)) as picture:
        assert (picture.format, picture.size, picture.info) == ("PNG", (640, 160), {})
    assert b"script" not in kept.png


def test_what_a_camera_wrote_beside_the_pixels_is_gone() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (30, 20)).save(out, "JPEG", exif=exif)
    assert b"where I live" in out.getvalue()
    assert b"where I live" not in logo_from(out.getvalue()).png


def bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"GIF89a", "no picture that is known here: give a PNG or a JPEG"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "an SVG, which may carry scripts"),
        (b"\xef\xbb\xbf <svg xmlns='x'/>", "an SVG"),
        (logo()[:60], "can't be read as a picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "can't be read as a picture"),
        (b"\xff\xd8\xff" + bytes(50), "can't be read as a picture"),
        (bomb(), "50000 x 50000 pixels|can't be read"),
        (logo() + bytes(MOST_BYTES), "bytes, 2,097,152 are taken"),
    ],
)
def test_what_can_not_be_used_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(api.IngestError, match=words):
        logo_from(data)
