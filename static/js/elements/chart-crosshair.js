// Reads a chart point by point: under the pointer, or with arrow keys. `points` is JSON: [x, y, "words"] each, x and y as
// shares of the plot from its upper left, y null where nothing was recorded. Charts of one `group` move together.
const SVG = "http://www.w3.org/2000/svg";

customElements.define("chart-crosshair", class extends HTMLElement {
  connectedCallback() {
    this.points = JSON.parse(this.getAttribute("points") || "[]");
    this.plot = this.querySelector("svg.plot");
    if (!this.points.length || !this.plot) return;
    this.prepare();
    this.addEventListener("pointermove", (event) => this.tell(this.share(event)));
    this.addEventListener("pointerdown", (event) => this.tell(this.share(event)));
    this.addEventListener("keydown", (event) => this.press(event));
    this.follow = ({ detail }) => detail.group === this.getAttribute("group") && this.show(detail.x);
    document.addEventListener("chart-crosshair", this.follow);
  }

  disconnectedCallback() { document.removeEventListener("chart-crosshair", this.follow); }

  prepare() {
    this.line = this.plot.querySelector("line.cross") ?? this.plot.appendChild(document.createElementNS(SVG, "line"));
    this.dot = this.plot.querySelector("circle.dot") ?? this.plot.appendChild(document.createElementNS(SVG, "circle"));
    const start = { line: { class: "cross", y1: "0", y2: "100%" }, dot: { class: "dot", r: "4" } };
    for (const [name, attributes] of Object.entries(start)) {
      for (const [key, value] of Object.entries(attributes)) this[name].setAttribute(key, value);
      this[name].setAttribute("visibility", "hidden");
    }
    const slider = { role: "slider", tabindex: "0", "aria-valuemin": "0", "aria-valuemax": this.points.length - 1, "aria-valuenow": "0" };
    for (const [key, value] of Object.entries(slider)) this.setAttribute(key, value);
    this.setAttribute("aria-valuetext", this.points[0][2]);
  }

  share({ clientX }) {
    const { left, width } = this.plot.getBoundingClientRect();
    return (clientX - left) / width;
  }

  press(event) {
    const last = this.points.length - 1;
    const large = Math.max(1, Math.round(last / 20));
    const at = this.at ?? 0;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, PageUp: at + large, PageDown: at - large, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.tell(this.points[Math.min(Math.max(to, 0), last)][0]);
  }

  tell(x) {
    const detail = { group: this.getAttribute("group"), x };
    if (detail.group) document.dispatchEvent(new CustomEvent("chart-crosshair", { detail }));
    else this.show(x);
  }

  show(x) {
    const nearest = this.points.reduce((best, [px], i) => (Math.abs(px - x) < Math.abs(this.points[best][0] - x) ? i : best), 0);
    if (nearest === this.at) return;
    this.at = nearest;
    const [px, y, words] = this.points[nearest];
    const across = `${100 * px}%`;
    for (const [element, key] of [[this.line, "x1"], [this.line, "x2"], [this.dot, "cx"]]) element.setAttribute(key, across);
    this.dot.setAttribute("cy", `${100 * (y ?? 0)}%`);
    this.line.setAttribute("visibility", "visible");
    this.dot.setAttribute("visibility", y === null ? "hidden" : "visible");
    this.setAttribute("aria-valuenow", nearest);
    this.setAttribute("aria-valuetext", words);
    const here = this.querySelector("output");
    if (here) here.textContent = words;
  }
});
