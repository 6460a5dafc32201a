"""Versions of what a result rests on, as this process has them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from ssi_core.model.signals import MODEL_VERSION


def package_version() -> str:
    """Version of the installed package."""
    try:
        return version("ssi-coach")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+unknown"


def versions_here() -> str:
    """Versions of the package and of the model, to be held against those of a worker elsewhere."""
    return f"{package_version()} (model {MODEL_VERSION})"
