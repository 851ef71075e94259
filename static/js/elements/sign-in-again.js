// The sign-in ended while somebody was typing: 401 opens a dialog over the page. Once they are in again, what was
// asked is asked again; nothing that was typed is lost. What a page sends says for whom the page was drawn: the cookie
// may be gone, or somebody else's who signed in in another tab, and only they themselves send what was typed.
const reader = () => document.querySelector("meta[name=reader-key]")?.content;

customElements.define("sign-in-again", class extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("dialog");
    this.waiting = [];
    this.refused = this.refused.bind(this);
    this.back = this.back.bind(this);
    this.ask = this.ask.bind(this);
    document.addEventListener("htmx:configRequest", this.claim);
    addEventListener("submit", this.claimPlainly);
    document.addEventListener("htmx:beforeSwap", this.refused);
    document.addEventListener("sign-in-needed", this.ask);
    document.addEventListener("signed-in", this.back);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:configRequest", this.claim);
    removeEventListener("submit", this.claimPlainly);
    document.removeEventListener("htmx:beforeSwap", this.refused);
    document.removeEventListener("sign-in-needed", this.ask);
    document.removeEventListener("signed-in", this.back);
  }

  claim({ detail: { verb, headers } }) {
    if (reader() && verb !== "get") headers["Drawn-For"] = reader();
  }

  // After all who may keep it back, or send it themselves.
  claimPlainly({ target: form, defaultPrevented }) {
    if (!reader() || defaultPrevented || form.getAttribute("method") !== "post") return;
    const url = new URL(form.getAttribute("action") ?? "", location.href);
    url.searchParams.set("drawn_for", reader());
    form.setAttribute("action", url.pathname + url.search);
  }

  async refused({ detail: { xhr, requestConfig } }) {
    if (xhr.status !== 401 || this.contains(requestConfig.elt)) return;
    this.waiting = this.waiting.filter((asked) => asked.elt !== requestConfig.elt).concat(requestConfig);
    await this.ask();
  }

  async ask() {
    if (this.box.open || this.asks) return;
    this.asks = true;
    await htmx.ajax("GET", this.getAttribute("url"), { target: "#sign_in_again", swap: "innerHTML" });
    this.asks = false;
    this.box.showModal();
    this.box.querySelector("#sign_in_again input:not([type=hidden])")?.focus();
  }

  back() {
    this.box.close();
    this.querySelector("#sign_in_again").replaceChildren();
    for (const { verb, path, elt, target, formData } of this.waiting.splice(0)) {
      if (!elt.isConnected) continue;
      const swap = elt.getAttribute("hx-swap") ?? "innerHTML";
      htmx.ajax(verb.toUpperCase(), path, { source: elt, target, swap, values: formData });
    }
  }
});
