"""The sample reports and their questions: well-formed, answerable from the texts, and made by the script."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
HALVES = ("dev", "test")
LANGUAGES = ("nl", "fr", "en")
LIMIT_BYTES = 1_500_000


def _rows(half: str) -> list[dict[str, Any]]:
    lines = (EXAMPLES / f"questions.{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ROWS = [row for half in HALVES for row in _rows(half)]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    pytest.importorskip("reportlab")
    code = "import json, make_reports; print(json.dumps(make_reports.source_texts()))"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=EXAMPLES, capture_output=True, check=True, encoding="utf-8"
    )
    found: dict[str, str] = json.loads(answer.stdout)
    return {name: " ".join(text.split()).replace("’", "'") for name, text in found.items()}


def test_rows_have_the_form_of_the_contract() -> None:
    keys = ["id", "group", "lang", "question", "answerable", "documents", "answer_all", "quote_any"]
    for row in ROWS:
        assert list(row) == keys, row["id"]
        assert row["id"] == f"{row['group']}.{row['lang']}"
        assert row["question"].strip() == row["question"]
        assert row["question"].endswith("?")
        for name in ("documents", "answer_all", "quote_any"):
            assert bool(row[name]) == row["answerable"], row["id"]
        for pattern in (*row["answer_all"], *row["quote_any"]):
            re.compile(pattern)


def test_ids_are_unique_and_no_question_is_asked_twice() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["question"] for row in ROWS}) == len(ROWS)


def test_each_group_is_asked_in_three_languages_with_one_answer() -> None:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in ROWS:
        groups.setdefault(row["group"], []).append(row)
    for group, rows in groups.items():
        assert tuple(row["lang"] for row in rows) == LANGUAGES, group
        assert len({json.dumps([row["documents"], row["answer_all"], row["quote_any"]]) for row in rows}) == 1


def test_there_are_enough_questions_of_each_kind() -> None:
    answerable = {row["group"] for row in ROWS if row["answerable"]}
    unanswerable = {row["group"] for row in ROWS if not row["answerable"]}
    assert len(answerable) >= 60
    assert len(unanswerable) >= 20
    assert not answerable & unanswerable


@pytest.mark.parametrize("answerable", [True, False])
def test_halves_are_drawn_by_the_hash_of_the_group(answerable: bool) -> None:
    drawn = {
        half: {row["group"] for row in _rows(half) if row["answerable"] is answerable} for half in HALVES
    }
    ranked = sorted(
        drawn["dev"] | drawn["test"], key=lambda group: hashlib.sha256(group.encode()).hexdigest()
    )
    middle = (len(ranked) + 1) // 2
    assert drawn == {"dev": set(ranked[:middle]), "test": set(ranked[middle:])}


def test_every_report_is_asked_about(texts: dict[str, str]) -> None:
    assert {name for row in ROWS for name in row["documents"]} == set(texts)


@pytest.mark.parametrize("row", [row for row in ROWS if row["lang"] == "en"], ids=lambda row: row["group"])
def test_the_named_report_holds_quote_and_answer(row: dict[str, Any], texts: dict[str, str]) -> None:
    for name in row["documents"]:
        text = texts[name]
        places = [m for pattern in row["quote_any"] for m in re.finditer(pattern, text, re.IGNORECASE)]
        assert places, row["quote_any"]
        # An answer close to the quote: a citation reaches 200 characters to either side in the evaluation.
        near = [text[max(0, m.start() - 200) : m.end() + 200] for m in places]
        for pattern in row["answer_all"]:
            assert any(re.search(pattern, window, re.IGNORECASE) for window in near), pattern


def test_questions_do_not_copy_the_reports(texts: dict[str, str]) -> None:
    for row in ROWS:
        words = re.findall(r"\w+", row["question"].lower())
        runs = {" ".join(words[start : start + 7]) for start in range(len(words) - 6)}
        for name in row["documents"]:
            plain = " ".join(re.findall(r"\w+", texts[name].lower()))
            assert not [run for run in runs if run in plain], row["id"]


def test_the_script_makes_the_files_that_are_kept(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    for folder in ("first", "second"):
        subprocess.run([sys.executable, "make_reports.py", tmp_path / folder], cwd=EXAMPLES, check=True)
    kept = {path.name: path for path in (EXAMPLES / "reports").iterdir()}
    first = {path.name: path.read_bytes() for path in (tmp_path / "first").iterdir()}
    assert set(first) == set(kept)
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "second").iterdir()}
    for name, path in kept.items():
        if path.suffix in {".md", ".txt", ".html"}:  # no library's version shows in these
            assert first[name] == path.read_bytes(), name
    assert sum(path.stat().st_size for path in kept.values()) < LIMIT_BYTES


def test_reports_come_in_every_kind() -> None:
    kinds = {path.suffix for path in (EXAMPLES / "reports").iterdir()}
    assert kinds == {".pdf", ".docx", ".odt", ".pptx", ".html", ".md", ".txt", ".eml"}
