// What is being written stays in this tab until it is sent, whatever page one looks at meanwhile. Ctrl or Cmd with
// Enter sends. Within [data-one-answer] the focus then leaves, so that the keys of the page work again.
customElements.define("message-composer", class extends HTMLElement {
  connectedCallback() {
    const key = `draft ${this.getAttribute("of")}`;
    const text = this.querySelector("textarea");
    if (!text.value) text.value = sessionStorage.getItem(key) ?? "";
    text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      text.form.requestSubmit();
    });
    // Heard before the empty form takes the place of this one, or the first message leads to another page.
    this.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr } }) => {
      if (xhr.status >= 400) return;
      sessionStorage.removeItem(key);
      if (this.closest("[data-one-answer]")) document.getElementById("main").focus();
    });
    text.form.addEventListener("submit", () => { if (!window.htmx) sessionStorage.removeItem(key); });
  }
});
