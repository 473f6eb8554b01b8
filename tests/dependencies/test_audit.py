"""An audit says what is known, and never passes because it could ask nobody."""

import json

from dependencies.audit import of_npm, of_python, report

FINE = {"name": "django", "version": "5.2.19", "vulns": []}
BAD = {
    "name": "sqlparse",
    "version": "0.1",
    "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["0.5"], "description": "It loops."}],
}
NOT_ASKED = {"name": "rules", "skip_reason": "Dependency not found and could not be audited"}


def python_of(*packages):
    return of_python(json.dumps({"dependencies": packages, "fixes": []}))


def npm_of(vulnerabilities):
    document = {
        "vulnerabilities": vulnerabilities,
        "metadata": {"dependencies": {"total": 90}},
    }
    return of_npm(json.dumps(document))


FOUND = {"esbuild": {"severity": "high", "via": [{"title": "It serves anybody"}, "another"]}}


def test_nothing_known_is_fine(capsys):
    assert report([python_of(FINE), npm_of({})]) == 0
    assert capsys.readouterr().out == (
        "Python: 0 known of 1 packages asked about.\nnpm: 0 known of 90 packages asked about.\n"
    )


def test_what_is_known_is_said_with_its_remedy(capsys):
    assert report([python_of(FINE, BAD), npm_of(FOUND)]) == 1

    said = capsys.readouterr().out
    assert "Python: sqlparse 0.1: PYSEC-2024-1, put right in 0.5\n" in said
    assert "npm: esbuild: high, It serves anybody\n" in said


def test_a_package_that_nobody_could_be_asked_about_is_no_pass(capsys):
    assert report([python_of(FINE, NOT_ASKED), npm_of({})]) == 3
    assert "Python: advisories could not be reached for 1 packages." in capsys.readouterr().out


def test_an_answer_that_is_none_is_no_pass(capsys):
    answers = [of_python(""), of_npm(json.dumps({"message": "405 Method Not Allowed"}))]

    assert report(answers) == 3
    said = capsys.readouterr().out
    assert "Python: advisories could not be reached for all packages. it said nothing\n" in said
    assert "npm: advisories could not be reached for all packages. 405 Method Not Allowed" in said


def test_what_is_known_comes_before_what_could_not_be_asked():
    assert report([python_of(BAD), of_npm("")]) == 1
