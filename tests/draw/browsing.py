"""A browser that opens pages from files and keeps note of what it loads and complains about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple


class Browser(NamedTuple):
    """Hold a headless Chromium."""

    driver: Any

    def open(self, page: Path) -> None:
        """Open a page; what was noted before is forgotten."""
        self.driver.get("about:blank")
        for log in ("browser", "performance"):
            self.driver.get_log(log)
        self.driver.get(page.as_uri())

    def complaints(self) -> list[str]:
        """Return what the console said since the page was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return every address asked for since the page was opened."""
        messages = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in sent]

    def find(self, selector: str) -> Any:
        """Return the first element that a CSS selector finds."""
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        """Return every element that a CSS selector finds."""
        return list(self.driver.find_elements("css selector", selector))

    def run(self, script: str, *values: object) -> Any:
        """Return what a script returns."""
        return self.driver.execute_script(script, *values)
