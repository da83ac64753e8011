"""A user model as many projects have it."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class Member(AbstractUser):
    """A user with a UUID as key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
