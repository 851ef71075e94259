// Takes the focus when it appears, and leads to the fields it names.
customElements.define("error-summary", class extends HTMLElement {
  connectedCallback() {
    if (!this.closest("[data-still]")) queueMicrotask(() => this.focus());
    this.onclick = (event) => {
      const place = document.querySelector(event.target.closest("a")?.hash || null);
      const input = place?.matches("fieldset") ? place.querySelector("input") : place;
      if (!input) return;
      event.preventDefault();
      input.focus();
    };
  }
});
