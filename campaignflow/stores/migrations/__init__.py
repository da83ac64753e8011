"""Alembic revisions of the log's tables, on the branch ``campaignflow``.

A host adds ``campaignflow:stores/migrations`` to its ``version_locations``. Prefix and schema are
those with which the host's metadata got the tables (:func:`campaignflow.stores.tables`).
"""
