// A popover of links and buttons: the first has the focus when it opens, arrows move, choosing closes it.
customElements.define("menu-list", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("toggle", ({ newState }) => newState === "open" && this.entries[0]?.focus());
    this.addEventListener("click", ({ target }) => target.closest("a, button") && setTimeout(() => this.hidePopover?.()));
    this.onkeydown = (event) => {
      const entries = this.entries;
      const at = entries.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      entries[to % entries.length].focus();
    };
  }

  get entries() { return [...this.querySelectorAll("a, button")].filter((entry) => entry.checkVisibility()); }
});
