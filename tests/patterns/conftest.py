"""The stage of the engine's tests, for the patterns too."""

from tests.engine.conftest import trial as trial
