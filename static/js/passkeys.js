// Shows what needs passkeys only where they can work, and says in words what went wrong with one.
// Asking the browser for one is allauth's own script, which tells of its troubles by an event.

const CANCELLED = "No passkey was used. Try again, or choose another way."
const WORDS = {
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "This browser allows no passkey at this address. Choose another way.",
}

// Passkeys belong to a name: a browser gives none to a site that is opened by its number.
const isName = /[a-z]$/i.test(window.location.hostname)
const works = window.isSecureContext && isName && "PublicKeyCredential" in window

for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = !works
for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = works

document.addEventListener("allauth.error", (event) => {
  event.preventDefault()
  const trouble = document.querySelector("[data-passkey-trouble]")
  trouble.textContent = WORDS[event.detail.exception.name] || CANCELLED
  trouble.hidden = false
})
