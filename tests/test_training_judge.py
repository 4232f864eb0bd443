import json
import lzma
import random
from pathlib import Path

import numpy as np
import pytest

from training.judge_examples import Example, crop, cut_out, from_written, join_texts, lead_as_context
from training.judge_held_out import area_under_curve
from training.judge_swaps import swapped
from training.judge_tables import table_example
from training.splits import row_held_out

TEXT = (
    "Werkbezoek aan Groningen. In 2021 telde het havenbedrijf van Groningen 240 medewerkers. "
    "De wethouder ontving de delegatie in het stadhuis en sprak over de aansluiting op het spoor naar Bremen. "
    "Na afloop bezochten de deelnemers een fabriek van windmolenonderdelen aan de rand van de stad. "
    "Een vervolgbezoek met bedrijven uit de maakindustrie is voorzien in het najaar van het jaar daarop."
)


def _example(question: str = "Hoeveel medewerkers telde de haven van Groningen in 2021?") -> Example:
    start = TEXT.index("240")
    sentence = TEXT.index("In 2021")
    return Example(
        question=question,
        text=TEXT,
        answer=(start, start + 3),
        evidence=(sentence, TEXT.index("De wethouder") - 1),
        question_language="nl",
        text_language="nl",
    )


@pytest.mark.parametrize("seed", range(12))
def test_reshaped_passages_keep_their_answer(seed: int) -> None:
    draw = random.Random(seed)
    for made in (
        crop(_example(), draw=draw),
        lead_as_context(_example()),
        join_texts(_example(), "Een andere zin. Nog een.", before=bool(seed % 2)),
    ):
        assert made.answer is not None
        assert made.evidence is not None
        assert made.text[slice(*made.answer)] == "240"
        assert made.text[slice(*made.evidence)].startswith("In 2021 telde")


def test_a_first_sentence_becomes_the_title() -> None:
    made = lead_as_context(_example())
    assert made.context == "Werkbezoek aan Groningen."
    assert made.text.startswith("In 2021")


def test_a_passage_without_its_answer_has_none() -> None:
    made = cut_out(_example(), draw=random.Random(1))
    assert made is not None
    assert not made.answerable
    assert "240" not in made.text


def test_a_swapped_question_names_what_the_passage_does_not() -> None:
    found = {
        made.question for seed in range(40) if (made := swapped(_example(), (), draw=random.Random(seed)))
    }
    assert len(found) > 4
    for question in found:
        assert question != _example().question
        changed = set(question.rstrip("?").split()) - set(_example().question.rstrip("?").split())
        assert changed
        assert not any(word in TEXT for word in changed)


def test_a_question_that_names_nothing_cannot_be_swapped() -> None:
    assert swapped(_example("Hoeveel medewerkers waren er?"), ("Fluxys",), draw=random.Random(2)) is None


@pytest.mark.parametrize("seed", range(300))
def test_tables_answer_in_the_row_asked_for(seed: int) -> None:
    made = table_example(random.Random(seed), lambda language: f"Een zin ({language}).")
    assert "{x}" not in made.question + made.text + made.context
    assert made.answerable == (made.origin == "table")
    if made.answer and made.evidence:
        assert made.evidence[0] <= made.answer[0] < made.answer[1] <= made.evidence[1]
        row = made.text[slice(*made.evidence)]
        assert "\n" not in row
        assert made.text[slice(*made.answer)] in row


def test_area_under_curve_by_hand() -> None:
    assert area_under_curve([0.9, 0.4, 0.6, 0.1], [True, True, False, False]) == 0.75
    assert area_under_curve([0.5, 0.5], [True, False]) == 0.5
    assert np.isnan(area_under_curve([0.5], [True]))


def test_calibration_finds_the_odds() -> None:
    from training.judge_publish import fit_logistic

    scores = np.repeat([[0.0], [1.0]], 1000, axis=0)
    answerable = np.array([row % 4 == 0 if row < 1000 else row % 4 != 0 for row in range(2000)])
    weights, bias = fit_logistic(scores, answerable)
    assert bias == pytest.approx(-np.log(3), abs=0.05)
    assert weights[0] == pytest.approx(2 * np.log(3), abs=0.1)


def report_set(folder: Path) -> Path:
    """A set of one report with a question that it answers and one that it does not."""
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / "groningen.txt").write_text(f"Verslag\n\n{TEXT}\n", encoding="utf-8")
    asked = {"nl": "Hoeveel medewerkers?", "fr": "Combien d'employés ?", "en": "How many people?"}
    answered = {
        "id": "g1",
        "report": "groningen.txt",
        "answerable": True,
        "question": asked,
        "sentence": "In 2021 telde het havenbedrijf\n  van Groningen 240 medewerkers.",
        "answer": "240",
        "answer_all": ["240"],
        "quote_any": ["240 medewerkers"],
    }
    missed = {"id": "g2", "report": "groningen.txt", "answerable": False, "question": asked, "miss": "-"}
    lines = "\n".join(json.dumps(row) for row in (answered, missed))
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_questions_on_reports_come_with_the_passages_that_search_brings(tmp_path: Path) -> None:
    from training.report_questions import draw_reports, gold_rows, locate, report_questions

    folder = report_set(tmp_path)
    questions = report_questions([folder])
    assert [(one.group, one.language, one.answering is not None) for one in questions] == [
        (group, language, group == "g1") for group in ("g1", "g2") for language in ("nl", "fr", "en")
    ]
    answering = questions[1].answering
    assert answering is not None
    assert answering.answer is not None
    assert answering.text[slice(*answering.answer)] == "240"
    assert answering.question == "Combien d'employés ?"
    drawn = list(draw_reports(questions, draw=random.Random(1)))
    assert [example.answerable for example in drawn].count(True) == 1
    row = {"id": "g", "report": "r", "answerable": True, "question": dict.fromkeys(("nl", "fr", "en"), "?")}
    assert [gold["lang"] for gold in gold_rows(row)] == ["nl", "fr", "en"]
    assert locate("één twee", "0 één\n twee drie") == (2, 11)
    assert locate("vier", "0 één") is None


def test_aligned_sentences_are_found_where_they_stand(tmp_path: Path) -> None:
    from training.judge_aligned import aligned_examples

    towns = [f"{first}{second}stad" for first in "BCDFGHJKLM" for second in "aeiouylrhjwnst"]
    lines = [
        f"Last year the port of {town} grew a lot.\tDe haven van {town} groeide vorig jaar fors."
        for town in towns
    ]
    with lzma.open(tmp_path / "jrc_sample.en-nl.tsv.xz", "wt", encoding="utf-8") as packed:
        packed.write("\n".join(lines) + "\n")
    found = aligned_examples(tmp_path, count=40, seed=3)
    assert len(found) == 40
    for example in found:
        town = next(word.strip(".") for word in example.question.split() if "stad" in word)
        assert example.question_language != example.text_language
        assert (example.evidence is not None) == (town in example.text)
        if example.evidence:
            assert town in example.text[slice(*example.evidence)]
            assert example.answer is None


def _rows(passages: int) -> list[dict[str, object]]:
    """Written rows over passages of which some are held out."""
    rows = []
    for number in range(passages):
        text = TEXT.replace("240", str(300 + number))
        example = _example()
        assert example.answer
        assert example.evidence
        row = {
            "id": f"t{number}",
            "passage": f"p{number}",
            "lang": "nl",
            "source": "written",
            "context": text,
            "question": {
                "nl": example.question,
                "fr": "Combien d'employés le port de Groningue comptait-il en 2021 ?",
                "en": "How many people did the port of Groningen employ in 2021?",
            },
            "answerable": True,
            "type": "number",
            "sentence": text[slice(*example.evidence)],
            "sentence_start": example.evidence[0],
            "answer": text[slice(*example.answer)],
            "answer_start": example.answer[0],
        }
        near = {"nl": "Hoe heet de wethouder?", "fr": "Qui est l'échevin ?", "en": "Who is the alderman?"}
        rows += [row, {**row, "id": f"t{number}n", "question": near, "answerable": False}]
    assert any(map(row_held_out, rows))
    return rows


def test_training_goes_from_rows_to_a_folder_that_judges(tmp_path: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    from index.judge import Candidate, load_judge
    from training import judge, judge_publish
    from training.folders import pack_encoder
    from training.vocabulary import build_tokenizer, save_tokenizer

    data, work = tmp_path / "data", tmp_path / "work"
    (data / "qa").mkdir(parents=True)
    rows = _rows(30)
    with lzma.open(data / "qa" / "written.jsonl.xz", "wt", encoding="utf-8") as packed:
        packed.writelines(json.dumps(row) + "\n" for row in rows)
    tokenizer = build_tokenizer([TEXT, "Combien | How many people ?"], size=200)
    save_tokenizer(tokenizer, work / "tokenizer", max_tokens=512)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    pack_encoder(BertModel(config), work / "tokenizer", work / "stage2")
    common = ["--data", str(data), "--work", str(work), "--smoke"]
    judge.main([*common, "--reports", str(report_set(tmp_path / "set"))])
    judge_publish.main([*common, "--target", str(tmp_path / "missive-judge")])
    found = load_judge(str(tmp_path / "missive-judge"))
    made = found.judge([Candidate(question="Hoeveel medewerkers?", text=TEXT, sentences=((0, 25),))])[0]
    assert 0.0 < made.answerable < 1.0
    assert made.judge.startswith("missive-judge@")
    assert not from_written(rows[1], "en").answerable
