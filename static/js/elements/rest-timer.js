// Rest runs down on a lane, to a moment by the clock: `ends` in milliseconds, where it began before this page was loaded.
// Tells "rest-set" when that moment is known or moved, and "rest-over" when it has come or was not waited for.
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

customElements.define("rest-timer", class extends HTMLElement {
  connectedCallback() {
    if (this.closest("[data-still]")) return;
    this.whole = Number(this.getAttribute("seconds"));
    this.ends = Number(this.getAttribute("ends")) || Date.now() + this.whole * 1000;
    this.onclick = ({ target }) => {
      const button = target.closest("button");
      if (button?.dataset.adds) this.add(Number(button.dataset.adds));
      if (button && "skips" in button.dataset) this.finish();
    };
    this.beat = setInterval(() => this.draw(), 250);
    this.draw();
    this.tell("rest-set");
  }

  disconnectedCallback() { clearInterval(this.beat); }

  add(seconds) {
    this.whole += seconds;
    this.ends += seconds * 1000;
    this.draw();
    this.tell("rest-set");
  }

  draw() {
    const left = Math.max(0, Math.ceil((this.ends - Date.now()) / 1000));
    const shown = this.querySelector(".timer__left");
    if (shown.textContent !== clock(left)) shown.textContent = clock(left);
    this.querySelector(".lanes__done").setAttribute("width", `${Math.min(100, 100 - (100 * left) / this.whole)}%`);
    if (left === 0) this.finish();
  }

  finish() {
    clearInterval(this.beat);
    this.hidden = true;
    if (Date.now() >= this.ends) navigator.vibrate?.(200);
    this.tell("rest-over");
  }

  tell(what) {
    const { ends, whole } = this;
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, detail: { ends, whole } }));
  }
});
