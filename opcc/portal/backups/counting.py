"""What a database holds, in numbers: so that a restored one can be held against it."""


def facts_of(there):
    """Return {"tables": {name: rows}, "migrations": […], "plans": […], "packs": […]}.

    there: a connection. What it returns is of one moment only within a transaction that is.
    """
    quote = there.ops.quote_name
    names = sorted(there.introspection.table_names())
    counts = {name: rows(there, f"SELECT COUNT(*) FROM {quote(name)}")[0][0] for name in names}
    applied = rows(there, "SELECT app, name FROM django_migrations ORDER BY app, name")
    ends = rows(
        there, "SELECT id, record_length, record_digest FROM plans_deliveryplan ORDER BY id"
    )
    packs = rows(there, "SELECT id, digest FROM governance_pack ORDER BY id")
    return {
        "tables": counts,
        "migrations": [f"{app}.{name}" for app, name in applied],
        "plans": [{"key": key, "lines": lines, "digest": last} for key, lines, last in ends],
        "packs": [{"key": key, "digest": digest} for key, digest in packs],
    }


def rows(there, query):
    with there.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def differences(expected, found):
    """Say, a sentence each, in what a restored database differs from what was backed up."""
    said = []
    for name in sorted({*expected["tables"], *found["tables"]}):
        before, now = expected["tables"].get(name), found["tables"].get(name)
        if before != now:
            said.append(f"{name}: {counted(now)}, and the backup was made of {counted(before)}.")
    if expected["migrations"] != found["migrations"]:
        said.append("Its migrations are not those of the database that was backed up.")
    if expected["plans"] != found["plans"]:
        said.append("The records of plans end otherwise than in the database that was backed up.")
    if expected["packs"] != found["packs"]:
        said.append("Its packs are not those of the database that was backed up.")
    return said


def counted(number):
    if number is None:
        return "no such table"
    return "1 row" if number == 1 else f"{number:,} rows"
