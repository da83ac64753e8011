"""What all tests share: how property tests choose their examples.

A change is judged on the same examples every time. ``pytest --hypothesis-profile=search`` looks for
new ones: other examples on every run, and ten times as many where a test does not say how many.
"""

from hypothesis import settings

settings.register_profile("fixed", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile("fixed")
