"""What `make test` says at the end."""

from tests import legs, run
from tests.legs import Result


def test_the_last_line_sums_the_legs():
    results = [Result(passed=9), Result(passed=300), Result(passed=298, failed=2)]

    assert run.last_line(results) == "607 passed, 2 failed"


def test_the_last_line_names_what_was_skipped():
    results = [Result(passed=9, skipped=1), legs.cannot_run("no Chromium")]

    assert run.last_line(results) == "9 passed, 0 failed, 2 skipped"


def test_a_leg_that_cannot_run_is_named_with_its_reason():
    line = run.leg_line("browser", legs.cannot_run("no Chromium"))

    assert line == "  Browser              SKIPPED  no Chromium"


def test_a_leg_that_cannot_run_fails_in_continuous_integration(monkeypatch, tmp_path):
    monkeypatch.setenv("CI", "true")
    monkeypatch.setitem(run.LEGS, "browser", lambda folder: legs.cannot_run("no Chromium"))

    result = run.run_leg("browser", tmp_path)

    assert (result.state, result.failed, result.skipped) == ("FAILED", 1, 0)
    assert result.reason == "could not run: no Chromium"


def test_a_leg_that_breaks_is_a_failure(monkeypatch, tmp_path):
    def broken(folder):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(run.LEGS, "lint", broken)

    result = run.run_leg("lint", tmp_path)

    assert (result.state, result.reason) == ("FAILED", "RuntimeError: the disk is full")


def test_one_failure_makes_the_exit_code_one():
    assert run.report({"lint": Result(passed=9), "sqlite": Result(passed=5, failed=1)}) == 1
    assert run.report({"lint": Result(passed=9), "sqlite": Result(passed=5, skipped=1)}) == 0


def test_a_run_that_wrote_no_report_is_a_failure(tmp_path):
    result = legs.read_report(tmp_path / "none.xml", exit_code=3)

    assert (result.failed, result.reason) == (1, "pytest stopped with exit code 3")


def test_a_run_that_found_no_test_is_a_failure(tmp_path):
    report = tmp_path / "empty.xml"
    report.write_text("<testsuites><testsuite/></testsuites>")

    result = legs.read_report(report, exit_code=5)

    assert (result.passed, result.failed, result.reason) == (0, 1, "no test was found")


def test_a_report_is_counted_and_its_skips_are_named(tmp_path):
    report = tmp_path / "some.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="tests.a" name="test_one"/>'
        '<testcase classname="tests.a" name="test_two"><failure/></testcase>'
        '<testcase classname="tests.a" name="test_three"><error/></testcase>'
        '<testcase classname="tests.a" name="test_four"><skipped message="no document"/></testcase>'
        "</testsuite></testsuites>"
    )

    result = legs.read_report(report, exit_code=1)

    assert (result.passed, result.failed, result.skipped) == (1, 2, 1)
    assert result.skips == ["tests.a.test_four: no document"]
