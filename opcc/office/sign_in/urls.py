"""Addresses of signing in, under the names by which allauth finds them.

Only these of allauth's pages are here: no sign-up, no addresses of one's own, no codes by mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from . import views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-step/", views.AskSecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    # A forgotten password
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # Who is at the keyboard?
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", views.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    # One's own account
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/set/", views.SetPassword.as_view(), name="account_set_password"),
    path("account/sessions/", views.sessions, name="usersessions_list"),
    path("account/second-step/", views.SecondStep.as_view(), name="mfa_index"),
    path("account/second-step/app/", views.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/second-step/codes/",
        views.can_be_opened(views.RecoveryCodes.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-step/codes/new/",
        views.can_be_opened(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/file/",
        views.can_be_opened(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/second-step/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/second-step/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-step/passkeys/<int:pk>/name/",
        passkeys.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
