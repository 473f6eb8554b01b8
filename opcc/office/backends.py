"""How a session becomes a user, and what being an administrator opens."""

from django.contrib.auth.backends import ModelBackend

from .models import User


class RoleBackend(ModelBackend):
    """E-mail and password; groups come with the user; administrators may use all of admin."""

    def get_user(self, user_id):
        user = User.objects.with_roles().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def authenticate(self, request, username=None, password=None, **fields):
        return super().authenticate(request, (username or "").strip().lower(), password, **fields)

    def has_perm(self, user, perm, obj=None):
        """Grant Django's own model permissions (`app.change_model`) to administrators."""
        verb = perm.partition(".")[2].partition("_")[0]
        return verb in {"add", "change", "delete", "view"} and self.has_module_perms(user, "")

    def has_module_perms(self, user, app_label):
        return user.is_active and user.is_staff
