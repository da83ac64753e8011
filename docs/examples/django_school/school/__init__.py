"""A small school system on Django that carries out campaigns; start it with ``manage.py demo``."""
