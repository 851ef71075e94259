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
    this.answered = this.answered.bind(this);
    document.addEventListener("htmx:afterSettle", this.open);
    document.addEventListener("htmx:beforeSwap", this.answered);
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterSettle", this.open);
    document.removeEventListener("htmx:beforeSwap", this.answered);
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

  // What was sent from in here changes the page behind: the dialog has done its work. What was refused would be said
  // behind the dialog, any dialog, where nobody looks: it is said in there.
  answered({ detail }) {
    const { target, requestConfig, xhr, shouldSwap } = detail;
    const box = requestConfig?.elt.closest("dialog[open]");
    box?.querySelector(".dialog__said")?.remove();
    if (!box || !shouldSwap || box.contains(target)) return;
    if (xhr.status >= 400) detail.shouldSwap = !this.say(xhr.responseText, requestConfig.elt.closest("form") ?? box.firstElementChild, box);
    else if (box === this.box) this.finish();
  }

  // Emptied at once: the event of closing comes later than the page behind, and what is still in here would open again.
  finish() {
    this.box.close();
    this.place.replaceChildren();
  }

  say(html, place, box) {
    const said = new DOMParser().parseFromString(html, "text/html").getElementById("flash");
    if (!said) return false;
    said.removeAttribute("id");
    said.classList.add("dialog__said");
    if (said.dataset.inDialog) said.querySelector("p").textContent = said.dataset.inDialog;
    const acts = box.querySelector(".dialog__acts");
    if (acts) acts.before(said);
    else place.append(said);
    said.scrollIntoView({ block: "nearest" });
    return true;
  }
});
