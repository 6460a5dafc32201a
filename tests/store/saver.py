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
    url, id, *at = sys.argv[1:]
    records, found = Records(url), small()
    version = records.load(id).version
    if at:
        die_before(records, int(at[0]))
        records.save(id, state(found, 2.0), version=version)
        os._exit(0)
    print("saving", flush=True)
    while True:
        version = records.save(id, state(found, float(version % 2 + 1)), version=version).version
