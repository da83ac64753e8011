"""An app of the tests with campaigns whose time is over."""
