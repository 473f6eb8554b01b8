"""The site's image without an engine: its files in a folder, and its commands shut in as it is.

A command sees a disk that it cannot write to, but for what Compose mounts; it has no capability and
can gain none. That takes root, and a kernel that lets root make a mount namespace.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.deploying.reading import ROOT, compose, copies, last_stage
from tests.servers import child

TOOLS = Path(sys.executable).parent
SHUT_IN = """
set -e
mount --make-rprivate /
for each in {writable}; do mount --bind "$each" "$each"; done
mount -o remount,bind,ro /
cd {tree}
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


def cannot_shut_in():
    """Why not, or None."""
    if os.geteuid():
        return "only root can make the disk read-only for a command"
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "this kernel lets nobody make a mount namespace"


class Image:
    """What the Dockerfile makes, in a folder that stands for /site."""

    def __init__(self, folder):
        self.tree, self.temporary = folder / "site", folder / "tmp"
        self.tree.mkdir()
        self.temporary.mkdir()

    def build(self):
        """Copy what the last stage copies, and run what it runs in the end."""
        for sources, target in copies(last_stage()):
            for source in sources:
                self.copy(source, target)
        shutil.copytree(ROOT / "static" / "build", self.tree / "static" / "build")
        *_, last = (words for name, words in last_stage() if name == "RUN")
        # The folders' owner is whoever runs the commands here.
        run = re.sub(r"\b10001:10001\b", f"{os.geteuid()}:{os.getegid()}", last)
        subprocess.run(
            ["sh", "-ec", run], cwd=self.tree, env=self.variables(), check=True, capture_output=True
        )
        return self

    def copy(self, source, target):
        there = self.tree / target
        if (ROOT / source).is_dir():
            skipped = shutil.ignore_patterns("__pycache__", "build")
            shutil.copytree(ROOT / source, there, ignore=skipped)
        elif target.endswith("/"):
            there.mkdir(exist_ok=True)
            shutil.copy(ROOT / source, there)
        else:
            shutil.copy(ROOT / source, there)

    def variables(self):
        """What ENV sets, with this folder for /site and our tools for those of the image."""
        words = " ".join(words for name, words in last_stage() if name == "ENV")
        set_there = dict(pair.split("=", 1) for pair in shlex.split(words))
        here = {name: self.here(value) for name, value in set_there.items()}
        return here | {"PATH": f"{TOOLS}:/usr/bin:/bin", "TMPDIR": str(self.temporary)}

    def here(self, value):
        return re.sub(r"^/site\b", str(self.tree), value)

    def shut_in(self, command, service):
        """The command line that runs a command as Compose runs a service."""
        mounted = [volume.split(":") for volume in compose()["services"][service]["volumes"]]
        written = [self.here(place) for _, place, *mode in mounted if mode != ["ro"]]
        script = SHUT_IN.format(
            writable=" ".join(map(shlex.quote, [*written, str(self.temporary)])),
            tree=shlex.quote(str(self.tree)),
        )
        return ["unshare", "--mount", "sh", "-c", script, "sh", *command]

    def run(self, command, service, environment):
        """Run it to its end; return the CompletedProcess."""
        return subprocess.run(
            self.shut_in(command, service),
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def running(self, command, service, environment, log):
        """A block during which it runs."""
        return child(self.shut_in(command, service), log, env=environment)
