// A link with hx-target="#dialog" opens that block of another page over this one. The address stays a real page.
const FIRST = "[autofocus], error-summary, input:not([type=hidden]), select, textarea";

customElements.define("page-dialog", class extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("dialog");
    this.box.addEventListener("input", () => { this.changed = true; });
    this.box.addEventListener("close", () => this.place?.replaceChildren());
    this.box.addEventListener("click", ({ target }) => target === this.box && !this.changed && this.box.close());
    this.onclick = (event) => {
      if (!event.target.closest("[data-closes]")) return;
      event.preventDefault();
      this.box.close();
    };
    this.open = this.open.bind(this);
    this.leave = this.leave.bind(this);
    document.addEventListener("htmx:afterSettle", this.open);
    document.addEventListener("htmx:beforeSwap", this.leave);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterSettle", this.open);
    document.removeEventListener("htmx:beforeSwap", this.leave);
  }

  get place() { return this.querySelector("#dialog"); }

  open() {
    if (!this.place?.childElementCount || this.box.open) return;
    const title = this.place.querySelector("h1, h2");
    if (title) {
      title.id ||= "dialog_title";
      title.tabIndex = -1;
      this.box.setAttribute("aria-labelledby", title.id);
    }
    this.changed = false;
    this.box.showModal();
    (this.place.querySelector(FIRST) ?? title ?? this.box).focus();
  }

  // What was sent from in here changes the page behind: the dialog has done its work.
  leave({ detail: { target, requestConfig, xhr } }) {
    const sent = requestConfig && this.contains(requestConfig.elt);
    if (sent && xhr.status < 400 && !this.contains(target)) this.box.close();
  }
});
