"""An app of the tests whose users have keys that are no numbers."""
