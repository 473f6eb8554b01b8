"""What a meeting left in the database, to be compared with what people were told.

Reads the tokens of the updates that were answered as saved; prints counts as JSON.
"""

import json
import sys
from io import StringIO


def counts():
    """Lines, scores and savings of drafts so far: each saving adds one to a draft's version."""
    from django.db.models import Sum

    from governance.models import RiskScore
    from plans.models import Draft, Entry

    return {
        "lines": Entry.objects.count(),
        "drafts": Draft.objects.aggregate(sum=Sum("version"))["sum"] or 0,
        "scores": RiskScore.objects.count(),
    }


def afterwards(tokens):
    """The counts, which of the updates with these tokens are missing, and whether all verifies."""
    from django.core.management import CommandError, call_command

    from plans.models import Entry

    there = set(map(str, Entry.objects.filter(token__in=tokens).values_list("token", flat=True)))
    said = StringIO()
    try:
        call_command("verify_record", stdout=said)
        is_intact = True
    except (CommandError, SystemExit) as error:
        said.write(str(error))
        is_intact = False
    lost = sorted(set(tokens) - there)
    return counts() | {"lost": lost, "is_intact": is_intact, "verified": said.getvalue().strip()}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(afterwards(json.load(sys.stdin))))
