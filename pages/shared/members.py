"""The nouns of a session's state: what was read, which member of the records that is, and the member in view."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ssi_core import api


@dataclass(frozen=True)
class Files:
    """What was read from files, before anything that was typed.

    Attributes
    ----------
    label : str
        Whose files these are, as the sidebar says it.
    found : api.Imported
        The member and the ledger.
    names : tuple of str
        What was given, by its names; of an uploaded folder its own name alone.
    """

    label: str
    found: api.Imported
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A member of the records.

    Attributes
    ----------
    id, name : str
        Number and name of the member.
    version : int
        To be given back with a change.
    """

    id: str
    name: str
    version: int


@dataclass(frozen=True)
class Loaded:
    """The member in view.

    Attributes
    ----------
    label : str
        Who this is, as the sidebar says it.
    found : api.Imported
        The member as read, with everything that was typed.
    score : api.ScoreResult
        Their score.
    files : api.Imported or None
        The member as the files alone have them; None without files.
    model : api.Model
        What the score was computed with.
    """

    label: str
    found: api.Imported
    score: api.ScoreResult
    files: api.Imported | None
    model: api.Model = field(default_factory=api.Model)

    @cached_property
    def prospect(self) -> api.Prospect:
        """The member ready for what-ifs, made when first asked for and gone with the member."""
        return api.prospect(self.found, model=self.model)

    @cached_property
    def planner(self) -> api.Planner:
        """The member ready for plans, likewise."""
        return api.planner(self.found, model=self.model)
