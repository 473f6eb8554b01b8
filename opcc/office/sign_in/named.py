"""Which of our forms allauth uses, by the names it knows them under. Read by the settings alone."""

FORMS = {
    "change_password": "opcc.office.sign_in.forms.ChangePasswordForm",
    "login": "opcc.office.sign_in.forms.SignInForm",
    "reauthenticate": "opcc.office.sign_in.forms.ConfirmForm",
    "reset_password": "opcc.office.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "opcc.office.sign_in.forms.NewPasswordForm",
    "set_password": "opcc.office.sign_in.forms.SetPasswordForm",
}
FORMS_OF_STEPS = {
    "activate_totp": "opcc.office.sign_in.forms.AppForm",
    "add_webauthn": "opcc.office.sign_in.forms.PasskeyForm",
    "authenticate": "opcc.office.sign_in.forms.SecondStepForm",
    "authenticate_webauthn": "opcc.office.sign_in.forms.PasskeyStepForm",
    "edit_webauthn": "opcc.office.sign_in.forms.PasskeyNameForm",
    "login_webauthn": "opcc.office.sign_in.forms.SignInByPasskeyForm",
    "reauthenticate": "opcc.office.sign_in.forms.ConfirmByCodeForm",
    "reauthenticate_webauthn": "opcc.office.sign_in.forms.ConfirmByPasskeyForm",
}
