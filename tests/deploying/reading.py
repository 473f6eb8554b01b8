"""The files that say how the site is deployed, read as plain values."""

import configparser
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])((?:[^${}]|\$\{[^{}]*\})*))?\}")
"""A variable of Compose, with what stands in its place. That may hold another."""


def instructions(file=DOCKERFILE):
    """Return [(instruction, arguments)] of a Dockerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", file.read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def last_stage():
    """The instructions of the image that runs."""
    found = instructions()
    begins = [at for at, (name, _) in enumerate(found) if name == "FROM"][-1]
    return found[begins:]


def copies(found):
    """[(sources, target)] of every COPY that takes files from the repository."""
    words = [words.split() for name, words in found if name == "COPY" and "--from" not in words]
    return [(sources, target) for *sources, target in words]


def copied_from_here():
    """The sources of every COPY that takes files from the repository."""
    return [source for sources, _ in copies(instructions()) for source in sources]


def compose():
    return yaml.safe_load(COMPOSE.read_text())


def example_with(**filled_in):
    """The variables that .env.example sets, with what its reader fills in."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    return {**given, **filled_in}


def filled(value, env):
    """A value of the Compose file with its variables filled in, as Compose does."""

    def fill(match):
        name, how, otherwise = match.groups()
        if env.get(name):
            return env[name]
        if how == "?":
            raise LookupError(f"{name} is not set: {otherwise}")
        return filled(otherwise or "", env)

    return VARIABLE.sub(fill, str(value))


def environment_of(service, env):
    """The environment that Compose gives to a service of the site, where .env holds `env`."""
    named = compose()["services"][service]["environment"]
    return {**env, **{name: filled(value, env) for name, value in named.items()}}


def unit(name):
    """The settings of a systemd unit: {section: {name: value}}, the last of a name."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "deploy" / name)
    return {section: dict(parser[section]) for section in parser.sections()}
