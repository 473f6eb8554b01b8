// Runs first in the body, before anything is drawn, so that what needs JavaScript never flickers.

const enabled = ["js-enabled"]
if ("noModule" in HTMLScriptElement.prototype) enabled.push("govuk-frontend-supported")
document.body.classList.add(...enabled)
