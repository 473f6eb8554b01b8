"""The panel's questions and recommendations as tables of a document."""

from opcc.office.papers.paper import Column, Heading, Paragraph, Table
from plans.templatetags.plan_tags import day, times

ANSWERED = (Column("Asked", 4), Column("Answered", 3), Column("Answer", 6))
OPEN = (Column("Asked", 6), Column("Owner", 3), Column("Due", 4))


def question_blocks(context):
    """Those answered, where there are any, and those open. context: `pack_content.context_of`."""
    answered, waiting = context["answered_questions"], context["open_questions"]
    if answered:
        heading = "Answered since the last pack" if context["since"] else "Answered"
        yield Heading(1, heading)
        yield Table(heading, ANSWERED, tuple(map(answered_row, answered)))
    heading = "Open questions and recommendations"
    yield Heading(1, heading)
    if waiting:
        yield Table(heading, OPEN, tuple(map(open_row, waiting)))
    else:
        yield Paragraph("No question or recommendation of the panel was open at the cut-off.")


def asked(question):
    return f"{question['title']}\n{question['reference']}, asked {day(question['raised_on'])}"


def answered_row(question):
    response = f"{question['response']} {day(question['responded_on'])}"
    return asked(question), f"{response}\n{question['owner']}", question["answer"]


def open_row(question):
    return asked(question), question["owner"], "\n".join(due_lines(question))


def due_lines(question):
    """As `pack_questions.html` says it."""
    yield f"Due {day(question['due_on'])}" if question["due_on"] else "No date"
    if question["moves"]:
        yield f"first said {day(question['first_due_on'])}, moved {times(question['moves'])}"
    if late := question["days_late"]:
        yield f"{late} {'day' if late == 1 else 'days'} late"
    if question["response"]:
        yield f"{question['response']}, work goes on"
