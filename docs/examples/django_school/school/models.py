"""What the school itself keeps: departments, teachers, and the minutes of meetings."""

from django.conf import settings
from django.db import models


class Department(models.Model):
    """A group of teachers of one subject."""

    name = models.CharField("名称", max_length=50, unique=True)

    class Meta:
        """Name it."""

        verbose_name = verbose_name_plural = "教研组"

    def __str__(self) -> str:
        return self.name


class Teacher(models.Model):
    """A user who teaches."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="用户")
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="教研组")

    class Meta:
        """Name it."""

        verbose_name = verbose_name_plural = "教师"

    def __str__(self) -> str:
        return self.user.get_full_name()


class Meeting(models.Model):
    """The minutes of one meeting; who was there is told to the campaign as well."""

    day = models.DateField("日期")
    topic = models.CharField("主题", max_length=200)
    attendees = models.ManyToManyField(Teacher, verbose_name="参加人员")
    minutes = models.TextField("记录", blank=True)

    class Meta:
        """Name it."""

        verbose_name = verbose_name_plural = "会议"

    def __str__(self) -> str:
        return f"{self.day} {self.topic}"
