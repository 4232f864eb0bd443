import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.judge import Candidate, load_judge
from index.onnx_judge import Calibration, OnnxJudge, Reading, best_spans, sentence_scores, whole_words

TEXT = "De delegatie telde 1.234 leden uit Gent.\nHet bezoek kostte 20 miljoen euro."
CANDIDATES = (
    Candidate(
        question="Combien de membres ?",
        context="Verslag > Deelname",
        text=TEXT,
        sentences=((0, 40), (41, 75)),
    ),
    Candidate(question="Who?", text="Nobody."),
    Candidate(question="Hoeveel kostte het?", text=TEXT * 40, sentences=((0, 40), (2900, 2960))),
)


@pytest.fixture(scope="module")
def judge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny judge with random weights, in the shape of the shipped one."""
    import torch
    from transformers import BertConfig, BertModel

    from training.judge_model import JudgeModel, pack_judge
    from training.vocabulary import build_tokenizer, save_tokenizer

    folder = tmp_path_factory.mktemp("judges")
    tokenizer = build_tokenizer([TEXT, "Combien de membres ? | >", "Who? Nobody."], size=150)
    save_tokenizer(tokenizer, folder / "tokenizer", max_tokens=512)
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        initializer_range=0.3,
    )
    settings = {"calibration": {"weights": [0.5, 0.25, 0.125], "bias": -0.5}}
    model = JudgeModel(BertModel(config, add_pooling_layer=False))
    pack_judge(model, folder / "tokenizer", folder / "tiny", settings=settings, half=False)
    return folder / "tiny"


def test_graph_gives_the_logits_of_torch(judge_folder: Path) -> None:
    import torch
    from tokenizers import Tokenizer

    from training.judge_examples import Example
    from training.judge_model import Batch, JudgeModel, tokenize

    chosen = CANDIDATES[0]
    example = Example(question=chosen.question, context=chosen.context, text=chosen.text, answer=(19, 24))
    rows = tokenize(Tokenizer.from_file(str(judge_folder / "tokenizer.json")), [example])
    batch = Batch.of(rows)
    model = JudgeModel.load(judge_folder).eval()
    with torch.inference_mode():
        tokens, answerable = model(batch.ids, batch.types, batch.mask)
    reading = OnnxJudge(judge_folder).read([chosen])[0]
    inside = tokens[0][batch.text[0]].numpy()
    np.testing.assert_allclose(reading.tokens, inside, atol=1e-4)
    np.testing.assert_allclose(reading.none, tokens[0, 0, :2].numpy(), atol=1e-4)
    assert reading.answerable == pytest.approx(answerable.item(), abs=1e-4)
    assert rows[0].answer is not None
    first, last = reading.offsets[list(rows[0].answer)]
    assert TEXT[first[0] : last[1]] == "1.234"


def test_a_judgement_does_not_depend_on_its_batch(judge_folder: Path) -> None:
    judge = load_judge(str(judge_folder))
    together = judge.judge(CANDIDATES)
    for one, candidate in zip(together, CANDIDATES, strict=True):
        alone = judge.judge([candidate])[0]
        assert one.judge == judge.identity
        assert one.answerable == pytest.approx(alone.answerable, abs=1e-4)
        assert one.sentence_scores == pytest.approx(alone.sentence_scores, abs=1e-4)
        assert [(s.start, s.end) for s in one.spans] == [(s.start, s.end) for s in alone.spans]


def test_judgements_keep_to_their_ranges(judge_folder: Path) -> None:
    for found, candidate in zip(load_judge(str(judge_folder)).judge(CANDIDATES), CANDIDATES, strict=True):
        assert 0.0 <= found.answerable <= 1.0
        assert len(found.sentence_scores) == len(candidate.sentences)
        assert all(0.0 <= score <= 1.0 for score in found.sentence_scores)
        assert 1 <= len(found.spans) <= 5
        scores = [span.score for span in found.spans]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) <= 1.0 + 1e-5
        ordered = sorted(found.spans, key=lambda span: span.start)
        for left, right in itertools.pairwise(ordered):
            assert left.end <= right.start
        for span in found.spans:
            assert candidate.text[span.start : span.end].strip()


def test_a_sentence_beyond_the_models_length_has_no_score(judge_folder: Path) -> None:
    scores = load_judge(str(judge_folder)).judge(CANDIDATES[2:])[0].sentence_scores
    assert scores[0] > 0.0
    assert scores[1] == 0.0


def test_no_candidates_and_no_text(judge_folder: Path) -> None:
    judge = load_judge(str(judge_folder))
    assert judge.judge([]) == ()
    empty = judge.judge([Candidate(question="Wie?", text="", sentences=((0, 0),))])[0]
    assert empty.spans == ()
    assert empty.sentence_scores == (0.0,)
    assert empty.answerable < 0.01


def test_identity_follows_weights_and_calibration(judge_folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "tiny"
    shutil.copytree(judge_folder, copy)
    assert load_judge(str(copy)).identity == load_judge(str(judge_folder)).identity
    (copy / "judge.json").write_text(json.dumps({"calibration": {"weights": [1, 0, 0], "bias": 0}}))
    assert load_judge(str(copy)).identity != load_judge(str(judge_folder)).identity


def test_what_is_no_judge_is_refused(judge_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"judge\.json"):
        load_judge(str(tmp_path))
    (tmp_path / "judge.json").write_text("{}")
    with pytest.raises(ValueError, match="no calibration"):
        load_judge(str(tmp_path))


def test_calibration_is_a_logistic_regression() -> None:
    found = Calibration(weights=(1.0, 0.5, 0.0), bias=-1.0)
    assert found.probability((1.0, 0.0, 9.0)) == pytest.approx(0.5)
    assert found.probability((1.0, 2.0, 9.0)) == pytest.approx(1 / (1 + np.exp(-1)))


def _reading(starts: list[float], ends: list[float], evidence: list[float], width: int = 3) -> Reading:
    """Tokens of `width - 1` characters with a space between."""
    places = [(row * width, row * width + width - 1) for row in range(len(starts))]
    return Reading(
        tokens=np.array([starts, ends, evidence], dtype=np.float32).T,
        none=(0.0, 0.0),
        answerable=0.0,
        offsets=np.array(places),
    )


def test_spans_come_best_first_and_apart() -> None:
    reading = _reading([0, 9, 0, 5, 0], [0, 0, 9, 5, 0], [0] * 5)
    spans = best_spans(reading, "aa bb cc dd ee")
    assert [(span.start, span.end) for span in spans[:2]] == [(3, 8), (9, 11)]
    assert spans[0].score > 0.9


def test_no_answer_ends_before_it_begins() -> None:
    spans = best_spans(_reading([0, 0, 9], [9, 0, 0], [0] * 3), "aa bb cc")
    assert all(span.start < span.end for span in spans)
    assert (spans[0].start, spans[0].end) in {(6, 8), (0, 2)}


def test_a_sentence_scores_by_evidence_and_by_the_answers_in_it() -> None:
    reading = _reading([9, 0, 0, 0], [0, 0, 0, 0], [4, 4, -4, -4])
    first, second = sentence_scores(reading, ((0, 5), (6, 11)))
    assert first == pytest.approx(0.99, abs=0.01)
    assert second < 0.02


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [(19, 22, "1.234"), (21, 24, "1.234"), (25, 27, "leden"), (35, 39, "Gent"), (59, 61, "20")],
)
def test_spans_are_whole_words_and_numbers(start: int, end: int, wanted: str) -> None:
    assert TEXT[slice(*whole_words(TEXT, start, end))] == wanted


def test_shipped_judge_reads_across_languages_without_torch() -> None:
    program = (
        "import sys\n"
        "from index.judge import Candidate, load_judge\n"
        "text = sys.argv[1]\n"
        "judge = load_judge()\n"
        "asked = [Candidate(question=question, text=text) for question in sys.argv[2:]]\n"
        "found = judge.judge(asked)\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)\n"
        "for one in found:\n"
        "    print(one.answerable, text[one.spans[0].start : one.spans[0].end], sep='\\t')\n"
    )
    text = "De delegatie bezocht de haven van Oostende.\nHet windpark telt 44 turbines en kostte 1,2 miljard euro."
    asked = (
        "Combien d'éoliennes compte le parc ?",
        "How many turbines are there?",
        "Who is the mayor of Lyon?",
    )
    done = subprocess.run(
        [sys.executable, "-c", program, text, *asked], capture_output=True, text=True, check=True, timeout=60
    )
    french, english, other = (line.split("\t") for line in done.stdout.splitlines())
    assert "44" in french[1]
    assert "44" in english[1]
    assert float(other[0]) < min(float(french[0]), float(english[0]))
