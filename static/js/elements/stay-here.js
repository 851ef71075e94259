// Without a network a link ends on the browser's own error page. This says so instead and stays; a page whose copy lies
// on this device opens all the same. Asks the network only where there is reason to doubt it.
const PATIENCE_MS = 4000;
const SHOWN_MS = 10000;

const inDoubt = () => !navigator.onLine || document.querySelector(".saved[data-state=kept]");

function linkOf({ target, defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey }) {
  const link = target.closest?.("a[href]");
  if (!link || defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey) return null;
  const isHere = link.hash && link.href.split("#")[0] === location.href.split("#")[0];
  return link.origin !== location.origin || link.target || link.hasAttribute("download") || isHere ? null : link;
}

customElements.define("stay-here", class extends HTMLElement {
  connectedCallback() {
    this.clicked = this.clicked.bind(this);
    this.failed = this.failed.bind(this);
    this.hush = this.hush.bind(this);
    addEventListener("click", this.clicked);
    addEventListener("online", this.hush);
    document.addEventListener("htmx:sendError", this.failed);
  }

  disconnectedCallback() {
    removeEventListener("click", this.clicked);
    removeEventListener("online", this.hush);
    document.removeEventListener("htmx:sendError", this.failed);
  }

  async clicked(event) {
    const link = linkOf(event);
    if (!link || !inDoubt()) return;
    event.preventDefault();
    if ((await this.isKept(link.href)) || (await this.isReached())) location.assign(link.href);
    else this.say();
  }

  // A dialog or a part of the page that somebody asked for; what the page asks by itself fails in silence.
  failed({ detail: { requestConfig: { verb, triggeringEvent } } }) {
    if (verb === "get" && triggeringEvent?.isTrusted) this.say();
  }

  isKept(page) {
    const reader = document.querySelector("meta[name=reader-key]")?.content;
    return Boolean(navigator.serviceWorker?.controller) && caches.match(page, { cacheName: `pages ${reader}` });
  }

  isReached() {
    if (!navigator.onLine) return false;
    return fetch(this.getAttribute("asks"), { method: "HEAD", signal: AbortSignal.timeout(PATIENCE_MS) }).then(() => true, () => false);
  }

  say() {
    const logs = document.querySelector("set-logger, log-keeper[offline]");
    this.textContent = this.getAttribute(logs ? "keeps" : "says");
    clearTimeout(this.timer);
    this.timer = setTimeout(this.hush, SHOWN_MS);
  }

  hush() { this.textContent = ""; }
});
