"""What a new migration may do at once, and what has to wait until the old program is gone.

Expand, deploy, contract: a release may add tables, columns that may be empty or that the database
itself fills, and indexes. The program before it still runs meanwhile, and knows nothing of them.
What takes something away, renames it or asks more of what is written is a contraction: it waits for
the release after, and landed.json names the operation with the reason why nothing is left that
minds. So does it with every function that a migration runs: it may do anything to rows and tables.
"""

from django.db import models
from django.db.migrations import operations as ops

ADDS = (
    ops.CreateModel,
    ops.AddIndex,
    ops.RemoveConstraint,
    ops.AlterModelOptions,
    ops.AlterModelManagers,
)
"""Nothing that the old program does fails because of these."""


def contractions(migration):
    """What of a migration the old program would mind: {operation: a sentence}."""
    created, said = set(), {}
    for operation in flat(migration.operations):
        if isinstance(operation, ops.CreateModel):
            created.add(operation.name_lower)
        elif of_a_new_table(operation, created) or isinstance(operation, ADDS):
            continue
        elif sentence := minds(operation):
            said[named(operation)] = sentence
    return said


def flat(operations):
    """Operations, those on the database alone in the place of what joins both kinds."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from flat(operation.database_operations)
        else:
            yield operation


def of_a_new_table(operation, created):
    name = getattr(operation, "model_name_lower", getattr(operation, "name_lower", None))
    return name in created


def named(operation):
    """What landed.json calls an operation."""
    if isinstance(operation, ops.RunPython):
        return f"Run {operation.code.__name__}"
    return operation.describe()


def minds(operation):
    if isinstance(operation, ops.AddField):
        return asks_of_writers(operation)
    if isinstance(operation, ops.RunPython):
        return "What does it do to the rows and tables of the old program?"
    return "The old program does not know of it."


def asks_of_writers(operation):
    field = operation.field
    if field.many_to_many or field.null or field.db_default is not models.NOT_PROVIDED:
        return None
    return (
        "It may not be empty, and the old program does not fill it. Give it null=True or "
        "db_default."
    )


def unsafe(migration):
    """Why a migration that fails half way would leave a half, or None."""
    if migration.atomic:
        return None
    alone = len(migration.operations) == 1
    if alone and type(migration.operations[0]).__name__.endswith("IndexConcurrently"):
        return None
    return "atomic=False: one operation on an index alone may do without a transaction."


def irreversible(migration):
    """The operations that cannot be taken back."""
    return [op.describe() for op in migration.operations if not op.reversible]
