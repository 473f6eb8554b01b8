"""What the panel asked, as packs tell of it."""

from .fields import Answer, count, day, flag, key, maybe_day, maybe_text, rows, text

FACTS = (
    *("reference", "kind", "title", "words", "owner", "raised_on", "due_on", "first_due_on"),
    *("moves", "days_late", "response", "responded_on", "closed_on"),
)


class QuestionLineAnswer(Answer):
    """Something said about a question, or done."""

    comes_from = "The pack, as it was published"

    kind = text("What was done, in words.")
    said_on = day("The day that the words are about.")
    made_by_post = maybe_text("The post that said it.")
    words = maybe_text("What was said; of an answer, the answer.")
    response = maybe_text("Of an answer, what it comes to, such as accepted.")
    due_from = maybe_day("The day on which an answer was due, where it was moved.")
    due_to = maybe_day("The day to which it was moved.")


class QuestionAnswer(Answer):
    """A question or recommendation of the panel, as it stood at the pack's cut-off."""

    comes_from = "The pack, as it was published"
    worked_out = frozenset({"days_late", "is_open"})

    id = key("Its key, the same in every pack.")
    reference = text("What people call it by.")
    kind = text("`question` or `recommendation`.")
    title = text("What it is about.")
    words = maybe_text("What was asked.")
    owner = text("The post that answers it.")
    raised_on = day("The day on which it was asked.")
    due_on = maybe_day("The day by which an answer is due now.")
    first_due_on = maybe_day("The day by which it was due first.")
    moves = count("How often that day was moved.")
    days_late = count("Days past the day due, while no answer has been given; 0 when in time.")
    response = maybe_text("What the answer comes to; empty while there is none.")
    responded_on = maybe_day("The day of the first answer.")
    closed_on = maybe_day("The day on which it was over; null while it is open.")
    is_open = flag("Whether it was open at the cut-off.")
    lines = rows(QuestionLineAnswer, "What was said about it, oldest first.")


def question_row(told):
    """told: what a pack says of it."""
    return {name: told[name] for name in FACTS} | {
        "id": told["key"],
        "is_open": told["closed_on"] is None,
        "lines": told["lines"],
    }
