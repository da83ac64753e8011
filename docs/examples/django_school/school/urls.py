"""Addresses: the school's own pages, and the admin, which shows the campaigns."""

from django.contrib import admin
from django.urls import path

from school import views

urlpatterns = [
    path("", views.home, name="home"),
    path("meetings/new/", views.new_meeting, name="new_meeting"),
    path("admin/", admin.site.urls),
]
