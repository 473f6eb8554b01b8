"""Whether anything became known about the packages that this program rests on.

Exit code 0 when nothing is known against any of them, 1 when something is, and 3 when that could
not be found out for all: an audit that could ask nobody has found nothing.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from dependencies.locked import PRODUCTION, ROOT

KNOWN, NOT_REACHED = 1, 3
SECONDS = 600


@dataclass
class Answer:
    """What was found of packages of one kind. known: in sentences; not_asked: names."""

    kind: str
    asked: int = 0
    known: list = field(default_factory=list)
    not_asked: list = field(default_factory=list)
    trouble: str = ""


def of_python(told):
    """Read what pip-audit printed as JSON. A package that it skipped was not asked about."""
    answer = Answer("Python")
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        answer.trouble = last_line(told)
        return answer
    for package in packages:
        if "skip_reason" in package:
            answer.not_asked.append(package["name"])
            continue
        answer.asked += 1
        for found in package["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "nothing yet"
            answer.known.append(
                f"{package['name']} {package['version']}: {found['id']}, put right in {fixed}"
            )
    return answer


def of_npm(told):
    """Read what npm audit printed as JSON."""
    answer = Answer("npm")
    try:
        document = json.loads(told)
    except ValueError:
        answer.trouble = last_line(told)
        return answer
    if "vulnerabilities" not in document:
        answer.trouble = document.get("message", "It did not say why.")
        return answer
    answer.asked = document["metadata"]["dependencies"]["total"]
    for name, found in document["vulnerabilities"].items():
        titles = {via["title"] for via in found["via"] if isinstance(via, dict)}
        answer.known.append(f"{name}: {found['severity']}, {'; '.join(sorted(titles))}")
    return answer


def last_line(told):
    lines = [line for line in told.splitlines() if line.strip(" {}")]
    return lines[-1].strip() if lines else "it said nothing"


def report(answers):
    """Print what was found and return the exit code."""
    for answer in answers:
        for sentence in answer.known:
            print(f"{answer.kind}: {sentence}")
        if answer.trouble or answer.not_asked:
            count = f"{len(answer.not_asked)} packages" if answer.not_asked else "all packages"
            print(f"{answer.kind}: advisories could not be reached for {count}. {answer.trouble}")
        print(f"{answer.kind}: {len(answer.known)} known of {answer.asked} packages asked about.")
    if any(answer.known for answer in answers):
        return KNOWN
    return NOT_REACHED if any(a.trouble or a.not_asked for a in answers) else 0


def printed(command):
    """What a command printed as its answer, whatever it thinks of it."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=SECONDS,
    )
    return done.stdout


def ask_about_python():
    tool = Path(sys.executable).parent / "pip-audit"
    options = ["--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
    return of_python(printed([tool, "--requirement", PRODUCTION, *options]))


def ask_about_npm():
    npm = shutil.which("npm")
    return of_npm(printed([npm, "audit", "--json"]) if npm else "npm is not installed")


if __name__ == "__main__":
    sys.exit(report([ask_about_python(), ask_about_npm()]))
