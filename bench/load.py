"""Ask a server for a page over many connections at once, and say how it answered.

A process of its own, with nothing but sockets in it: it has to cost little beside what it
measures. It reads a job from standard input and prints a result, both as JSON.
"""

import json
import selectors
import socket
import sys
import time
import uuid
from itertools import cycle
from urllib.parse import urlencode

WARM_SECONDS = 0.4
GIVE_UP_AFTER = 20
"""Seconds that answers still under way may take once the time is over."""


class Gets:
    """The same page again and again; with an ETag, to hear that it has not changed."""

    def __init__(self, job):
        self.expected = b"304" if job.get("etag") else b"200"
        self.text = request_text("GET", job["path"], job)

    def next(self, place):
        return self.text

    def is_right(self, place, answer):
        return answer[9:12] == self.expected

    def answered(self, place, is_right):
        pass


class Posts:
    """One update after another, each on the version that the one before it made.

    Every connection has activities of its own, so that none is told of a clash.
    """

    def __init__(self, job):
        self.job, count = job, job["connections"]
        self.versions = dict(job["posts"])
        self.own = [cycle(list(self.versions)[place::count]) for place in range(count)]
        self.current = [None] * count

    def next(self, place):
        path = self.current[place] = next(self.own[place])
        fields = {
            "csrfmiddlewaretoken": self.job["csrf"],
            "base": f"{self.versions[path]}.0",
            "token": str(uuid.uuid4()),
            "status": "on_track",
            "narrative": "Two more of the five sites are ready and the rest follow in the spring.",
            "next_steps": "The third site opens on 12 May.",
            "send": "Save to the record",
        }
        return request_text("POST", path, self.job, urlencode(fields))

    def is_right(self, place, answer):
        """Whether it leads on to the activity, and not to a page that asks who this is."""
        activity = self.current[place].removesuffix("update/")
        head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
        return head[9:12] == "302" and f"location: {activity}" in head.lower()

    def answered(self, place, is_right):
        self.versions[self.current[place]] += is_right


def request_text(method, path, job, body=""):
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{job['port']}",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    if job["cookies"]:
        cookies = "; ".join(f"{name}={value}" for name, value in job["cookies"].items())
        lines.append(f"Cookie: {cookies}")
    if job.get("etag"):
        lines.append(f"If-None-Match: {job['etag']}")
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body]).encode()


class Run:
    """The connections of one job, and what came back over them."""

    def __init__(self, job):
        self.job, self.requests = job, (Posts if job["posts"] else Gets)(job)
        self.selector = selectors.DefaultSelector()
        self.seconds, self.answers, self.failures, self.bytes, self.begun = [], 0, 0, 0, {}

    def go(self):
        started = time.perf_counter()
        self.count_from = started + WARM_SECONDS
        self.until = self.count_from + self.job["seconds"]
        for place in range(self.job["connections"]):
            self.begin(place)
        while self.begun and time.perf_counter() < self.until + GIVE_UP_AFTER:
            for key, _ in self.selector.select(timeout=1):
                self.turn(key.fileobj, *key.data)
        return self.result()

    def begin(self, place):
        """Connect and send; the answer is read as it comes."""
        at = time.perf_counter()
        if at >= self.until:
            self.begun.pop(place, None)
            return
        self.begun[place] = at
        connection = socket.create_connection(("127.0.0.1", self.job["port"]), timeout=5)
        connection.sendall(self.requests.next(place))
        connection.setblocking(False)
        self.selector.register(connection, selectors.EVENT_READ, (place, []))

    def turn(self, connection, place, parts):
        try:
            part = connection.recv(262_144)
        except ConnectionError:
            part = b""
        if part:
            parts.append(part)
            return
        self.selector.unregister(connection)
        connection.close()
        self.take(place, b"".join(parts))
        self.begin(place)

    def take(self, place, answer):
        now, is_right = time.perf_counter(), self.requests.is_right(place, answer)
        self.requests.answered(place, is_right)
        self.answers += 1
        self.failures += not is_right
        if self.count_from <= now <= self.until:
            self.seconds.append(now - self.begun[place])
            self.bytes = len(answer)

    def result(self):
        """Requests a second, milliseconds at percentiles, all answers, wrong ones, bytes of one."""
        ordered = sorted(self.seconds) or [float("nan")]
        return {
            "rate": len(self.seconds) / self.job["seconds"],
            "answers": self.answers,
            "p50": 1000 * ordered[len(ordered) // 2],
            "p95": 1000 * ordered[len(ordered) * 95 // 100],
            "p99": 1000 * ordered[len(ordered) * 99 // 100],
            "failures": self.failures + len(self.begun),
            "bytes": self.bytes,
        }


if __name__ == "__main__":
    json.dump(Run(json.load(sys.stdin)).go(), sys.stdout)
