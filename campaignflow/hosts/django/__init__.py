"""The Django app: logs in the host's database, its users as persons, an admin that reads runs.

Put ``"campaignflow.hosts.django"`` into ``INSTALLED_APPS`` and run ``migrate``; see
``docs/howto/django.md``. Nothing here loads Django's models before Django is ready for it.
"""
