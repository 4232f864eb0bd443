"""The command as a user runs it: exit codes, JSON, messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main


def run(*arguments: str) -> int:
    return main(list(arguments))


def test_help_needs_no_heavy_library() -> None:
    code = (
        "import sys; from assistant.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'gradio', 'faiss', 'transformers', 'langchain', 'onnxruntime', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'{heavy}' if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_asking_needs_no_torch(sample_library: Path) -> None:
    code = (
        "import sys; from assistant.__main__ import main\n"
        f"main(['ask', 'Who signed?', '--library', {str(sample_library)!r}])\n"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_missing_library_names_the_folder_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nowhere"
    assert run("--library", str(folder), "--language", "nl", "ask", "Wie?") == 1
    assert str(folder) in capsys.readouterr().err


def test_ask_without_a_question_is_a_usage_error(sample_library: Path) -> None:
    assert run("ask", "--library", str(sample_library)) == 2


def test_ask_says_by_its_exit_code_whether_it_found_an_answer(
    sample_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(sample_library), "--json"]
    assert run("ask", "How many companies went on the trade mission to Reykjavik?", *library) == 3
    assert json.loads(capsys.readouterr().out)["answered"] is False


def test_many_questions_give_one_line_each_in_their_order(
    sample_library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [{"id": "b", "question": "Qui a signé l'accord ?"}, {"id": "a", "question": "Wie?", "lang": "nl"}]
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert run("--library", str(sample_library), "ask", "--questions", str(questions)) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["id"], line["language"]) for line in lines] == [("b", "fr"), ("a", "nl")]


def test_show_prints_the_stored_text_exactly(
    sample_library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--library", str(sample_library)]
    assert run("show", "life-sciences-london-2022.md", "--page", "1", "--json", *library) == 0
    text = json.loads(capsys.readouterr().out)["pages"][0]["text"]
    assert run("show", "life-sciences-london-2022.md", "--page", "1", *library) == 0
    assert capsys.readouterr().out == text


def test_ingest_reports_what_it_skipped_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "note.txt").write_text("La délégation comptait 14 entreprises de Namur.\n", encoding="utf-8")
    (reports / "broken.pdf").write_bytes(b"%PDF-1.7 not really")
    library = tmp_path / "library"
    assert (
        run("--library", str(library), "ingest", str(reports), "--json", "--quiet", "--language", "fr") == 0
    )
    report = json.loads(capsys.readouterr().out)
    assert [added["document"] for added in report["added"]] == ["note.txt"]
    assert [Path(skipped["path"]).name for skipped in report["skipped"]] == ["broken.pdf"]
    assert report["skipped"][0]["reason"]
    assert run("--library", str(library), "remove", "note.txt") == 0
    assert run("--library", str(library), "list") == 1
