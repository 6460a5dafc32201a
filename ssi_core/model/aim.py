"""The cheapest way to a target, and the best score for so many minutes, as the projection has them.

The programme knows the projection's functions through chords, so what it finds is projected; where the two differ, the
programme is solved again for a target that is moved by the difference. What comes out in the end reaches the target by
the projection itself, and no single action of it can be spared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ssi_core.model.programme import Whole
from ssi_core.model.response import Response
from ssi_core.model.solver import Solver

#: How often the programme is solved for one target.
ROUNDS = 3
#: Points by which a projection may miss a target and still count as reaching it: the arithmetic's own.
EXACT = 1e-9
#: Points above a target that are not worth solving again for.
NEAR = 0.02
#: Points that the best score for some minutes may miss to take fewer: nobody sees them, and ties are broken by them.
TIE = 0.005


def cheapest(response: Response, solver: Solver, target: float, minutes: float | None = None) -> Whole | None:
    """Whole actions with which the projection reaches a target, in the fewest minutes.

    Parameters
    ----------
    response : Response
        What actions bring, exactly.
    solver : Solver
        The same as lines.
    target : float
        Points.
    minutes : float, optional
        Most minutes in all.

    Returns
    -------
    (H,) int64 or None
        None where it is out of reach.
    """
    best: Whole | None = None
    goal = target
    for _ in range(ROUNDS):
        found = solver.cheapest(goal, minutes)
        if found is None and best is None:
            # A target at the very end of what can be reached may lie within what the chords are off.
            found = most(solver, minutes)
            if float(response.points(found[None])[0]) < target - EXACT:
                return None
        if found is None:
            break
        reached = float(response.points(found[None])[0])
        enough = reached >= target - EXACT
        if enough and best is not None and solver.of.takes(found) >= solver.of.takes(best) - EXACT:
            break
        best = found if enough else best
        if enough and reached < target + NEAR:
            break
        # By what the chords lie below the projection there, the target may lie lower, and the other way round.
        moved = target - (reached - float(solver.of.points(found)))
        goal = moved if enough else max(moved, goal + target - reached) + NEAR / 5
    return None if best is None else _spared(response, solver, best, target)


def richest(response: Response, solver: Solver, minutes: float | None = None) -> Whole:
    """Whole actions that bring the most points in so many minutes, in as few of them as do.

    Parameters
    ----------
    response : Response
        What actions bring, exactly.
    solver : Solver
        The same as lines.
    minutes : float, optional
        Most minutes in all; as many as the ceilings allow without.

    Returns
    -------
    (H,) int64
        Expected points within :data:`TIE` of the most.
    """
    best = most(solver, minutes)
    target = float(response.points(best[None])[0]) - TIE
    found = cheapest(response, solver, target, minutes)
    return best if found is None or solver.of.takes(found) > solver.of.takes(best) else found


def most(solver: Solver, minutes: float | None = None) -> Whole:
    """Whole actions that bring the most points, however few of the minutes would do; as for :func:`richest`."""
    return solver.of.most if minutes is None else solver.richest(minutes)


def _spared(response: Response, solver: Solver, actions: Whole, target: float) -> Whole:
    # The solver stops within a gap, so what it finds may hold an action too many: the dearest such goes first.
    def kept(fewer: Whole) -> NDArray[np.bool_]:
        out = solver.of.allows(fewer)
        out[out] = response.points(fewer[out]) >= target - EXACT
        return out

    each = np.eye(len(actions), dtype=np.int64)
    spare = np.flatnonzero(kept(actions - each))
    for h in spare[np.argsort(-solver.of.minutes[spare], kind="stable")]:
        while actions[h]:
            # Halves of what is there, down to one: the most that can go, goes.
            sizes = actions[h] >> np.arange(int(actions[h]).bit_length())
            fits = np.flatnonzero(kept(actions - sizes[:, None] * each[h]))
            if not len(fits):
                break
            actions = actions - sizes[fits[0]] * each[h]
    return actions
