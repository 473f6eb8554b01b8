"""Where no mail server is named: mail is shown to whoever looks, and goes nowhere."""

from django.core.mail.backends.console import EmailBackend as ConsoleBackend

LINE = "-" * 78


class EmailBackend(ConsoleBackend):
    """Prints to whom, about what and the plain text; the HTML says the same."""

    def write_message(self, message):
        self.stream.write(f"{LINE}\nTo: {', '.join(message.to)}\n")
        self.stream.write(f"Subject: {message.subject}\n\n{message.body}")
        self.stream.write(f"{LINE}\n")
