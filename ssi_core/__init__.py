"""SSI Coach: an open, honest estimate of LinkedIn's Social Selling Index.

>>> from ssi_core import read, score
>>> score(read("Complete_LinkedInDataExport_07-01-2026.zip"))  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ssi_core.version import __version__

if TYPE_CHECKING:
    from ssi_core.api import read
    from ssi_core.scoring import history, score

__all__ = ["__version__", "history", "read", "score"]


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that `import ssi_core.member` costs nothing.
    if name in __all__:
        from ssi_core import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
