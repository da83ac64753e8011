"""Find a campaign by its shipped name, by a file, or by ``module:attribute``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import click

from campaignflow.errors import CampaignflowError
from campaignflow.model import from_json
from campaignflow.model.campaign import Campaign

GROUP = "campaignflow.definitions"


class UnreadableError(CampaignflowError):
    """Say that a file or module with a definition cannot be loaded."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(self._told(code, **params))


def shipped() -> dict[str, str]:
    """Return every campaign that is installed: name -> ``module:attribute``, sorted by name."""
    package = importlib.import_module(GROUP)
    found = {m.name: f"{GROUP}.{m.name}:{m.name}" for m in iter_modules(package.__path__)}
    found |= {entry.name: entry.value for entry in entry_points(group=GROUP)}
    return dict(sorted(found.items()))


def find_campaign(name: str) -> Campaign:
    """Return the campaign of this name; see :func:`find_with_source`."""
    return find_with_source(name)[0]


def find_with_source(name: str) -> tuple[Campaign, Path | None]:
    """Return the campaign of this name, and the Python file in which it is written if it is.

    Args:
        name: A shipped name, ``path/to/file.py``, ``path/to/file.py:attribute``,
            ``module:attribute``, or ``path/to/file.json`` as ``show --json`` writes it. Of the
            versions of one plan in a file the newest is meant.

    Raises:
        UsageError: There is none of this name, or the file holds several.
        UnreadableError: Loading the file or module failed.
        DefinitionError: The definition has mistakes.
    """
    known = shipped()
    where, _, attribute = known.get(name, name).rpartition(":")
    if name.endswith(".json"):
        return from_json(_existing(name).read_bytes()), None
    if name.endswith(".py"):
        where, attribute = name, ""
    if where.endswith(".py"):
        file = _existing(where)
        return _pick(_load_file(file), attribute, name), file
    if not where:
        near = get_close_matches(name, known, 3, 0.5)
        hint = f"did you mean {', '.join(near)}" if near else f"there are {', '.join(known)}"
        raise click.UsageError(
            f"no campaign {name!r}: {hint}, or a file.py, a file.json or module:attribute?"
        )
    with _loading(where, Path.cwd()):
        module = importlib.import_module(where)
    return _pick(module, attribute, name), Path(module.__file__) if module.__file__ else None


def _existing(name: str) -> Path:
    file = Path(name)
    if not file.is_file():
        raise click.UsageError(f"there is no file {file}")
    return file


def _load_file(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise UnreadableError("cli.no_python", file=str(file))
    module = importlib.util.module_from_spec(spec)
    with _loading(str(file), file.resolve().parent):
        spec.loader.exec_module(module)
    return module


@contextmanager
def _loading(what: str, folder: Path) -> Iterator[None]:
    """Let modules beside the definition be found, and tell where loading it fails."""
    sys.path.insert(0, str(folder))
    try:
        yield
    except CampaignflowError:
        raise
    except Exception as failure:
        last = traceback.extract_tb(failure.__traceback__)[-1]
        place = f"{Path(last.filename).name}, line {last.lineno}"
        if isinstance(failure, SyntaxError):
            place = f"{Path(failure.filename or what).name}, line {failure.lineno}"
        why = f"{type(failure).__name__}: {failure}"
        raise UnreadableError("cli.unreadable", what=what, why=why, place=place) from failure
    finally:
        sys.path.remove(str(folder))


def _pick(module: ModuleType, attribute: str, name: str) -> Campaign:
    found = {k: v for k, v in vars(module).items() if isinstance(v, Campaign)}
    if attribute:
        chosen = getattr(module, attribute, None)
        if isinstance(chosen, Campaign):
            return chosen
        raise click.UsageError(f"{name}: {attribute!r} is no campaign; it holds {_names(found)}")
    older = {id(one) for campaign in found.values() for one in [*campaign.versions()][1:]}
    different = {id(one): key for key, one in found.items() if id(one) not in older}
    if len(different) != 1:
        raise click.UsageError(f"{name} holds {_names(found)}: name one, as in file.py:attribute")
    return found[next(iter(different.values()))]


def _names(found: dict[str, Campaign]) -> str:
    return f"the campaigns {', '.join(found)}" if found else "no campaign"
