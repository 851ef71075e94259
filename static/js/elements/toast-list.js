// Collects toasts from pages and fragments. Inside this live region they are announced and stay until they are
// dismissed, undone, or pushed out by newer ones; those without Undo leave by themselves.
const MOST = 3;
const STAYS_MS = 8000;

customElements.define("toast-list", class extends HTMLElement {
  connectedCallback() {
    this.collect = this.collect.bind(this);
    document.addEventListener("htmx:load", this.collect);
    this.onclick = ({ target }) => target.closest(".toast__close") && this.drop(target.closest(".toast"));
    this.addEventListener("htmx:afterRequest", ({ detail, target }) => {
      if (detail.xhr.status < 400 && detail.successful) this.drop(target.closest(".toast"));
    });
    this.collect();
  }

  disconnectedCallback() { document.removeEventListener("htmx:load", this.collect); }

  collect() {
    for (const toast of document.querySelectorAll(".main .toast:not([data-still] *)")) {
      toast.querySelector(".toast__close").hidden = false;
      this.append(toast);
      if (!toast.querySelector("form")) this.leaveLater(toast);
    }
    while (this.children.length > MOST) this.firstElementChild.remove();
  }

  leaveLater(toast) {
    setTimeout(() => (toast.matches(":hover, :focus-within") ? this.leaveLater(toast) : toast.remove()), STAYS_MS);
  }

  drop(toast) {
    if (toast?.contains(document.activeElement)) document.getElementById("main").focus();
    toast?.remove();
  }
});
