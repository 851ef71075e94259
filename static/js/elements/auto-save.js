// Saves a form as one types and says how it stands. Refused input is kept and named; a lost connection is retried.
const PAUSE_MS = 700;
const RETRY_MS = 10000;

customElements.define("auto-save", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.changes = 0;
    this.form.addEventListener("input", () => this.soon(PAUSE_MS));
    this.form.addEventListener("change", () => this.soon(50));
    this.form.addEventListener("htmx:beforeRequest", () => this.show("saving"));
    this.form.addEventListener("htmx:afterRequest", ({ detail }) => this.answered(detail));
    this.now = () => this.timer && this.save();
    addEventListener("online", this.now);
    document.addEventListener("visibilitychange", this.now);
  }

  disconnectedCallback() {
    removeEventListener("online", this.now);
    document.removeEventListener("visibilitychange", this.now);
    clearTimeout(this.timer);
  }

  soon(wait) {
    this.changes += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  save() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.sent = this.changes;
    htmx.trigger(this.form, "save");
  }

  answered({ xhr }) {
    if (xhr.status >= 200 && xhr.status < 300) return this.show(this.sent === this.changes ? "saved" : "saving");
    if (xhr.status === 0 || xhr.status >= 500) this.timer = setTimeout(() => this.save(), RETRY_MS);
    return this.show("unsaved", this.reasons(xhr.responseText));
  }

  reasons(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    return [...page.querySelectorAll(".field__error")].map((error) => error.textContent.trim()).join(" ");
  }

  show(state, why = "") {
    const line = this.querySelector(".saved");
    line.dataset.state = state;
    line.querySelector(".saved__why").textContent = why;
  }
});
