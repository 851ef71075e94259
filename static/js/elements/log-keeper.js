// On every page: sends what was ticked on this device and waits, whatever page it was ticked on; lets signing out wait
// for it, and ask when something stays behind; tells the service worker whose pages it may show.
const checked = new WeakSet();

customElements.define("log-keeper", class extends HTMLElement {
  connectedCallback() {
    this.reader = document.querySelector("meta[name=reader-key]")?.content ?? "";
    this.leave = this.leave.bind(this);
    this.left = this.left.bind(this);
    addEventListener("submit", this.leave, { capture: true });
    addEventListener("submit", this.left);
    if (this.waits) this.queue().then(({ send }) => send(), () => {});
    if (document.readyState === "complete") this.tell();
    else addEventListener("load", () => this.tell(), { once: true });
  }

  disconnectedCallback() {
    removeEventListener("submit", this.leave, { capture: true });
    removeEventListener("submit", this.left);
  }

  get waits() { return Boolean(this.reader && localStorage.getItem(`unsent ${this.reader}`)); }

  queue() { return import(this.getAttribute("queue")); }

  isLeaving(form) {
    const { pathname, searchParams } = new URL(form.getAttribute("action") ?? "", location.href);
    return pathname === this.getAttribute("leave") && searchParams.get("_method") === "DELETE";
  }

  // Heard before the question is asked: whether there is one is known only after trying to send.
  async leave(event) {
    const { target: form, submitter } = event;
    if (!this.isLeaving(form) || checked.delete(form) || !this.waits) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const left = await this.queue().then(({ flush }) => flush()).catch(() => 1);
    if (left) form.dataset.confirm = this.getAttribute("question");
    else delete form.dataset.confirm;
    checked.add(form);
    form.requestSubmit(submitter);
  }

  left({ target, defaultPrevented }) {
    if (!this.isLeaving(target) || defaultPrevented) return;
    sessionStorage.clear();
    localStorage.removeItem(`rest ${this.reader}`);
  }

  tell() {
    const { serviceWorker } = navigator;
    const files = performance.getEntriesByType("resource").map(({ name }) => name);
    const news = { reader: this.reader, page: location.href, files };
    if (!this.reader || !(this.hasAttribute("offline") || document.querySelector("set-logger"))) {
      serviceWorker?.controller?.postMessage({ ...news, files: [] });
      return;
    }
    serviceWorker?.register("/sw.js").then(() => serviceWorker.ready).then(({ active }) => active.postMessage(news)).catch(() => {});
  }
});
