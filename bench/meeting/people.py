"""The people of a meeting, as locust lets them in: writers of the office, members and strangers.

A process of its own. It reads who comes and what they may open from standard input, and prints what
happened, both as JSON. Nobody follows links: the addresses are known.
"""

import json
import random
import re
import sys
import uuid
from collections import Counter, defaultdict
from urllib.parse import urlencode

import gevent
from locust import FastHttpUser, between, task
from locust.env import Environment

JOB = json.load(sys.stdin) if __name__ == "__main__" else {}
FINISH_SECONDS = 60
"""What is under way when the time is over is finished: an answer that nobody hears is no loss."""
TRIES = 5
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')
PART = re.compile(r'(name|value)="([^"]*)"')


class Tally:
    """What came back: times and errors by page, savings by kind, what was wrong in words."""

    def __init__(self):
        self.pages = defaultdict(lambda: {"times": [], "errors": 0})
        self.saved, self.clashes, self.tokens, self.wrong = Counter(), 0, [], Counter()

    def heard(self, name, response_time, exception, **more):
        self.pages[name]["times"].append(response_time)
        if exception:
            self.pages[name]["errors"] += 1
            self.wrong[f"{name}: {exception}"] += 1

    def told(self):
        return {
            "pages": self.pages,
            "saved": self.saved,
            "clashes": self.clashes,
            "tokens": self.tokens,
            "wrong": [f"{words} ({count} times)" for words, count in self.wrong.items()],
        }


tally = Tally()


class Person(FastHttpUser):
    """Somebody with a browser: cookies, and the newest copy of each page that may be kept."""

    abstract = True
    host = f"http://127.0.0.1:{JOB.get('port', 0)}"
    coming = []
    """[What each of them brings], taken as they come in."""

    def on_start(self):
        self.brings = self.coming.pop()
        self.cookies = self.brings["cookies"]
        self.copies = {}
        self.ask("Style sheet", JOB["styles"])

    def ask(self, name, path, form=None, right=(200,)):
        """Ask for a page, or send a form; return the answer. Any other status is an error."""
        headers = {"Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif path in self.copies:
            headers["If-None-Match"], right = self.copies[path], (200, 304)
        with self.client.request(
            "POST" if form else "GET",
            path,
            name=name,
            data=urlencode(form) if form else None,
            headers=headers,
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code in right:
                answer.success()
            else:
                answer.failure(f"answered with {answer.status_code}")
        if answer.status_code == 200 and (tag := (answer.headers or {}).get("ETag")):
            self.copies[path] = tag
        return answer


class Reader(Person):
    """A member of the panel or a stranger with the pack open, as the meeting goes through it."""

    wait_time = between(3, 12)
    coming = [{"cookies": cookies} for cookies in JOB.get("readers", [])]

    @task
    def read(self):
        chances = {"Pack": 6, "Pack: an activity": 6, "Pack: an objective": 4}
        names = list(JOB["packs"])
        [name] = random.choices(names, [chances.get(name, 1) for name in names])
        if JOB["packs"][name]:
            self.ask(name, random.choice(JOB["packs"][name]))

    @task
    def begin(self):
        """A member's first page is the pack; a stranger's leads to signing in."""
        if self.cookies:
            self.ask("Members' first page", "/")


class Writer(Person):
    """Somebody of the office: looks, writes, sends, and decides where that is theirs."""

    wait_time = between(2, 8)
    coming = JOB.get("writers", [])

    @task(3)
    def look(self):
        name = random.choice(list(JOB["office"]))
        self.ask(name, JOB["office"][name])

    @task(4)
    def write(self):
        """Open an activity, then its form, and say how it is going."""
        if not self.brings["activities"]:
            return
        page = random.choice(self.brings["activities"])
        self.ask("Activity", page)
        gevent.sleep(random.uniform(0.5, 2))
        later = random.random() < 0.3
        self.send_update(f"{page}update/", "save_later" if later else "send", later=later)

    def send_update(self, path, button, *, later):
        """Send the form until it is saved; who is told of a clash reads, and sends it again."""
        for _ in range(TRIES):
            form = self.form_on("Form of an update", path, right=(200, 302))
            if form is None:
                tally.clashes += 1  # A colleague's draft waits for a decision: it leads there.
                return
            gevent.sleep(random.uniform(0.5, 2))
            form |= {
                "status": "on_track",
                "narrative": f"Two more of the five sites are ready. {uuid.uuid4()}",
                "next_steps": "The third site opens in the spring.",
                button: "1",
            }
            answer = self.ask("Update, sent", path, form, right=(302, 409))
            if answer.status_code == 302:
                self.saved(form, later)
                return
            tally.clashes += answer.status_code == 409

    def saved(self, form, later):
        if later:
            tally.saved["draft"] += 1
        elif not self.brings["decides"]:
            tally.saved["submission"] += 1
        else:
            tally.saved["update"] += 1
            tally.tokens.append(form["token"])
            tally.saved["update over a draft"] += not form["base"].endswith(".0")

    @task(2)
    def score(self):
        """Judge a risk of the own post anew."""
        if not self.brings["risks"]:
            return
        path = f"{random.choice(self.brings['risks'])}score/"
        for _ in range(TRIES):
            form = self.form_on("Form of a score", path)
            if form is None:
                return
            gevent.sleep(random.uniform(0.5, 2))
            form |= {"kind": "current", "likelihood": random.randint(1, 5), "impact": 3}
            form["words"] = "Looked at again in the meeting."
            answer = self.ask("Score, sent", path, form, right=(302, 409))
            if answer.status_code == 302:
                tally.saved["score"] += 1
                return
            tally.clashes += answer.status_code == 409

    @task(2)
    def approve(self):
        """Read the oldest update that waits for one's word, and approve it."""
        if not self.brings["decides"]:
            return
        page = self.ask("Drafts to approve", "/approvals/")
        waiting = re.findall(r"/drafts/\d+/", page.text or "")
        if not waiting:
            return
        path = waiting[0]
        form = self.form_on("Draft", path, right=(200, 404))
        if form is None or "version" not in form:
            tally.clashes += 1  # A colleague was quicker.
            return
        gevent.sleep(random.uniform(0.5, 2))
        answer = self.ask("Approval, sent", f"{path}approve/", form, right=(302,))
        if "/activities/" in (answer.headers or {}).get("Location", ""):
            tally.saved["approval"] += 1
        else:
            tally.clashes += 1

    def form_on(self, name, path, right=(200,)):
        """What the form on a page brings along, as a browser sends it back; None without one."""
        answer = self.ask(name, path, right=right)
        if answer.status_code != 200:
            return None
        hidden = (dict(PART.findall(field)) for field in FIELD.findall(answer.text or ""))
        return {field["name"]: field.get("value", "") for field in hidden if "name" in field}


def meet():
    """Let everybody in over the first quarter, and out when the time is over."""
    Reader.fixed_count, Writer.fixed_count = len(Reader.coming), len(Writer.coming)
    everybody = Reader.fixed_count + Writer.fixed_count
    random.shuffle(Reader.coming)
    room = Environment(user_classes=[Reader, Writer], stop_timeout=FINISH_SECONDS)
    room.events.request.add_listener(tally.heard)
    runner = room.create_local_runner()
    runner.start(everybody, spawn_rate=max(1, 4 * everybody / JOB["seconds"]))
    gevent.sleep(JOB["seconds"])
    runner.quit()
    return tally.told()


if __name__ == "__main__":
    json.dump(meet(), sys.stdout)
