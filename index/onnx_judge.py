"""The shipped judge through ONNX Runtime: token scores turned into sentences, spans and a probability."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.judge import Candidate, Judgement, Span
from index.onnx_encoder import TOKENIZER, WEIGHTS, by_length, content_hash, graph_file, open_session
from index.onnx_graph import BertShape, GraphWriter, write_bert

SETTINGS = "judge.json"
MAX_QUESTION_TOKENS, MAX_CONTEXT_TOKENS = 64, 48  # as in training
BATCH_TOKENS = 2048  # a batch's padded size; passages differ in length, and padding costs more than it gains
SPAN_TOKENS = 64  # the longest answer; one in a hundred of the training's is longer
SPANS = 5
EVIDENT_TOKENS = 8  # the surest ones make the evidence of a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A logistic regression from three scores of a passage to the chance that it answers.

    The scores are logits: of the first token, of the best span over that of "no answer", and the mean
    of the tokens surest to be evidence. Fitted by `training.judge_publish` on held-apart questions.
    """

    weights: tuple[float, float, float]
    bias: float

    @classmethod
    def read(cls, folder: Path) -> Calibration:
        """Read `judge.json` of a judge's folder.

        Raises:
            OSError: the file is missing.
            ValueError: it holds no calibration.
        """
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        try:
            first, second, third = map(float, settings["calibration"]["weights"])
            return cls(weights=(first, second, third), bias=float(settings["calibration"]["bias"]))
        except KeyError as exc:
            raise ValueError(f"{folder / SETTINGS} holds no calibration") from exc

    def probability(self, scores: Sequence[float]) -> float:
        """Return the chance, 0..1."""
        return float(_sigmoid(np.dot(self.weights, scores) + self.bias))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A candidate as read: logits of the text's tokens and where each stands in the text.

    `tokens` is float32 (tokens, 3): answer start, answer end, evidence; `none` the start and end logits
    of "no answer"; `offsets` int64 (tokens, 2).
    """

    tokens: np.ndarray
    none: tuple[float, float]
    answerable: float
    offsets: np.ndarray


def judge_graph(folder: Path) -> bytes:
    """Return the graph of a judge's folder: ids, types and mask -> `tokens` and `answerable` logits.

    Raises:
        OSError: a file is missing.
        ValueError: the model is of another shape.
    """
    from safetensors.numpy import load_file

    weights = load_file(folder / WEIGHTS)
    if "tokens.weight" not in weights or "answerable.weight" not in weights:
        raise ValueError(f"{folder}: the model has no heads of a judge")
    writer = GraphWriter()
    hidden = write_bert(writer, weights, BertShape.read(folder), prefix="bert.", types=True)
    marked = writer.linear(hidden, weights["tokens.weight"], "tokens.product")
    writer.node("Add", [marked, writer.weight("tokens.bias", weights["tokens.bias"])], "tokens")
    first = writer.node(
        "Gather", [hidden, writer.weight("first", np.array([0], dtype=np.int64))], "first.hidden", axis=1
    )
    known = writer.linear(first, weights["answerable.weight"], "answerable.product")
    writer.node("Add", [known, writer.weight("answerable.bias", weights["answerable.bias"])], "answerable")
    inputs = ("input_ids", "token_type_ids", "attention_mask")
    return writer.serialize(inputs=inputs, outputs={"tokens": 3, "answerable": 3})


class OnnxJudge:
    """A `Judge` over a folder with `model.safetensors`, `config.json`, `tokenizer.json` and `judge.json`."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the folder; the graph is built at first use and kept.

        Raises:
            OSError: a file is missing.
            ValueError: the model is of another shape.
        """
        from tokenizers import Tokenizer

        self._calibration = Calibration.read(folder)
        settings = hashlib.sha256((folder / SETTINGS).read_bytes()).hexdigest()
        weights = content_hash(folder)
        self._identity = f"{folder.name}@{hashlib.sha256((weights + settings).encode()).hexdigest()[:16]}"
        self._max_tokens = BertShape.read(folder).positions
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cls, self._sep = _mark(self._tokenizer, "[CLS]"), _mark(self._tokenizer, "[SEP]")
        self._session = open_session(graph_file(folder, digest=weights, build=judge_graph), threads=threads)

    @property
    def identity(self) -> str:
        """The folder's name and a hash of its content."""
        return self._identity

    def judge(self, candidates: Sequence[Candidate]) -> tuple[Judgement, ...]:
        """Return one judgement a candidate, in their order; a text beyond the model's length is cut."""
        return tuple(
            Judgement(
                answerable=self._calibration.probability(passage_scores(reading)),
                sentence_scores=sentence_scores(reading, candidate.sentences),
                spans=best_spans(reading, candidate.text),
                judge=self._identity,
            )
            for candidate, reading in zip(candidates, self.read(candidates), strict=True)
        )

    def read(self, candidates: Sequence[Candidate]) -> list[Reading]:
        """Return the logits behind the judgements, for calibration and measurement."""
        rows = [self._row(candidate) for candidate in candidates]
        found: dict[int, Reading] = {}
        for batch in by_length([len(row[0]) for row in rows], batch_tokens=BATCH_TOKENS):
            found.update(self._run(rows, batch))
        return [found[number] for number in range(len(rows))]

    def _row(self, candidate: Candidate) -> tuple[list[int], int, np.ndarray]:
        """Return a candidate's token ids, the place of the text's first token, and the text's offsets."""
        question, context, text = (
            self._tokenizer.encode(readable(part), add_special_tokens=False)
            for part in (candidate.question, candidate.context, candidate.text)
        )
        asked, over = question.ids[:MAX_QUESTION_TOKENS], context.ids[:MAX_CONTEXT_TOKENS]
        head = [self._cls, *asked, self._sep, *over, self._sep]
        body = text.ids[: self._max_tokens - len(head) - 1]
        offsets = np.array(text.offsets[: len(body)], dtype=np.int64).reshape(-1, 2)
        return [*head, *body, self._sep], len(head), offsets

    def _run(
        self, rows: Sequence[tuple[list[int], int, np.ndarray]], batch: Sequence[int]
    ) -> Iterator[tuple[int, Reading]]:
        longest = max(len(rows[number][0]) for number in batch)
        ids, types, mask = (np.zeros((len(batch), longest), dtype=np.int64) for _ in range(3))
        for place, number in enumerate(batch):
            row, first, _ = rows[number]
            ids[place, : len(row)] = row
            types[place, first : len(row)] = 1
            mask[place, : len(row)] = 1
        feed = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        tokens, answerable = self._session.run(["tokens", "answerable"], feed)
        for place, number in enumerate(batch):
            _, first, offsets = rows[number]
            yield (
                number,
                Reading(
                    tokens=tokens[place, first : first + len(offsets)],
                    none=(float(tokens[place, 0, 0]), float(tokens[place, 0, 1])),
                    answerable=float(answerable[place, 0, 0]),
                    offsets=offsets,
                ),
            )


def _mark(tokenizer: Any, name: str) -> int:
    found = tokenizer.token_to_id(name)
    if found is None:
        raise ValueError(f"the tokenizer has no {name}")
    return int(found)


def readable(text: str) -> str:
    """Return the text with line ends and tabs as a bar, which the tokenizer keeps; offsets stay the same."""
    return text.replace("\n", "|").replace("\t", "|")


def passage_scores(reading: Reading) -> tuple[float, float, float]:
    """Return the three logits that `Calibration` weighs; a passage without tokens has the lowest."""
    if not len(reading.tokens):
        return (-10.0, -10.0, -10.0)
    best = float(np.max(_span_logits(reading))) - sum(reading.none)
    surest = np.sort(reading.tokens[:, 2])[-EVIDENT_TOKENS:]
    return (reading.answerable, best, float(surest.mean()))


def sentence_scores(reading: Reading, sentences: Sequence[tuple[int, int]]) -> tuple[float, ...]:
    """Return 0..1 a sentence: half from its tokens' evidence, half from the answers that begin in it."""
    starts = _softmax(reading.tokens[:, 0]) if len(reading.tokens) else np.zeros(0)
    scores = []
    for start, end in sentences:
        inside = (reading.offsets[:, 0] < end) & (reading.offsets[:, 1] > start)
        if not inside.any():
            scores.append(0.0)
            continue
        evidence = float(_sigmoid(reading.tokens[inside, 2].mean()))
        scores.append((evidence + float(starts[inside].sum())) / 2)
    return tuple(scores)


def best_spans(reading: Reading, text: str) -> tuple[Span, ...]:
    """Return up to five answers that do not overlap, best first."""
    if not len(reading.tokens):
        return ()
    logits = _span_logits(reading)
    shares = _softmax(logits.ravel()).reshape(logits.shape)
    found: list[Span] = []
    for place in np.argsort(-shares, axis=None)[: SPANS * 20]:
        first, length = divmod(int(place), SPAN_TOKENS)
        last = first + length
        if shares[first, length] == 0.0 or last >= len(reading.tokens):
            break
        start, end = whole_words(text, int(reading.offsets[first, 0]), int(reading.offsets[last, 1]))
        # A line break between two blocks can be a token of its own, and nobody's answer.
        if not text[start:end].strip():
            continue
        if all(end <= span.start or start >= span.end for span in found):
            found.append(Span(start=start, end=end, score=float(shares[first, length])))
        if len(found) == SPANS:
            break
    return tuple(found)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span widened to whole words and numbers: never the `234` of `1.234`."""
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return start, end


def _joined(text: str, place: int) -> bool:
    """Tell whether the characters on both sides of `place` belong to one word or number."""
    before, after = text[place - 1], text[place]
    if before.isalnum() and after.isalnum():
        return True
    if before in ".," and after.isdigit():
        return place > 1 and text[place - 2].isdigit()
    if after in ".," and before.isdigit():
        return place + 1 < len(text) and text[place + 1].isdigit()
    return False


def _span_logits(reading: Reading) -> np.ndarray:
    """Return float32 (tokens, SPAN_TOKENS): the sum of logits of a span by first token and length less one."""
    count = len(reading.tokens)
    ends = np.full(count + SPAN_TOKENS, -np.inf, dtype=np.float32)
    ends[:count] = reading.tokens[:, 1]
    windows = np.lib.stride_tricks.sliding_window_view(ends, SPAN_TOKENS)[:count]
    return np.asarray(reading.tokens[:, :1] + windows)


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())


def _sigmoid(value: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-value))
