"""Addresses that every register has alike."""

from django.urls import path

from opcc.office.papers.formats import TABLES


def files(name, view, under=""):
    """The addresses at which a register's list is kept as a file: `csv/`, called `name`-csv, ...

    view: a RegisterFile. under: what stands before, as in "contracts/".
    """
    return [
        path(f"{under}{ending}/", view.as_view(ending=ending), name=f"{name}-{ending}")
        for ending in TABLES
    ]
