// − number +. Steps in the unit shown and keeps the reader's decimal sign; arrow keys do the same.
const written = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2, useGrouping: false });

customElements.define("stepper-input", class extends HTMLElement {
  connectedCallback() {
    const [less, more] = this.querySelectorAll("button");
    less.onclick = () => this.add(-1);
    more.onclick = () => this.add(1);
    this.onkeydown = (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!steps || event.target !== this.input) return;
      event.preventDefault();
      this.add(steps);
    };
  }

  get input() { return this.querySelector("input"); }

  limit(name, otherwise) {
    return this.hasAttribute(name) ? Number(this.getAttribute(name)) : otherwise;
  }

  add(steps) {
    const now = Number.parseFloat(this.input.value.replace(",", ".").replace("−", "-")) || 0;
    const next = now + steps * this.limit("step", 1);
    const kept = Math.min(Math.max(next, this.limit("least", -Infinity)), this.limit("most", Infinity));
    this.input.value = written.format(kept);
    for (const type of ["input", "change"]) this.input.dispatchEvent(new Event(type, { bubbles: true }));
  }
});
