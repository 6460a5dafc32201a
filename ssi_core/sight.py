"""Who sees whose: rules as data, and what they leave open.

A figure of few people is a figure of each of them, so it is shown of :attr:`Sight.least` people or more, or not at
all. A figure that is not shown must not follow from those that are: with nine people of whom five are in one group, the
whole less that group is the other four. So what is left of the whole when all that is shown is taken away, people who
may be seen by name among it, is nobody or at least as many again. One way to part people into groups is guarded at a
time; whoever asks by another one later is to be given the whole alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ssi_core.ingest.errors import IngestError

#: People whose figures may be shown together.
LEAST = 5
#: Kinds of sight, the narrowest first; and the variable of the environment that names the widest one to be chosen.
KINDS = ("nothing", "aggregate", "named", "everything")
SETTING = "SSI_TEAM_SIGHT"


def allowed() -> tuple[str, ...]:
    """Kinds of sight that may be chosen here, the narrowest first; ``("nothing",)`` without the right to any.

    Whoever runs the app for others sets ``SSI_TEAM_SIGHT``; without it a person is alone with files of their own.

    Raises
    ------
    IngestError
        If the setting is no kind.
    """
    widest = os.environ.get(SETTING, KINDS[-1])
    if widest not in KINDS:
        raise IngestError(f"{SETTING} is {widest!r}: set nothing, aggregate, named or everything")
    return KINDS[1 : KINDS.index(widest) + 1] or KINDS[:1]


@dataclass(frozen=True)
class Sight:
    """What a person may see of others.

    Attributes
    ----------
    kind : {"nothing", "aggregate", "named", "everything"}
        Nothing at all, without the right to it; figures of many; those too who agreed, by name; all, for somebody who
        is alone with files of their own.
    least : int
        People whose figures may be shown together, >= 2.
    """

    kind: Literal["nothing", "aggregate", "named", "everything"] = "aggregate"
    least: int = LEAST

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise IngestError(f"no sight {self.kind!r}: choose nothing, aggregate, named or everything")
        if self.least < 2:
            raise IngestError(f"figures of {self.least} people are theirs alone: choose 2 or more")

    def names(self, agreed: bool) -> bool:
        """Whether a member is seen by name.

        Parameters
        ----------
        agreed : bool
            Whether their consent is on record.
        """
        return self.kind == "everything" or (self.kind == "named" and agreed)

    def enough(self, hidden: int) -> bool:
        """Whether a figure of so many people who are not seen by name may be shown, those seen by name beside them."""
        return self.kind != "nothing" and (hidden == 0 or hidden >= self.least)

    def open_groups(self, hidden: Mapping[str, int]) -> tuple[frozenset[str], bool]:
        """Groups whose figures may be shown, and whether those of the whole may.

        Parameters
        ----------
        hidden : mapping of str to int
            Of each group, the people who are not seen by name.

        Returns
        -------
        frozenset of str, bool
            A group large enough is held back too where a smaller one would follow from it.
        """
        if self.kind == "nothing":
            return frozenset(), False
        shown = {name for name, number in hidden.items() if self.enough(number)}
        rest = sum(number for name, number in hidden.items() if name not in shown)
        while not self.enough(rest) and (more := sorted((hidden[name], name) for name in shown if hidden[name])):
            number, name = more[0]
            shown.remove(name)
            rest += number
        return frozenset(shown), self.enough(rest)
