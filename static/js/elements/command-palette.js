// Ctrl or Cmd with K, or anything with data-opens="palette". The list is the server's; arrows move, Enter goes.
customElements.define("command-palette", class extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.hear = this.hear.bind(this);
    document.addEventListener("keydown", this.hear);
    document.addEventListener("click", this.hear);
    this.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      this.links[0]?.click();
    };
    this.onkeydown = (event) => this.move(event);
    this.onclick = ({ target }) => (target === this.box || target.closest("[data-closes]")) && this.box.close();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.hear);
    document.removeEventListener("click", this.hear);
  }

  get links() { return [...this.querySelectorAll("#palette_results a")]; }

  hear(event) {
    const pressed = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const clicked = event.type === "click" && event.target.closest("[data-opens=palette]");
    if (!pressed && !clicked) return;
    event.preventDefault();
    if (this.box.open) return;
    this.box.showModal();
    this.input.select();
    htmx.trigger(this.input, "open");
  }

  move(event) {
    const stops = [this.input, ...this.links];
    const at = stops.indexOf(document.activeElement);
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps) {
      event.preventDefault();
      stops[(at + steps + stops.length) % stops.length].focus();
    } else if (at > 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      this.input.focus(); // go on typing
    }
  }
});
