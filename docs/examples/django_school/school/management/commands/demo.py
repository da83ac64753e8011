"""``manage.py demo``: a database, people, a running campaign and a server, in one command."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from campaignflow.hosts.django import person, roster_of_groups, start
from school.campaigns import ethics
from school.people import PASSWORD, load_people
from school.views import RUN


class Command(BaseCommand):
    """Start the example school."""

    help = "Create the database where it is missing, start the campaign, and serve the school."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is asked for."""
        parser.add_argument("--port", default="8000")

    def handle(self, *_args: Any, port: str, **_given: Any) -> None:
        """Prepare the school and serve it."""
        call_command("migrate", verbosity=0)
        if not User.objects.exists():
            begin()
        self.stdout.write(f"http://127.0.0.1:{port}/ (li, zhao, qian, sun, zhou: {PASSWORD})")
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)


@transaction.atomic
def begin() -> None:
    """Fill the school, and let the principal start the campaign and open its first phase."""
    load_people()
    principal = User.objects.get(username="li")
    roster = roster_of_groups(ethics)
    run = start(ethics, "no1", name=RUN, user=principal, roster=roster)
    run.do("open", "study", actor=person(principal))
