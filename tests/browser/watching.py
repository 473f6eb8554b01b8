"""What a page must not do: break its own rules, fail, shut people out, or call elsewhere."""

import re

from axe_playwright_python.sync_playwright import Axe

WIDE, NARROW = 1280, 320
"""Widths in CSS pixels: a desk, and 400% zoom on it (WCAG 2.2, success criterion 1.4.10)."""

HEIGHT = 900
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Otherwise axe puts styles of its own into the page, which the policy refuses.
    "preload": False,
}
BROKEN_RULES = """options => axe.run(options).then(found => found.violations.map(
  ({ id, nodes }) => [id, nodes.length, nodes[0].html]))"""
GONE_AWAY = "net::ERR_ABORTED"
"""What becomes of a request when the next page is opened before it was answered."""

TELL_VIOLATIONS = """
  addEventListener("securitypolicyviolation", event => console.error(
    `Content security policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""
WITHOUT_READER = """() => {
  const copy = document.body.cloneNode(true)
    for (const part of copy.querySelectorAll(".app-header__user, .app-navigation")) part.remove()
  for (const part of copy.querySelectorAll("input[type=hidden]")) part.remove()
  return copy.outerHTML
}"""
"""The body without what differs between two readers of one page."""

TOO_WIDE = """() => {
  const page = document.documentElement
  if (page.scrollWidth <= page.clientWidth) return []
  const parts = [...document.body.querySelectorAll("*")]
  const out = parts.filter(part => part.getBoundingClientRect().right > page.clientWidth + 1)
  return [page.scrollWidth, ...out.slice(0, 3).map(part => part.outerHTML.slice(0, 90))]
}"""


class Watched:
    """A page that writes down in `complaints` what it should not have done."""

    def __init__(self, page, home):
        self.page, self.home = page, home
        self.complaints, self.quiet = [], False
        page.add_init_script(TELL_VIOLATIONS)
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complain(f"script: {error}"))
        page.on("request", self.see_request)
        page.on("requestfailed", self.see_failure)
        page.on("response", self.see_response)

    def complain(self, words):
        self.complaints.append(f"{self.page.url.removeprefix(self.home)}: {words}")

    def judge(self):
        """Raise AssertionError with every complaint there was."""
        if self.complaints:
            raise AssertionError("\n".join(self.complaints))

    def hear(self, message):
        if message.type == "error" and not self.quiet:
            self.complain(f"console: {message.text}")

    def see_request(self, request):
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complain(f"elsewhere: {request.url}")

    def see_failure(self, request):
        if request.failure != GONE_AWAY:
            self.complain(f"failed: {request.url} {request.failure}")

    def see_response(self, response):
        if response.status >= 400 and not self.quiet:
            self.complain(f"{response.status}: {response.url}")

    def open(self, path, *, status=200):
        """Go there. The refusal that is expected is no complaint."""
        self.quiet = status >= 400
        found = self.page.goto(f"{self.home}{path}").status
        self.quiet = False
        if found != status:
            self.complain(f"answered {found}, not {status}")

    def examine(self, seen=None, *, exempt=()):
        """Look at the page that is open, at each width.

        seen: holds what needs no second look. exempt: rules of axe that are not asked of it.
        """
        looks = self.page.evaluate(WITHOUT_READER)
        if seen is not None and looks in seen:
            return
        for width in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.look_for_sideways_scroll()
            self.look_with_axe(width, exempt)
        if seen is not None:
            seen.add(looks)

    def look_for_sideways_scroll(self):
        if too_wide := self.page.evaluate(TOO_WIDE):
            self.complain(f"scrolls sideways: {too_wide}")

    def look_with_axe(self, width, exempt):
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        rules = {rule: {"enabled": False} for rule in exempt}
        for rule, count, part in self.page.evaluate(BROKEN_RULES, {**OPTIONS, "rules": rules}):
            part = re.sub(r"\s+", " ", part)[:200]
            self.complain(f"axe at {width}: {rule} ({count}): {part}")
