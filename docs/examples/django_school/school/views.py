"""The school's own pages: its meetings, written together with what the campaign is told of them."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaignflow import RefusalError
from campaignflow.hosts.django import load, names_in, person
from school.models import Meeting

RUN = "ethics/no1"


class MeetingForm(forms.ModelForm):
    """Ask for the minutes."""

    class Meta:
        """Take every column of the school's own table."""

        model = Meeting
        fields = ("day", "topic", "attendees", "minutes")
        widgets = {"attendees": forms.CheckboxSelectMultiple}  # noqa: RUF012


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the meetings and where the campaign stands."""
    status = load(RUN).status()
    meetings = Meeting.objects.order_by("-day", "-pk")
    return render(request, "school/home.html", {"meetings": meetings, "status": status, "run": RUN})


@login_required
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Keep the minutes of a meeting and record it in the campaign: both, or neither."""
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        try:
            keep(form, request.user)
        except RefusalError as refused:
            form.add_error(None, names_in(load(RUN)).text(refused.refusal.text("zh")))
        else:
            return redirect("home")
    return render(request, "school/meeting.html", {"form": form})


@transaction.atomic
def keep(form: MeetingForm, user: object) -> Meeting:
    """Write the school's row and the campaign's event in one transaction."""
    meeting = form.save()
    there = [person(teacher.user) for teacher in meeting.attendees.all()]
    load(RUN, user=user).do(
        "record", f"meeting-{meeting.pk}", kind="meeting", actor=person(user), at=meeting.day,
        values={"attendees": there, "topic": meeting.topic},
    )  # fmt: skip
    return meeting
