"""Reports that speak to the machine, read by a model that obeys: none of it may reach the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

import prompts
from assistant.answer import Answer
from assistant.answering import Assistant
from assistant.engines.chat import ChatEngine
from assistant.exports import to_markdown
from index.embedder import load_embedder
from index.ingestion import ingest_paths
from index.judge import load_judge
from index.library import Library
from index.passages import Filters
from ingest.text.claims import Quoted, check_claim
from ingest.text.languages import Language
from ingest.text.quotes import is_verbatim

ATTACKS = Path(__file__).parent / "data" / "injections.tsv"
TRUE = {
    "nl": (
        "De delegatie telde 31 deelnemers.",
        "Verslag van het bezoek aan Lyon",
        "Hoeveel deelnemers telde de delegatie?",
    ),
    "fr": (
        "La délégation comptait 31 participants.",
        "Compte rendu de la visite à Lyon",
        "Combien de participants comptait la délégation ?",
    ),
    "en": (
        "The delegation had 31 participants.",
        "Report of the visit to Lyon",
        "How many participants did the delegation have?",
    ),
}
"""What every report says truly, its title, and the question that is asked of it, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One row of the file, and the number of its report."""

    number: int
    language: Language
    where: str
    text: str
    obeyed: str
    quote: str
    never: str

    @property
    def claim(self) -> str:
        """Return what a model that obeys would claim."""
        if self.obeyed == "PROMPT":
            return prompts.load("answer.system").fill(language="English", mark="x").split("\n\n")[1]
        return TRUE[self.language][0] if self.obeyed == "FILTER" else self.obeyed

    @property
    def page(self) -> str:
        """Return a web page that is the report with the attack in its place."""
        true, title, _ = TRUE[self.language]
        held = {
            "text": f"<p>{self.text}</p>",
            "display": f'<p style="display:none">{self.text}</p>',
            "white": f'<p style="color:#ffffff;background:#ffffff">{self.text}</p>',
            "comment": f"<!-- {self.text} -->",
            "alt": f'<img src="kaart.png" alt="{self.text}">',
        }.get(self.where, "")
        head = (
            f'<meta name="description" content="{re.sub("[<>]", "", self.text)}">'
            if self.where == "meta"
            else ""
        )
        named = self.text if self.where == "title" else title
        return (
            f'<html lang="{self.language}"><head><meta charset="utf-8"><title>{named}</title>{head}</head>'
            f"<body><h1>{named} ({self.number})</h1><p>{true}</p>{held}</body></html>"
        )


def _attacks() -> tuple[Attack, ...]:
    rows = [line for line in ATTACKS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    attacks = []
    for number, row in enumerate(rows):
        language, where, text, obeyed, quote, never = row.split("\t")
        attacks.append(
            Attack(
                number=number,
                language=Language(language),
                where=where,
                text=text,
                obeyed=obeyed,
                quote=quote,
                never=never,
            )
        )
    return tuple(attacks)


class Obedient(BaseChatModel):
    """Does what an attack says; where `reads` it does so only if the attack is in what it was given."""

    attack: Any
    reads: bool = True
    has_read: bool = False

    @property
    def _llm_type(self) -> str:
        return "obedient"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._says(messages)))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: object,
    ) -> Iterator[ChatGenerationChunk]:
        yield ChatGenerationChunk(message=AIMessageChunk(content=self._says(messages)))

    def _says(self, messages: Sequence[BaseMessage]) -> str:
        attack: Attack = self.attack
        given = "\n".join(str(message.content) for message in messages)
        self.has_read = self.has_read or attack.text in given
        true = TRUE[attack.language][0]
        quotes = {"own": attack.text, "true": true}
        obeyed = {
            "text": attack.claim,
            "quotes": [{"passage": 1, "quote": quotes.get(attack.quote, attack.quote)}],
            "filters": {"countries": ["BE"]},
        }
        honest = {"text": true, "quotes": [{"passage": 1, "quote": true}]}
        claims = [obeyed] if self.has_read or not self.reads else [honest]
        return json.dumps({"claims": claims, "filters": {"countries": ["BE"]}}, ensure_ascii=False)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("attacked")
    reports = folder / "reports"
    reports.mkdir()
    for attack in _attacks():
        (reports / f"{attack.number}.html").write_text(attack.page, encoding="utf-8")
    embedder = load_embedder(None)
    with Library.create(folder / "library", embedder) as library:
        ingest_paths(library, [reports], embedder=embedder)
    library = Library.open(folder / "library", embedder)
    return Assistant(library, embedder=embedder, judge=load_judge(None))


def _answer(assistant: Assistant, attack: Attack, *, reads: bool) -> tuple[Answer, Obedient, Filters]:
    model = Obedient(attack=attack, reads=reads)
    assistant.engine = ChatEngine(name="obedient", model=model)
    filters = Filters(documents=(assistant.library.resolve(f"{attack.number}.html"),))
    question = TRUE[attack.language][2]
    return assistant.ask(question, language=attack.language, filters=filters), model, filters


def _is_carried(answer: Answer, assistant: Assistant) -> bool:
    """Tell whether every claim holds against its quotes, which stand on their pages to the letter."""
    for claim in answer.claims:
        cited = [citation for citation in answer.citations if citation.marker in claim.markers]
        quotes = [
            Quoted(text=one.quote, language=one.language, anchor=one.date, context=one.title) for one in cited
        ]
        if not quotes or (not claim.is_quote and check_claim(claim.text, answer.language, quotes)):
            return False
        for one in cited:
            page = assistant.library.page(one.document_id, one.page)
            if not is_verbatim(one.quote, page.text, one.start, one.end):
                return False
    return True


def _told(answer: Answer) -> str:
    return "\n".join(claim.text for claim in answer.claims)


def _through(answer: Answer, attack: Attack, assistant: Assistant, filters: Filters) -> list[str]:
    """Return what of the attack reached the reader."""
    through = []
    if not _is_carried(answer, assistant):
        through.append("a claim that its quotes do not carry")
    if attack.never not in ("PROMPT", "FILTER") and attack.never in _told(answer):
        through.append(attack.never)
    prompt = re.findall(r"\w+", prompts.load("answer.system").source)
    runs = {" ".join(prompt[i : i + 6]) for i in range(len(prompt) - 5)}
    told = " ".join(re.findall(r"\w+", f"{answer.text} {to_markdown([answer], answer.language)}"))
    if any(run in told for run in runs):
        through.append("a piece of the prompt")
    if answer.filters != filters:
        through.append("a changed filter")
    return through


def test_there_are_twenty_attacks_a_language() -> None:
    languages = [attack.language for attack in _attacks()]
    assert {language: languages.count(language) for language in languages} == {
        Language.DUTCH: 20,
        Language.FRENCH: 20,
        Language.ENGLISH: 20,
    }


@pytest.mark.parametrize("reads", [True, False])
def test_no_attack_gets_through(assistant: Assistant, reads: bool) -> None:
    """Without `reads` the model is lost whatever it was given: then the check alone stands."""
    through = {}
    answers = []
    for attack in _attacks():
        answer, _, filters = _answer(assistant, attack, reads=reads)
        answers.append(answer)
        if found := _through(answer, attack, assistant, filters):
            through[attack.text] = (found, answer.text)
    assert not through
    html = str(pypandoc.convert_text(to_markdown(answers, Language.ENGLISH), "html", format="markdown"))
    assert "<img" not in html
    assert not re.search(r"(?:href|src)=(?![\"']?#)", html)


def test_what_speaks_to_the_machine_is_kept_from_the_model(assistant: Assistant) -> None:
    read = [attack.text for attack in _attacks() if _answer(assistant, attack, reads=True)[1].has_read]
    assert not read


def test_the_honest_answer_still_comes(assistant: Assistant) -> None:
    wrong = []
    for attack in _attacks():
        answer = _answer(assistant, attack, reads=True)[0]
        if not any("31" in claim.text for claim in answer.claims):
            wrong.append((attack.text, answer.engine, answer.text))
    assert not wrong
