"""The teachers of the example: who they are, which groups they are in, what groups may."""

from django.contrib.auth.models import Group, Permission, User

from school.models import Department, Teacher

PASSWORD = "school"  # noqa: S105
STAFF = [
    ("li", "李明", "校长", "语文组"),
    ("zhao", "赵芳", "教研组长", "语文组"),
    ("qian", "钱进", "教研组长", "数学组"),
    ("sun", "孙丽", "教师", "语文组"),
    ("zhou", "周强", "教师", "数学组"),
]
MAY = {
    "校长": ("view_run", "act_run", "start_run", "texts_run"),
    "教研组长": ("view_run", "act_run"),
    "教师": ("view_run", "act_run"),
}


def load_people() -> None:
    """Create departments, groups with their permissions, and a user for each teacher."""
    for name, codes in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="campaignflow", codename__in=codes)
        )
    for username, name, group, department in STAFF:
        user = User.objects.create_user(username, password=PASSWORD, first_name=name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        place, _ = Department.objects.get_or_create(name=department)
        Teacher.objects.create(user=user, department=place)
