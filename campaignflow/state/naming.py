"""What people call an instance: its title, with occurrence and member where it has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignflow.state.state import State


def labelled(title: str, *parts: str | None) -> str:
    """Return a title followed by the parts that are there, in brackets.

    Example:
        >>> labelled("群众评议", "2017-Q3", None)
        '群众评议（2017-Q3）'
    """
    given = [part for part in parts if part is not None]
    return f"{title}（{'，'.join(given)}）" if given else title


def full_title(state: State, key: str) -> str:
    """Return the title of an instance; of what is none, its own title or key."""
    instance = state.instance(key)
    if instance is None:
        return state.blueprint.titles.get(key, key)
    title = state.blueprint.titles.get(instance.info.key, instance.info.title)
    return labelled(title, instance.occurrence, instance.member)
