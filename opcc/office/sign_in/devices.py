"""What a browser says of itself, as people say it: "Chrome on Windows"."""

BROWSERS = [
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]
"""[(what its name for itself holds, what people call it)]. The first that fits counts: most
browsers also claim to be those that were there before them."""


def in_words(user_agent):
    """The browser and what it runs on, as far as they are known by name."""
    browser = first_that_fits(BROWSERS, user_agent) or "a browser"
    system = first_that_fits(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def first_that_fits(names, user_agent):
    return next((name for sign, name in names if sign in user_agent), None)
