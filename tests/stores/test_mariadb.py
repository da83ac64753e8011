"""What MariaDB alone can do to a log."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, create_engine

from campaignflow.errors import StorageError
from campaignflow.stores import SqlLog
from campaignflow.testing.contract import an_event, some_events

pytestmark = pytest.mark.parametrize("engine", ["mariadb"], indirect=True)


def test_names_that_look_alike_are_kept_apart(log: SqlLog) -> None:
    """Case, width, accents and trailing spaces make other runs and other keys."""
    names = ["a", "A", "a ", "ａ", "á", "a\u0301"]
    for name in names:
        log.append(name, [an_event(1, key="k"), an_event(2, key="K"), an_event(3, key="k ")], 0)
    assert log.runs() == tuple(sorted(names))


@pytest.mark.parametrize("mode", ["ANSI_QUOTES", "NO_ENGINE_SUBSTITUTION"])
def test_server_that_would_cut_values_is_refused(engine: Engine, log: SqlLog, mode: str) -> None:
    """Without its strict mode a server shortens what does not fit, so nothing is written."""
    lax = create_engine(engine.url.update_query_dict({"sql_mode": mode}))
    with pytest.raises(StorageError, match="STRICT_TRANS_TABLES"):
        SqlLog(lax).append("长" * 400, some_events(1), 0)
    assert log.runs() == ()
    lax.dispose()
