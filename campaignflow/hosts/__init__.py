"""Hosts: campaigns inside other people's applications."""
