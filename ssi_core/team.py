"""Many members: archives in, a table with a row a member out.

Whoever works (processes here, a Dask cluster elsewhere, any executor), the rows are the same to the last digit, and in
the order of their names. No more tasks are under way than the workers can soon take up, so memory is theirs, however
many archives there are; what this process keeps is a row of numbers each.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ssi_core import crew
from ssi_core.crew import Crew
from ssi_core.done import Done
from ssi_core.ingest.errors import IngestError
from ssi_core.ingest.importer import today
from ssi_core.ingest.mapping import ColumnMapping
from ssi_core.member import Reading, Stated, Target
from ssi_core.model.table import Model
from ssi_core.places import Place, places
from ssi_core.team_rows import Progress, Team, TeamRow
from ssi_core.team_work import Answer, Terms, answer, digest_of
from ssi_core.versions import versions_here

if TYPE_CHECKING:
    pass

#: Tasks under way for each that is worked on: enough that no worker waits for the next one.
AHEAD = 3

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def team(
    paths: Paths,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    executor: Executor | None = None,
    as_of: dt.date | None = None,
    owner: str | None = None,
    stated: Stated | None = None,
    target: Target | None = None,
    readings: Sequence[Reading] | None = None,
    mappings: Sequence[ColumnMapping] = (),
    model: Model | None = None,
    resume: str | os.PathLike[str] | None = None,
    on_progress: Callable[[Progress], object] | None = None,
) -> Team:
    """Score many members, each from their own files.

    Parameters
    ----------
    paths : path or sequence of path
        Folders, zips, other files and globs, on this machine or as addresses that ``fsspec`` opens. Each zip is one
        member, and so is each folder that holds an export; a Sales Navigator table is as many as it names.
    workers : int, optional
        Processes on this machine; by default one a processor.
    scheduler : str, optional
        Address of a Dask scheduler, whose workers do the work instead. They must be able to open the paths.
    executor : concurrent.futures.Executor, optional
        Any other one, which stays the caller's to end.
    as_of : datetime.date, optional
        The day to stand on, for all; by default each member's own last day.
    owner, readings : optional
        As :func:`ssi_core.read` takes them, where there is one member alone.
    stated, target, mappings : optional
        As :func:`ssi_core.read` takes them; they hold of every member.
    model : Model, optional
        An edited model; by default the published one.
    resume : path, optional
        Folder in which results are kept as they come, and from which the next run begins: what is in it is not read
        again, as long as the content, the options and the versions are the same.
    on_progress : callable, optional
        Told after each place.

    Returns
    -------
    Team
        A member that could not be read has a row that says why.

    Raises
    ------
    IngestError
        If a path holds no member, an option can't be used, or nobody works any more.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from ssi_core.sample import sample_files
    >>> with ThreadPoolExecutor(1) as executor:
    ...     found = team(sample_files()[:1], executor=executor)
    >>> round(found.rows[0].total)
    64
    """
    if sum(choice is not None for choice in (workers, scheduler, executor)) > 1:
        raise IngestError("workers, a scheduler and an executor together: choose one")
    aside: list[str] = []
    listed = places([paths] if isinstance(paths, (str, os.PathLike)) else list(paths), aside.append)
    if len(listed) > 1 and (owner is not None or readings is not None):
        raise IngestError(
            f"an owner or official readings belong to one member, and there are {len(listed)}: put a log of readings "
            "among each member's own files"
        )
    terms = Terms(
        model or Model(), today(), as_of, owner, stated, target, None if readings is None else tuple(readings),
        tuple(mappings),
    )  # fmt: skip
    who = crew.cluster(scheduler) if scheduler else crew.given(executor) if executor else crew.pool(workers)
    with Done(resume, terms.key, terms.told) as done:
        run = _Run(listed, terms, done, on_progress or (lambda progress: None))
        run.work(who)
    rows = sorted((row for rows in run.rows for row in rows), key=lambda r: (r.archive, r.owner))
    return Team(tuple(rows), terms.model.version, run.read, run.kept, tuple(aside))


class _Run:
    # What is left to do, what is under way, and what came of it.

    def __init__(
        self, listed: Sequence[Place], terms: Terms, done: Done, tell: Callable[[Progress], object]
    ) -> None:
        self.rows: list[list[TeamRow]] = []
        self.read = self.kept = 0
        self._terms, self._done, self._tell, self._of = terms, done, tell, len(listed)
        self._failed = 0
        self._left = iter(listed)
        self._again: deque[Place] = deque()
        self._under_way: dict[Future[Any], tuple[Place, bool]] = {}

    def work(self, who: Crew) -> None:
        """Work until nothing is left; where a process dies, find out over which place, and go on without it."""
        suspects: list[Place] = []
        died = False
        while True:
            try:
                with who.start() as executor:
                    if died and not self.read:
                        _probe(executor)
                    for place in suspects:  # one at a time, so that it is known who ends a process
                        self._alone(executor, place)
                    self._together(executor, who.slots * AHEAD)
                return
            except _Died as over:
                died = True
                if over.place is not None:
                    at = suspects.index(over.place)
                    self._take(over.place, _fatal(over.place))
                    suspects = suspects[at + 1 :]
                else:
                    suspects = [place for place, _ in self._under_way.values()]
                    self._under_way.clear()

    def _alone(self, executor: Executor, place: Place) -> None:
        try:
            self._take(place, executor.submit(answer, place, self._terms).result())
        except BrokenExecutor:
            raise _Died(place) from None
        except CancelledError:
            raise _gone() from None

    def _together(self, executor: Executor, window: int) -> None:
        task = None
        try:
            while True:
                while len(self._under_way) < window and (task := self._next()) is not None:
                    place, only_look = task
                    what = (digest_of, place) if only_look else (answer, place, self._terms)
                    self._under_way[executor.submit(*what)] = task
                if not self._under_way:
                    return
                for future in wait(self._under_way, return_when=FIRST_COMPLETED).done:
                    place, only_look = self._under_way[future]
                    self._came(place, only_look, future)
                    del self._under_way[future]
        except BrokenExecutor:
            if task is not None and task not in self._under_way.values():
                self._again.append(task[0])  # it was not even taken
            raise _Died(None) from None

    def _next(self) -> tuple[Place, bool] | None:
        # A place to work on, and whether only to look at its content: what is known is not worked on at all.
        if self._again:
            return self._again.popleft(), False
        for place in self._left:
            known = self._done.same(place.name, place.mark)
            if known is None:
                return place, bool(self._done)
            self._keep(place, known)
        return None

    def _came(self, place: Place, only_look: bool, future: Future[Any]) -> None:
        try:
            result = future.result()
        except BrokenExecutor:
            raise
        except CancelledError:
            raise _gone() from None
        except Exception as error:  # a worker of a cluster that died over it again and again
            self._take(place, Answer("", [TeamRow(place.name, failed=f"no worker could read it: {error}")], False))
            return
        if not only_look:
            self._take(place, result)
            return
        known = self._done.of(result) if result else None
        if known is not None:
            self._keep(place, known)
            self._done.add(place.name, place.mark, result, known["rows"])
        else:
            self._again.append(place)

    def _keep(self, place: Place, known: Mapping[str, Any]) -> None:
        rows = [TeamRow.of(said) for said in known["rows"]]
        # The content may have lain elsewhere then; of a table of many members, the member's part of the name stays.
        moved = [replace(r, archive=place.name + r.archive[len(known["place"]) :]) for r in rows]
        self.kept += 1
        self._finish(moved)

    def _take(self, place: Place, result: Answer) -> None:
        self.read += 1
        if result.lasts and result.digest:
            self._done.add(place.name, place.mark, result.digest, [r.to_dict() for r in result.rows])
        self._finish(result.rows)

    def _finish(self, rows: list[TeamRow]) -> None:
        self.rows.append(rows)
        self._failed += sum(bool(r.failed) for r in rows)
        self._tell(Progress(len(self.rows), self._of, self.kept, self._failed))


class _Died(Exception):  # noqa: N818
    # A process of the pool ended; over which place, where that is known.
    def __init__(self, place: Place | None) -> None:
        super().__init__()
        self.place = place


def _probe(executor: Executor) -> None:
    # A pool that dies before it has done anything may be unable to start at all.
    try:
        executor.submit(versions_here).result()
    except BrokenExecutor:
        raise IngestError(
            "no process can be started to work: in a script, call this under `if __name__ == \"__main__\":`, or give "
            "an executor"
        ) from None


def _fatal(place: Place) -> Answer:
    words = "its reading ended the process: it may take more memory than there is here"
    return Answer("", [TeamRow(place.name, failed=words)], False)


def _gone() -> IngestError:
    return IngestError("the workers are gone: start them again and run the same once more; what was kept is not lost")
