"""The school's own tables in the admin."""

from django.contrib import admin

from school.models import Department, Meeting, Teacher

admin.site.register([Department, Teacher, Meeting])
