"""The second reader: asks, remembers, and adds what the text bears out."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from twingraph.errors import SecondReaderError, SettingsError, StoreError
from twingraph.lexicon import Gazetteer
from twingraph.model import Extraction
from twingraph.second_reader.answer import Answer, parse_answer
from twingraph.second_reader.client import ChatClient
from twingraph.second_reader.merge import merge_answer
from twingraph.second_reader.prompt import INSTRUCTION, SCHEMA, messages, split_text
from twingraph.settings import Settings

_PATIENCE = 3
"""Releases in a row that got no answer, after which nobody is asked any more."""


class SecondReader:
    """Reads releases once more by asking a model, as long as the model answers.

    Args:
        folder: Where answers are kept, each under the digest of what was asked.
    """

    def __init__(self, client: ChatClient, model: str, gazetteer: Gazetteer, folder: Path) -> None:
        self._client, self._model, self._gazetteer, self._folder = client, model, gazetteer, folder
        self._asked = self._known = self._added = self._confirmed = self._unproven = self._in_a_row = 0
        self._failed: dict[str, str] = {}
        self._given_up = False

    def read(self, extraction: Extraction) -> Extraction:
        """Return *extraction* with what the model adds; unchanged where it has no answer."""
        release = extraction.release
        answer = Answer()
        try:
            for piece in split_text(release.text):
                answer.add(self._answer(release.language, piece))
        except SecondReaderError as error:
            self._failed[release.id] = str(error)
            self._in_a_row += 1
            self._given_up |= error.final or self._in_a_row >= _PATIENCE
            return extraction
        self._in_a_row = 0
        merged = merge_answer(extraction, answer, self._gazetteer)
        self._added += merged.added
        self._confirmed += merged.confirmed
        self._unproven += merged.unproven
        return merged.extraction

    def note(self) -> str:
        """Return in one line what happened."""
        counts = (
            f"{self._model}: {self._asked} asked, {self._known} known from before; "
            f"{self._added} facts added, {self._confirmed} confirmed, "
            f"{self._unproven} left out as the text does not bear them out"
        )
        if not self._failed:
            return counts
        release, reason = next(iter(self._failed.items()))
        end = ", then nobody was asked any more" if self._given_up else ""
        return f"{counts}; no answer for {len(self._failed)} releases{end}, the first {release}: {reason}"

    def _answer(self, language: str, piece: str) -> Answer:
        """Return what the model claims of one piece, from the folder where it was asked before."""
        question = messages(language, piece)
        key = json.dumps([self._model, INSTRUCTION, SCHEMA, question], sort_keys=True)
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"
        with suppress(OSError, ValueError, LookupError, TypeError, SecondReaderError):
            answer = parse_answer(json.loads(path.read_text("utf-8"))["answer"])
            self._known += 1
            return answer
        if self._given_up:
            raise SecondReaderError("not asked after others failed", "build again to ask again")
        words = self._client.ask(question)
        answer = parse_answer(words)
        self._asked += 1
        _keep(path, json.dumps({"model": self._model, "answer": words}, ensure_ascii=False, indent=1))
        return answer


def _keep(path: Path, content: str) -> None:
    new = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(content, "utf-8")
        new.replace(path)
    except OSError as error:
        cure = "give another TWINGRAPH_LLM_CACHE"
        raise StoreError(f"{path.parent}: cannot be written ({error.strerror}); {cure}") from error


def open_second_reader(settings: Settings, gazetteer: Gazetteer) -> SecondReader:
    """Return the second reader that *settings* name.

    Raises:
        SettingsError: If they name none.
    """
    if not settings.llm_url.startswith(("http://", "https://")):
        cure = "give the base address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1"
        raise SettingsError("TWINGRAPH_LLM_URL", settings.llm_url, cure)
    if not settings.llm_model:
        raise SettingsError("TWINGRAPH_LLM_MODEL", "", "name the model to ask")
    client = ChatClient(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_timeout)
    return SecondReader(client, settings.llm_model, gazetteer, settings.llm_cache)
