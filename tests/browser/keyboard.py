"""Somebody who has a keyboard and nothing else."""

from tests.factories import PASSWORD

MOST_STOPS = 150
"""Presses of Tab before giving up: more than any page of the journey has stops."""

MOST_ROUNDS = 3
"""Times past the end or the beginning of a page; a message has the focus when its page opens."""

STOP = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const label = at.labels && at.labels[0]
  const words = at.getAttribute("aria-label") || (label || at).textContent || at.value || ""
  const place = [...document.querySelectorAll("*")].indexOf(at)
  const box = (label || at).getBoundingClientRect()
  const looks = () => [[at], [at, "::before"], [label || at], [label || at, "::before"]]
    .map(part => getComputedStyle(...part))
    .map(style => [style.outline, style.boxShadow, style.backgroundColor, style.border].join())
    .join()
  const focused = looks()
  at.blur()
  const plain = looks()
  at.focus()
  return {
    words: words.replace(/\\s+/g, " ").trim(),
    isFirst: at.matches(".govuk-skip-link"),
    kind: at.type || at.tagName.toLowerCase(),
    place,
    isShown: focused !== plain,
    isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
}"""
"""Where the focus is; null at the end of the page."""


class Keyboard:
    """Walks pages by Tab, and insists at every stop that the focus is seen and in reading order."""

    def __init__(self, page, home):
        self.page, self.home = page, home

    def sign_in(self, user):
        self.page.goto(f"{self.home}/")
        self.write("E-mail address", user.email)
        self.write("Password", PASSWORD)
        self.press("Sign in")

    def sign_out(self):
        self.press("Sign out")

    def follow(self, words):
        """Open the link, or the link drawn as a button, that has these words."""
        self.walk_to(words, "a")
        self.enter()

    def press(self, words):
        self.walk_to(words, "submit")
        self.enter()

    def enter(self):
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, words):
        self.walk_to(words, "checkbox")
        self.page.keyboard.press("Space")

    def choose(self, words):
        """Choose a radio button: Tab reaches the group, arrows move within it."""
        stop = self.walk_to("", "radio")
        for _ in range(MOST_STOPS):
            if words in stop["words"]:
                return self.page.keyboard.press("Space")
            self.page.keyboard.press("ArrowDown")
            stop = self.page.evaluate(STOP)
        raise AssertionError(f"No radio button says {words!r}")

    def write(self, label, words):
        self.walk_to(label, "text", "email", "password", "textarea")
        self.page.keyboard.type(words)

    def walk_to(self, words, *kinds):
        """Press Tab until something of these kinds that has these words has the focus."""
        passed, last, rounds = [], -1, 0
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None or stop["isFirst"]:
                last, rounds = -1, rounds + 1
            if stop is None:
                continue
            if rounds > MOST_ROUNDS:
                break
            self.insist(stop, last)
            last = stop["place"]
            passed.append(stop["words"])
            if words in stop["words"] and stop["kind"] in kinds:
                return stop
        raise AssertionError(f"Tab does not reach {words!r}, only {passed}")

    def insist(self, stop, last):
        assert stop["isShown"], f"The focus does not show on {stop}"
        assert stop["isOnScreen"], f"The focus is out of sight on {stop}"
        assert stop["place"] > last, f"The focus goes back to {stop}"

    def reads(self):
        """What stands on the page, as one line of text."""
        return " ".join(self.page.locator("main").inner_text().split())

    def row(self, words):
        """What stands in the row of a table that has these words."""
        return " ".join(self.page.get_by_role("row").filter(has_text=words).inner_text().split())
