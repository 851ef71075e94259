// Single keys: whatever says aria-keyshortcuts is pressed or focused by that key. "?" lists what there is.
const TYPING = "input, textarea, select, [contenteditable]";

customElements.define("key-help", class extends HTMLElement {
  connectedCallback() {
    this.press = this.press.bind(this);
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.press); }

  get places() {
    return [...document.querySelectorAll("[aria-keyshortcuts]")].filter((place) => place.checkVisibility());
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    if (document.querySelector("dialog[open], [popover]:popover-open")) return;
    if (event.key === "?") this.list();
    const place = this.places.find((each) => each.getAttribute("aria-keyshortcuts") === event.key);
    if (!place) return;
    event.preventDefault();
    if (place.matches(TYPING)) place.focus();
    else place.click();
  }

  list() {
    const lines = this.places.flatMap((place) => {
      const [term, detail] = [document.createElement("dt"), document.createElement("dd")];
      const key = document.createElement("kbd");
      key.textContent = place.getAttribute("aria-keyshortcuts");
      term.append(key);
      detail.textContent = place.getAttribute("aria-label") ?? place.querySelector("span")?.textContent ?? place.textContent;
      return [term, detail];
    });
    const box = this.querySelector("dialog");
    box.querySelector("dl").replaceChildren(...lines);
    box.showModal();
  }
});
