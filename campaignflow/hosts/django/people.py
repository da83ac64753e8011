"""Users as persons, and groups as roles.

A person's id is made of the user's primary key, whatever its type, and of nothing else: names stay
in the host's table, where they can be corrected and erased, and are put beside the ids when a page
is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from campaignflow.errors import CampaignflowError
from campaignflow.hosts.django.speech import language
from campaignflow.model.campaign import Campaign
from campaignflow.model.people import Role
from campaignflow.run import Run
from campaignflow.sealing import SealedText, opened

_MARK: Final = "u"
_PERSON: Final = re.compile(rf"(?<![0-9A-Za-z_-]){_MARK}[0-9A-Za-z-]+(?![0-9A-Za-z_-])")


class UnknownUserError(CampaignflowError, LookupError):
    """Say who is no user of this project, and could therefore never sign in.

    Attributes:
        names: Who it is, as it was written.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(self._told("django.no_user", names=list(names)))


def person(user: Any) -> str:
    """Return the id under which a user acts and stands in rosters: ``u`` and the primary key."""
    return f"{_MARK}{user.pk}"


def roster_of_groups(campaign: Campaign) -> tuple[tuple[str, str], ...]:
    """Return (person, role) for each active member of a group named like a role, by key or title.

    Somebody in the groups of a role and of one around it is given the inner role only, which
    implies the other.
    """
    found = [(person(user), role.key) for role in campaign.roles for user in _members(role)]
    around = {role.key: _around(role) for role in campaign.roles}
    implied = {(who, outer) for who, inner in found for outer in around[inner]}
    return tuple(row for row in found if row not in implied)


def _members(role: Role) -> Any:
    named = get_user_model().objects.filter(groups__name__in=(role.key, role.title))
    return named.filter(is_active=True).distinct().order_by("pk")


def _around(role: Role) -> list[str]:
    above, keys = role.within, []
    while above is not None:
        keys.append(above.key)
        above = above.within
    return keys


def of_users(rows: Iterable[tuple[str, ...]], *columns: int) -> tuple[tuple[Any, ...], ...]:
    """Return rows of a table with persons in place of usernames.

    Args:
        rows: The rows; a user may stand there as a person already.
        columns: Where the users stand in each row.

    Raises:
        UnknownUserError: Some are no users of this project.
    """
    known = by_username()
    table = [list(row) for row in rows]
    unknown = sorted({row[at] for row in table for at in columns} - set(known))
    if unknown:
        raise UnknownUserError(unknown)
    for row in table:
        for at in columns:
            row[at] = known[row[at]]
    return tuple(tuple(row) for row in table)


def by_username() -> dict[str, str]:
    """Return the person of every user, by username; persons, too, stand there as themselves.

    A username that looks like somebody else's person is a username.
    """
    known = {user.get_username(): person(user) for user in get_user_model().objects.all()}
    return {who: who for who in known.values()} | known


def called(run: Run) -> Mapping[str, str]:
    """Return whom a table for a run may name: users by username, and whoever is or was in it."""
    acted = {event.actor for event in run.events() if event.actor is not None}
    return {who: who for who in _of_run(run) | acted} | by_username()


def follow_roster(run: Run, wanted: Iterable[tuple[str, str]], actor: str | None) -> int:
    """Let persons take and give up roles until the run's roster is the one wanted.

    Args:
        run: The run.
        wanted: (person, role), such as :func:`roster_of_groups` gives.
        actor: Who enters it.

    Returns:
        How many roles were taken or given up.

    Raises:
        RefusalError: The plan does not allow it to the actor.
    """
    rows = set(wanted)
    held = {
        (who, role)
        for role, people in run.state.intervals.items()
        for who, intervals in people.items()
        if intervals and intervals[-1][1] is None
    }
    for who, role in sorted(rows - held):
        run.do("take_role", who, role=role, actor=actor)
    for who, role in sorted(held - rows):
        run.do("give_up_role", who, role=role, actor=actor)
    return len(rows ^ held)


class Names:
    """Put names of users in the place of their ids, for pages.

    Args:
        persons: The persons who may be named.
        texts: Texts about people that may be shown; others are said to be sealed.

    Attributes:
        by_id: Person -> name, for each of them.
    """

    def __init__(self, persons: Iterable[str], texts: Iterable[SealedText] = ()) -> None:
        self.by_id: Mapping[str, str] = names_of(set(persons))
        self._texts = tuple(texts)

    def text(self, text: str) -> str:
        """Return a text with each person's name for the id, and texts about people for tokens."""
        named = _PERSON.sub(lambda found: self.by_id.get(found[0], found[0]), text)
        return str(opened(named, self._texts, language()))


def names_in(run: Run, texts: Iterable[SealedText] = (), others: Iterable[str] = ()) -> Names:
    """Return the names of everybody who holds or held a role in a run, and of other persons."""
    return Names(_of_run(run) | {*others}, texts)


def _of_run(run: Run) -> set[str]:
    return {who for people in run.state.intervals.values() for who in people}


def users() -> dict[str, str]:
    """Return person -> name for every active user."""
    return {person(user): _name(user) for user in get_user_model().objects.filter(is_active=True)}


def users_of(persons: Iterable[str]) -> list[Any]:
    """Return the users behind these persons who are still there and active, by primary key."""
    return [user for user in _users_of(persons) if user.is_active]


def _users_of(persons: Iterable[str]) -> list[Any]:
    users = get_user_model()
    keys = [who.removeprefix(_MARK) for who in persons if who.startswith(_MARK)]
    primary = users._meta.pk  # noqa: SLF001  # Django's documented way to a model's fields
    found = users.objects.filter(pk__in=[key for key in keys if _fits(primary, key)])
    return list(found.order_by("pk"))


def names_of(persons: Iterable[str]) -> dict[str, str]:
    """Return the name of each person; the id itself where no user has it."""
    persons = [*persons]
    names = {person(user): _name(user) for user in _users_of(persons)}
    return {who: names.get(who, who) for who in persons}


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


def _fits(field: Any, key: str) -> bool:
    try:
        field.to_python(key)
    except ValidationError:
        return False
    return True
