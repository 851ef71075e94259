// A conversation stands at its end, asks only for what is newer than what it shows, and says so when something new
// comes while one reads further up.
const NEAR_PX = 80;

customElements.define("message-thread", class extends HTMLElement {
  connectedCallback() {
    this.jump = this.querySelector(".thread__jump");
    this.box = getComputedStyle(this).overflowY === "auto" ? this : document.scrollingElement;
    this.source = this.box === this ? this : document;
    this.look = () => { if (this.isAtEnd()) this.jump.hidden = true; };
    this.source.addEventListener("scroll", this.look, { passive: true });
    this.jump.onclick = () => this.toEnd();
    this.addEventListener("htmx:configRequest", ({ target, detail }) => {
      if (target.id === "newest") detail.parameters.after = this.last?.id.replace("message-", "") ?? "";
    });
    this.addEventListener("htmx:beforeSwap", ({ target }) => {
      const { scrollTop: top, scrollHeight: height } = this.box;
      this.stood = { atEnd: this.isAtEnd(), top, height, last: this.last, earlier: target.id === "earlier" };
    });
    this.addEventListener("htmx:afterSettle", () => this.settle());
    this.toEnd();
    document.fonts.ready.then(() => this.toEnd());
  }

  disconnectedCallback() { this.source.removeEventListener("scroll", this.look); }

  get last() { return [...this.querySelectorAll(".message")].at(-1); }

  isAtEnd() { return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR_PX; }

  toEnd() {
    this.jump.hidden = true;
    this.box.scrollTop = this.box.scrollHeight;
  }

  // What one reads stays where it is; the focus has moved by then, and the page with it.
  stay({ top, height }) {
    requestAnimationFrame(() => { this.box.scrollTop = top + this.box.scrollHeight - height; });
  }

  settle() {
    const stood = this.stood;
    this.stood = null;
    if (!stood) return;
    if (stood.earlier) this.stay(stood);
    else if (stood.atEnd || (this.last !== stood.last && this.last?.matches(".message--mine"))) this.toEnd();
    else if (this.last !== stood.last) this.jump.hidden = false;
  }
});
