"""What is written down: records, documents, ledgers, and the words of any element."""

from __future__ import annotations

from typing import Any, Final

from campaignflow.model import Campaign, Elastic

from .kinds import Shows


def _words(campaign: Campaign, elements: list[Any]) -> str:
    """Show the parts of documents, the choices of fields or the values of statements."""
    names = ("parts", "choices", "values")
    return " ".join(
        word
        for element in elements
        for word in next(getattr(element, name) for name in names if hasattr(element, name))
    )


def _persons(campaign: Campaign, elements: list[Any]) -> str:
    return str(sum(field.type == "person" and field.required for field in elements[0].fields))


def _sizes(campaign: Campaign, elements: list[Any]) -> str:
    return " ".join(str(len(_words(campaign, [each]).split())) for each in elements)


def _forbidden(campaign: Campaign, elements: list[Any]) -> str:
    """Show in which directions planned time may not be changed."""
    words = {"extend": "extending", "shorten": "shortening", "drop": "dropping"}
    elastic = elements[0].elasticity
    return " ".join(w for key, w in words.items() if getattr(elastic, key) is Elastic.FORBIDDEN)


PAPERS: Final[Shows] = {
    "words": _words,
    "sizes": _sizes,
    "persons": _persons,
    "states": lambda _campaign, elements: " ".join(elements[0].lifecycle.states),
    "forbidden": _forbidden,
    "titles": lambda _campaign, elements: " ".join(each.title for each in elements),
    "count": lambda _campaign, elements: str(len(elements)),
    "cites": lambda _campaign, elements: " ".join(elements[0].cites),
}
