"""`ssi records`: members kept from one session to the next. Nothing is written before `ssi records save`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssi_core.options import AsJson, Asked, Out, RefusedError, put, say, scores

if TYPE_CHECKING:
    from ssi_core.imported import Imported
    from ssi_core.store.records import Records
    from ssi_core.store.roster import Listed

SCHEMA = 1

app = typer.Typer(
    rich_markup_mode=None,
    help="Members that you keep: daily counts and what was said, never a message's text or another person's name.",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of a member, as you saved them.", show_default=False)]


@app.callback(invoke_without_command=True)
def _root(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        members(as_json=False, out=None)


@contextmanager
def _records() -> Iterator[Records]:
    from ssi_core import api

    records = api.records()
    try:
        yield records
    finally:
        records.close()


@app.command("list")
def members(as_json: AsJson = False, out: Out = None) -> None:
    """Who there is: last import, score at it, next session."""
    with _records() as records:
        listed, place = records.members(), records.database.words
    say(
        out, as_json, lambda: {"schema": SCHEMA, "members": [m.to_dict() for m in listed]},
        lambda: _roster(listed, place),
    )  # fmt: skip


@app.command()
def today(as_json: AsJson = False, out: Out = None) -> None:
    """Who waits for a coach and why, the most pressing first."""
    from ssi_core import api

    with _records() as records:
        found = api.attention(records, api.today())
    say(
        out, as_json, lambda: {"schema": SCHEMA, "members": [one.to_dict() for one in found]},
        lambda: "\n".join(f"{one.listed.name}: {one.words}\n    {one.listed.words}." for one in found) or "Nobody yet.",
    )  # fmt: skip


@app.command()
@scores
def save(
    asked: Asked,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What you call the member.", show_default=False)],
) -> None:
    """Keep a member; files of one that is there already are put together with what is stored.

    A file that `ssi records share` wrote may stand in the place of PATHS.
    """
    from ssi_core import api

    _unmodelled(asked)
    found = _shared(asked) or asked.found(traces=True)
    with _records() as records:
        held = [m for m in records.members() if api.same_name(m.name, name)]
        if held:
            added = records.add_import(held[0].id, found, version=held[0].version).combined
            said = f"{held[0].name} is saved. {added.sentence}".strip()
            news: dict[str, Any] = {"new_rows": dict(added.new_rows), "known_rows": dict(added.known_rows)}
        else:
            records.save_member(name, found)
            said, news = f"{' '.join(name.split())} is saved, in {records.database.words}.", {}
        one = records.find(name)
    score = f"{one.total:.0f}, probably {api.between(one.interval)}"
    asked.answer(
        lambda: {"schema": SCHEMA, "member": one.to_dict(), **news},
        lambda: f"{said}\nEstimated SSI on {api.spoken(one.as_of)}: {score}.",
    )


@app.command()
def check(name: Name, as_json: AsJson = False, out: Out = None) -> None:
    """Hold a member's commitments against their files: kept, partly, not, or can't be seen; and their own word."""
    from ssi_core import api

    with _records() as records:
        one = records.find(name)
        found = records.load(one.id).found
        promised = [c.content for c in records.commitments.of(one.id)]
        said = [c.content for c in records.check_ins.of(one.id)]
    checks = api.check_all(found, promised, today=api.today())
    told = [(c, api.own_word(p, said)) for c, p in zip(checks, promised, strict=True)]

    def data() -> dict[str, Any]:
        rows = [{**c.to_dict(), "own_word": word.to_dict() if word else None} for c, word in told]
        return {"schema": SCHEMA, "member": one.name, "commitments": rows}

    def words() -> str:
        lines = [f"{c.sentence}\n  {word.sentence}" if word else c.sentence for c, word in told]
        return "\n".join(lines) or f"{one.name} has no commitments."

    say(out, as_json, data, words)


@app.command()
def forget(name: Name, as_json: AsJson = False, out: Out = None) -> None:
    """Delete every row of a member, and say how many."""
    with _records() as records:
        gone = records.forget(records.find(name).id)
    say(
        out, as_json, lambda: {"schema": SCHEMA, "name": gone.name, "rows": dict(gone.rows), "copies": gone.copies},
        lambda: gone.sentence,
    )  # fmt: skip


@app.command()
def export(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A member; all without.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there.")] = None,
) -> None:
    """Write one member, or everything, as one JSON file. It holds private notes too."""
    with _records() as records:
        text = records.export(records.find(name).id if name else None)
    _privately(out, text)


@app.command()
@scores
def share(asked: Asked) -> None:
    """Write what a coach needs of your files as one JSON: daily counts, profile facts, official readings.

    It holds no text and nobody else's name, title or company. A coach keeps it with ssi records save FILE --name NAME.
    """
    from ssi_core import api

    _unmodelled(asked)
    _privately(asked.out, api.shared_counts(asked.found()))


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="That export wrote.", show_default=False)],
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Keep the members of an exported file: all of them, or none."""
    data = file.read_bytes()
    with _records() as records:
        ids = {one.id for one in records.take_in(data)}
        names = [m.name for m in records.members() if m.id in ids]
    say(
        out, as_json, lambda: {"schema": SCHEMA, "members": names},
        lambda: f"{len(names)} taken in: {', '.join(names)}." if names else "Nobody in it: nothing was taken in.",
    )  # fmt: skip


@app.command()
def bring(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV or XLSX: client, date, pillars or total.", show_default=False)
    ],
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Keep the clients of a spreadsheet and their official scores: all that can be read of it, or nothing.

    A row a client and day, or a row a client and a column a day. Clients who are there already get the readings they
    lack.
    """
    from ssi_core import api

    found = api.brought(file.name, file.read_bytes())
    with _records() as records:
        done = api.bring(records, found.clients)
    say(
        out, as_json,
        lambda: {"schema": SCHEMA, "clients": [one.to_dict() for one in done], "remarks": list(found.remarks)},
        lambda: "\n".join([f"{found.words}", *(f"  {one.sentence}" for one in done), *found.remarks]),
    )  # fmt: skip


def _unmodelled(asked: Asked) -> None:
    if asked.model:
        raise RefusedError("--model: a member is kept without a model; give it to the command that scores")


def _privately(out: Path | None, text: str) -> None:
    # For the owner's eyes alone, and whole or not at all.
    if out is None:
        put(None, text)
        return
    part = out.with_name(out.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else text + "\n")
        part.replace(out)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        # Of the name that was given, not of the one that is written first.
        raise OSError(error.errno, error.strerror, str(out)) from None


def _shared(asked: Asked) -> Imported | None:
    # A file of shared counts holds a whole member: nothing else can be read along with it.
    from ssi_core import api

    def meant(path: Path) -> bool:
        if path.suffix.lower() != ".json" or not path.is_file():
            return False
        with path.open("rb") as file:
            return api.is_shared(file.read(200))

    files = [path for path in asked.paths if meant(path)]
    if not files:
        return None
    given = {
        "--as-of": asked.as_of, "--owner": asked.owner, "--mapping": asked.mapping, "--profile": asked.profile,
        "--readings": asked.readings,
    }  # fmt: skip
    more = [str(path) for path in asked.paths if path != files[0]] + [name for name, value in given.items() if value]
    if more:
        raise RefusedError(f"{files[0]} holds shared counts, a whole member: save it by itself, without {more[0]}")
    return api.shared_from(files[0].read_bytes(), str(files[0]))


def _roster(listed: tuple[Listed, ...], place: str) -> str:
    from ssi_core import api

    if not listed:
        return f"Nobody yet. Keep a member with: ssi records save PATHS --name NAME (in {place})"
    wide = max(len("member"), *(len(m.name) for m in listed))
    lines = [f"{'member':<{wide}}  {'last import':<11}  {'as of':<10}  score  change  next session"]
    for m in listed:
        change = "" if m.change is None else api.signed(m.change)
        due = m.next_session.isoformat() if m.next_session else "none"
        lines.append(
            f"{m.name:<{wide}}  {m.imported:%Y-%m-%d}   {m.as_of}  {m.total:5.1f}  {change:>6}  {due}"
        )
    return "\n".join(lines)
