"""Templates of all messages, one module a room: code -> (English, Chinese)."""
