// j and k move over the rows of a table or list, arrows too once one has the focus; Enter opens, as for any link.
customElements.define("key-list", class extends HTMLElement {
  connectedCallback() {
    this.press = this.press.bind(this);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.press); }

  get stops() {
    const rows = this.querySelectorAll("tbody tr, li");
    return [...rows].map((row) => row.querySelector("a[href], button")).filter((stop) => stop?.checkVisibility());
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const focused = document.activeElement;
    if (focused.matches("input, textarea, select, [contenteditable]")) return;
    const stops = this.stops;
    const at = stops.findIndex((stop) => stop.closest("tr, li").contains(focused));
    const inside = at >= 0;
    const to = {
      j: at + 1,
      k: inside ? at - 1 : stops.length - 1,
      ArrowDown: inside ? at + 1 : -1,
      ArrowUp: inside ? at - 1 : -1,
      Home: inside ? 0 : -1,
      End: inside ? stops.length - 1 : -1,
    }[event.key];
    if (!stops[to]) return;
    event.preventDefault();
    stops[to].focus();
    stops[to].scrollIntoView({ block: "nearest" });
  }
});
