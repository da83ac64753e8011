"""The course of one school: how it was made, and that it holds together."""
