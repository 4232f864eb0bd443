"""What the judge reads in one pass: written questions, harder copies of them, public questions, tables."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.text.sentences import split_sentences
from training.data import read_rows
from training.judge_aligned import aligned_examples
from training.judge_examples import (
    LANGUAGES,
    Example,
    LookAlikes,
    by_passage,
    crop,
    cut_out,
    from_public,
    from_written,
    join_texts,
    lead_as_context,
    put_to,
    written_rows,
)
from training.judge_swaps import question_names, swapped
from training.judge_tables import table_example
from training.report_questions import ReportQuestion, draw_reports

CROPPED, CROPPED_CHARS = 0.75, 520  # passages cut short and how long they stay: a pass takes half the time
NEIGHBOURS = 6  # look-alike passages a question may be put to
HEADINGS = (
    "Samenvatting|Inleiding|Achtergrond|Conclusies|Bezoeken|Verslag|Aanbevelingen|2. Gesprekken",
    "Résumé|Introduction|Contexte|Conclusions|Visites|Compte rendu|Recommandations|2. Entretiens",
    "Summary|Introduction|Background|Conclusions|Visits|Report|Recommendations|2. Meetings",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """How much of each source one pass holds.

    `written` is the share of the written questions; `put_to_others`, `swaps` and `cut_outs` are shares of those
    of them that have an answer. `report_draws` is how often each question on a whole report comes, every time
    in a language drawn anew; `aligned` the number of sentences looked for among paragraphs of another language.
    """

    written: float = 0.5
    put_to_others: float = 0.2
    swaps: float = 0.3
    cut_outs: float = 0.1
    tables: int = 800
    report_draws: int = 3
    aligned: int = 1_000
    public: Mapping[str, int] = None  # type: ignore[assignment]

    def rows_of(self, name: str) -> int:
        """Return how many rows of a public file a pass holds."""
        return (self.public or PUBLIC).get(name, 0)


PUBLIC = {"piaf_v1.1.fr": 600, "squad_v2.0_dev.en": 600, "qamr_dev.en": 200, "covidqa_windows.en": 20}


class Source:
    """Everything that passes are drawn from: the written questions, the public ones, those on whole reports."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        public: Mapping[str, list[dict[str, Any]]],
        reports: Sequence[ReportQuestion] = (),
        aligned: Sequence[Example] = (),
    ) -> None:
        """Index the written rows of the training part; `public` is file name to rows."""
        self.rows, self.public, self.reports, self.aligned = list(rows), public, reports, aligned
        self._passages = dict(by_passage(rows))
        self._texts = {key: found[0]["context"] for key, found in self._passages.items()}
        self._near = LookAlikes(self._texts)
        self.names = {
            language: question_names(row["question"][language] for row in rows) for language in LANGUAGES
        }
        self._prose: dict[str, list[str]] = {language: [] for language in LANGUAGES}
        for found in self._passages.values():
            self._prose[found[0]["lang"]].append(found[0]["context"])

    @classmethod
    def open(
        cls, data: Path, reports: Sequence[ReportQuestion] = (), *, aligned: int = 0, seed: int = 1
    ) -> Source:
        """Read the data folder; `aligned` is how many aligned sentences to keep for all passes."""
        return cls(
            written_rows(data, held_out=False),
            {name: read_rows(data / "qa" / f"{name}.jsonl.xz") for name in PUBLIC},
            reports,
            aligned_examples(data / "corpora", count=aligned, seed=seed) if aligned else (),
        )

    def draw_pass(self, mixture: Mixture, *, draw: random.Random) -> list[Example]:
        """Return the examples of one pass, the question's language of a written row drawn anew."""
        found: list[Example] = []
        for row in draw.sample(self.rows, round(mixture.written * len(self.rows))):
            example = self._dressed(from_written(row, draw.choice(LANGUAGES)), draw)
            found.append(example)
            if example.answerable:
                found += self._harder(row, example, mixture, draw)
        for name, rows in self.public.items():
            picked = draw.sample(rows, min(mixture.rows_of(name), len(rows)))
            drawn = [example for row in picked if (example := from_public(row, draw=draw))]
            found += [
                crop(one, draw=draw, longest_chars=CROPPED_CHARS) if draw.random() < CROPPED else one
                for one in drawn
            ]
            found += self._crossed(drawn[: len(drawn) // 6], draw)
        found += [
            table_example(draw, lambda language: self.line(language, draw)) for _ in range(mixture.tables)
        ]
        found += draw.sample(self.aligned, min(mixture.aligned, len(self.aligned)))
        for _ in range(mixture.report_draws):
            found += draw_reports(self.reports, draw=draw)
        draw.shuffle(found)
        return found

    def other_passage(self, row: Mapping[str, Any], *, draw: random.Random) -> str:
        """Return the id of a passage that looks as if it might answer: of the same set, or near in words."""
        same = [
            key
            for key, found in self._passages.items()
            if row.get("set") and found[0].get("set") == row["set"] and key != row["passage"]
        ]
        if same and draw.random() < 0.7:
            return draw.choice(same)
        asked = row["question"][row["lang"]]
        return draw.choice(self._near.nearest(asked, without=row["passage"], count=NEIGHBOURS))

    def passage_example(self, passage: str) -> Example:
        """Return a passage with no question of its own."""
        row = self._passages[passage][0]
        return Example(question="", text=row["context"], text_language=row["lang"], passage=passage)

    def _harder(
        self, row: Mapping[str, Any], example: Example, mixture: Mixture, draw: random.Random
    ) -> list[Example]:
        found: list[Example] = []
        if draw.random() < mixture.put_to_others:
            other = self.passage_example(self.other_passage(row, draw=draw))
            if draw.random() < CROPPED:
                other = crop(other, draw=draw, longest_chars=CROPPED_CHARS)
            found.append(put_to(example, self._headed(other, draw), origin="other passage"))
        if draw.random() < mixture.swaps:
            changed = swapped(example, self.names.get(example.question_language, ()), draw=draw)
            found += [changed] if changed else []
        if draw.random() < mixture.cut_outs:
            without = cut_out(example, draw=draw)
            found += [without] if without else []
        return found

    def _crossed(self, examples: Sequence[Example], draw: random.Random) -> list[Example]:
        """Return public questions put to another text of the same file."""
        pairs = zip(examples, draw.sample(list(examples), len(examples)), strict=True)
        return [
            put_to(one, other, origin="public, no answer") for one, other in pairs if one.text != other.text
        ]

    def _dressed(self, example: Example, draw: random.Random) -> Example:
        """Return the example shortened, lengthened or under a heading, as passages of reports come."""
        way = draw.random()
        if way < CROPPED:
            example = crop(example, draw=draw, longest_chars=CROPPED_CHARS)
        elif way < CROPPED + 0.12 and len(example.text) < 700:
            other = draw.choice(self._prose[example.text_language])
            if other != example.text and example.answerable:
                example = join_texts(example, other, before=draw.random() < 0.5)
        return self._headed(example, draw)

    def _headed(self, example: Example, draw: random.Random) -> Example:
        way = draw.random()
        if way < 0.35:
            return lead_as_context(example)
        if way < 0.55 and example.text_language in LANGUAGES:
            headings = HEADINGS[LANGUAGES.index(example.text_language)].split("|")
            return replace(example, context=draw.choice(headings))
        return example

    def line(self, language: str, draw: random.Random) -> str:
        """Return a sentence of the written passages of a language."""
        text = draw.choice(self._prose[language] or ["-"])
        return text[slice(*draw.choice(split_sentences(text)))]
