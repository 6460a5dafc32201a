"""`ssi report`: one file to hand over, the shared options, and one clear line for what can't be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ssi_core import api
from ssi_core.cli import main
from tests.report.samples import LATIN, Page, logo, page_numbers_gone, squeezed


class Said:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Said:
        with pytest.raises(SystemExit) as end:
            main(["report", *map(str, words)])
        said = capsys.readouterr()
        return Said(int(end.value.code or 0), said.out, said.err)

    return call


SAMPLE = [str(p) for p in api.sample_files()]


def test_a_page_and_a_pdf_with_the_numbers_of_score(run, tmp_path: Path, found: api.Imported) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "notes.txt").write_text(f"\ufeff{LATIN}", encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(logo())
    asked = ("--notes", "notes.txt", "--coach", "Zoë", "--name", "Mara", "--logo", "logo.png", "--since", "2026-01-01",
             "--target", 70, "--by", "2026-12-29", "--hours", 5)  # fmt: skip
    for name in ("r.html", "R.PDF"):
        said = run(*SAMPLE, "-o", name, *asked)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"{name}: {api.score(found).headline}. ")
    in_page = Page((tmp_path / "r.html").read_text(encoding="utf-8")).text
    in_pdf = page_numbers_gone((tmp_path / "R.PDF").read_bytes())
    for words in (LATIN, "by Zoë", "Mara", "What moved since 1 January 2026", "The plan",
                  *(f"{p.points:.1f} ({api.between(p.interval)})" for p in api.score(found).pillars)):  # fmt: skip
        assert squeezed(words) in in_page
        assert squeezed(words) in in_pdf


def test_json_says_what_stands_in_it(run, tmp_path: Path, found: api.Imported) -> None:  # type: ignore[no-untyped-def]
    said = run(*SAMPLE, "--json", "--name", "Mara")
    answer = json.loads(said.out)
    assert answer["score"] == api.score(found).to_dict()
    assert answer["name"] == "Mara"
    both = run(*SAMPLE, "--json", "-o", "r.html")
    assert json.loads(both.out)["score"] == answer["score"]
    assert (tmp_path / "r.html").exists()


def test_the_options_of_scoring_hold(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "answers.csv").write_text("signal,value\nconnections,500\npost,1\n")
    (tmp_path / "profile.json").write_text('{"seat": true}')
    readings = Path(SAMPLE[0]).parent / "official_readings.csv"
    asked = ("--as-of", "2026-06-30", "--profile", "profile.json", "--readings", readings)
    said = run("answers.csv", *asked, "-o", "a.html")
    assert (said.code, said.err) == (0, "")
    text = Page((tmp_path / "a.html").read_text(encoding="utf-8")).text
    assert squeezed("Calibrated on") in text


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "-o is missing: give FILE.html or FILE.pdf"),
        (("-o", "r.docx"), "-o r.docx: end the name in .html or .pdf"),
        (("-o", "r"), "-o r: end the name in .html or .pdf"),
        (("-o", "r.pdf", "--since", "soon"), "--since 'soon' is no day: write YYYY-MM-DD"),
        (("-o", "r.pdf", "--since", "2027-01-01"), "ends before it starts"),
        (("-o", "r.pdf", "--target", "60"), "--by is missing"),
        (("-o", "r.pdf", "--notes", "none.txt"), "none.txt: No such file"),
        (("-o", "r.pdf", "--notes", "latin.txt"), "no UTF-8 text"),
        (("-o", "r.pdf", "--logo", "latin.txt"), "latin.txt is no picture that is known here"),
        (("-o", "none/r.pdf",), "none/r.pdf: No such file"),
    ],
)  # fmt: skip
def test_what_can_not_be_used_is_one_clear_line(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, words: tuple[str, ...], line: str
) -> None:
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "answers.csv").write_text("signal,value\nconnections,500\n")
    said = run("answers.csv", "--as-of", "2026-06-30", *words)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ssi: ")
    assert line in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.glob("*.pdf")) == []


def test_no_other_command_pays_for_it(repo: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from ssi_core.cli import main\n"
        "try: main(['score', *sys.argv[1:]])\n"
        "except SystemExit: print(*{'matplotlib', 'fpdf', 'PIL', 'fontTools'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *SAMPLE], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(repo)}, timeout=120, check=True,
    )  # fmt: skip
    assert done.stderr.strip() == ""
