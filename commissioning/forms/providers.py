"""The form about providers."""

from plans.registers.forms import EndsByToday, RegisterForm

from ..models import Provider


class ProviderForm(EndsByToday, RegisterForm):
    class Meta(RegisterForm.Meta):
        model = Provider
        fields = [
            "name",
            "kind",
            "owner",
            "registered_number",
            "outline",
            "link",
            "ended_on",
            "internal_note",
        ]

    def prepare(self):
        self.fields["name"].help_text = "As on its contracts."
        self.fields["kind"].error_messages["required"] = "Select what kind of organisation it is"
        self.fields["link"].help_text = "Its own first page, where it has one."
