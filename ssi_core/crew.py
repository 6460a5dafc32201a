"""Who does the work: processes on this machine, or the workers of a Dask cluster, behind one interface.

Both are a :class:`concurrent.futures.Executor`; any other one will do as well.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ssi_core.ingest.errors import IngestError
from ssi_core.versions import versions_here

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

#: A worker process is replaced after so many tasks, so that no leak of a library can add up.
TASKS_A_PROCESS = 500
#: Threads of numerical libraries in a worker: there is a worker a processor already.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.comm", "tornado", "asyncio")
#: Seconds that a scheduler is given to answer.
PATIENCE_S = 10.0


@dataclass(frozen=True)
class Crew:
    """Who does the work.

    Attributes
    ----------
    start : callable
        Gives an executor in a ``with``; called again where a process died and took its pool with it.
    slots : int
        Tasks that are worked on at once.
    """

    start: Callable[[], AbstractContextManager[Executor]]
    slots: int


def processes() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pool(workers: int | None = None) -> Crew:
    """Processes on this machine, each started afresh, so that nothing of this one leaks into them.

    Parameters
    ----------
    workers : int, optional
        How many, >= 1; by default one a processor.

    Raises
    ------
    IngestError
        If there are none.
    """
    slots = processes() if workers is None else workers
    if slots < 1:
        raise IngestError(f"{slots} workers: give 1 or more")

    @contextmanager
    def start() -> Iterator[Executor]:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        kept = {name: os.environ.get(name) for name in _ONE_THREAD}
        os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))  # a process reads them when it starts
        try:
            executor = ProcessPoolExecutor(
                slots, multiprocessing.get_context("spawn"), _begin, max_tasks_per_child=TASKS_A_PROCESS
            )
            try:
                yield executor
            finally:
                executor.shutdown(wait=True, cancel_futures=True)
        finally:
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    return Crew(start, slots)


def _begin() -> None:
    # In a fresh worker process: nobody but its parent stops it, and it does not outlive a parent that was killed.
    import multiprocessing
    import signal

    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_cpu_count(1)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def given(executor: Executor, slots: int | None = None) -> Crew:
    """An executor of the caller's own, who also ends it.

    Parameters
    ----------
    executor : concurrent.futures.Executor
        Any.
    slots : int, optional
        Tasks that it works on at once; by default as many as there are processors.
    """

    @contextmanager
    def start() -> Iterator[Executor]:
        yield executor

    return Crew(start, processes() if slots is None else slots)


def cluster(scheduler: str) -> Crew:
    """The workers of a Dask cluster, each of which must be able to open the paths and to import this package.

    Parameters
    ----------
    scheduler : str
        The scheduler's address, ``tcp://host:8786`` for instance.

    Raises
    ------
    IngestError
        If the extra is not installed, nobody answers, there are no workers, or they have another version.
    """
    try:
        from distributed import Client
    except ImportError:
        raise IngestError(
            'a scheduler needs Dask, which is not installed: pip install "ssi-coach[cluster]", here and on the workers'
        ) from None
    make: Callable[..., Any] = Client  # it ships no types
    try:
        with _unlogged():
            client = make(scheduler, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise IngestError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    try:
        slots = _checked(client, scheduler)
    except BaseException:
        client.close()
        raise

    @contextmanager
    def start() -> Iterator[Executor]:
        executor = client.get_executor(pure=False)
        with _unlogged():
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)
                client.close()

    return Crew(start, slots)


@contextmanager
def _unlogged() -> Iterator[None]:
    # What becomes of a scheduler that is gone is said in words; Dask logs it as a page of traceback.
    kept = {name: logging.getLogger(name).level for name in _LOGS}
    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in kept.items():
            logging.getLogger(name).setLevel(level)


def _checked(client: Any, scheduler: str) -> int:
    threads = client.nthreads()
    if not threads:
        raise IngestError(f"the scheduler at {scheduler} has no workers: start some with `dask worker {scheduler}`")
    try:
        told = set(client.run(versions_here).values())
    except Exception as error:  # whatever a worker stumbles over when it imports
        raise IngestError(
            f"the workers at {scheduler} can't run ssi-coach ({error}): install the same version there"
        ) from None
    if told != {versions_here()}:
        raise IngestError(
            f"the workers at {scheduler} have ssi-coach {', '.join(sorted(told))}, here is {versions_here()}: "
            "install the same version there"
        )
    return sum(threads.values())

