"""Saves one member again and again, in two states told apart in every table, until it is killed or kills itself."""

import os
import signal
import sys
from dataclasses import replace

from sqlalchemy import event

from ssi_core import api
from ssi_core.member import Reading
from ssi_core.store.records import Records
from tests.store.conftest import small

#: Official readings of the member: rows that a save takes away and puts back.
READINGS = 20


def state(found: api.Imported, number: float) -> api.Imported:
    """A member of whom facts and readings say the same number."""
    readings = tuple(Reading(20_000 + i, number) for i in range(READINGS))
    stated = api.Stated(signals={"active_groups": number})
    return replace(found, member=replace(found.member, stated=stated, readings=readings))


def die_before(records: Records, number: int) -> None:
    """Kill this process right before its n-th statement from here on; a commit is one."""
    left = iter(range(number - 1, -1, -1))

    def count(*_: object) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(records.database._engine, "before_cursor_execute", count)
    event.listen(records.database._engine, "commit", count)


if __name__ == "__main__":
    how, url, id = sys.argv[1:]
    found = small()
    if how == "each":
        # A process of its own for each statement to die before; whoever reads the line looks, and answers to go on.
        for number in range(1, 40):
            child = os.fork()
            if not child:
                records = Records(url)
                die_before(records, number)
                records.save(id, state(found, 2.0), version=1)
                os._exit(0)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            sys.stdin.readline()
    records = Records(url)
    version = records.load(id).version
    print("saving", flush=True)
    while True:
        version = records.save(id, state(found, float(version % 2 + 1)), version=version).version
