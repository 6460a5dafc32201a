"""The version of this program, as it is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("ssi-coach")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
