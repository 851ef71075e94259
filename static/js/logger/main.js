// One tap a set, with or without a network. The forms work without this script; with it, a tick is written down on the
// device first, shown at once, and sent when it can be.
import * as queue from "./queue.js";
import { apply, follow, partOf, placeOf, restore } from "./sheet.js";
import * as store from "./store.js";

// A finger that hits twice means it once: only after this long does a second tick take the first back.
const DOUBLE_TAP_MS = 1000;

const waitsToEnd = ({ place, state }) => place === "end" && state === "pending";

let last = 0;
const next = () => {
  last = Math.max(last + 1, Date.now());
  return last;
};

customElements.define("set-logger", class extends HTMLElement {
  connectedCallback() {
    this.session = this.getAttribute("session");
    this.submitted = this.submitted.bind(this);
    this.addEventListener("submit", this.submitted, true);
    this.addEventListener("rest-set", ({ detail }) => store.keepRest(this.session, detail));
    this.addEventListener("rest-over", () => store.keepRest(this.session, null));
    this.deaf = queue.listen((news) => this.heard(news));
    this.recall();
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.submitted, true);
    this.deaf?.();
  }

  // Before htmx hears of it: from here on the queue is responsible.
  submitted(event) {
    const form = event.target;
    const place = form.matches(".set-row, [data-log]") ? placeOf(form) : "";
    if (!place) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isDoubleTap(place)) return;
    const at = new Date().toISOString();
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]).concat([["done_at", at]]);
    const entry = { session: this.session, place, url: this.address(form), fields, at, seq: next(), state: "pending" };
    this.show("saving");
    apply(this, entry);
    if (form.matches(".set-row") && !this.hasAttribute("finished")) this.rest(form.classList.contains("set-row--done"), {}, form);
    queue.add(entry).catch(() => this.show("unsaved"));
  }

  isDoubleTap(place) {
    const { place: before, at } = this.ticked ?? {};
    if (before === place && Date.now() - at < DOUBLE_TAP_MS) return true;
    this.ticked = { place, at: Date.now() };
    return false;
  }

  // A tick logs a set, a second one takes it back; the row may be older than what was ticked since.
  address(form) {
    if (!form.matches(".set-row")) return form.getAttribute("action");
    const { track, position } = form.elements;
    const sets = `/sessions/${this.session}/sets`;
    return form.classList.contains("set-row--done") ? `${sets}/${track.value}/${position.value}?_method=DELETE` : sets;
  }

  // What this device knows and the page perhaps does not: after a reload, from a copy, in another tab.
  async recall() {
    const entries = await store.of(this.session);
    for (const entry of entries.sort((a, b) => a.seq - b.seq)) {
      if (entry.state !== "refused" && !(this.hasAttribute("finished") && entry.state === "sent")) apply(this, entry);
      if (entry.state === "refused") this.complain(entry);
    }
    const rest = store.restOf(this.session);
    if (rest) this.rest(true, rest);
    await this.tally();
    if (entries.some(waitsToEnd)) this.close();
    queue.send();
  }

  heard({ entry, sent, html, kept, refused, signIn, dropped }) {
    const about = entry ?? sent ?? kept ?? refused ?? dropped;
    if (!about || (about.session !== this.session && !kept)) return; // one that cannot be sent holds up all
    if (entry) apply(this, entry);
    if (refused) this.unsaid(refused, html);
    if (sent) this.complaintOf(sent)?.remove();
    if (dropped) location.reload();
    if (html && sent) {
      this.hearWhole(sent, html);
      return;
    }
    this.tally(kept ? "kept" : "");
    if (signIn) document.dispatchEvent(new CustomEvent("sign-in-needed"));
  }

  // The server's own picture: all of it for a session that was closed, else what follows from the last entry.
  async hearWhole(sent, html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("set-logger");
    if (fresh && sent.place === "end") this.refresh(fresh);
    else if (!(await this.tally()) && fresh) follow(this, fresh, sent);
  }

  refresh(fresh) {
    store.keepRest(this.session, null);
    const hadFocus = this.contains(document.activeElement);
    this.replaceWith(fresh);
    htmx.process(fresh);
    const title = fresh.querySelector("h1");
    title?.scrollIntoView({ block: "start" });
    if (!title || !hadFocus) return;
    title.tabIndex = -1; // the button that was pressed is gone: whoever uses keys goes on from the top
    title.focus({ preventScroll: true });
  }

  async tally(state = "") {
    const entries = await store.of(this.session);
    const waiting = entries.filter((entry) => entry.state === "pending").length;
    const isKept = state === "kept" || !navigator.onLine;
    if (!entries.some(waitsToEnd)) this.removeAttribute("closing");
    else if (isKept) this.close();
    if (waiting) this.show(state || (navigator.onLine ? "saving" : "kept"), waiting);
    else this.show(entries.some((entry) => entry.state === "refused") ? "unsaved" : "saved");
    return waiting;
  }

  // Finished as far as this device can tell: says so in place of asking again.
  close() {
    if (this.hasAttribute("closing")) return;
    const part = this.querySelector(".closing");
    const hadFocus = part?.contains(document.activeElement);
    this.setAttribute("closing", "");
    this.rest(false);
    if (hadFocus) part.querySelector("[data-kept]").focus();
  }

  show(state, waiting = 0) {
    const line = this.querySelector(".saved");
    if (!line) return;
    line.dataset.state = state;
    line.querySelector(".saved__why").textContent = state === "kept" && waiting ? `(${waiting})` : "";
  }

  // What was not taken is not shown as done: the server says what stands there, or nothing does.
  unsaid(entry, html) {
    const fresh = new DOMParser().parseFromString(html ?? "", "text/html").querySelector("set-logger");
    restore(this, fresh, entry);
    this.complain(entry);
  }

  complaintOf({ place }) {
    return this.querySelector(`[data-about="${CSS.escape(place)}"]`);
  }

  complain(entry) {
    const template = this.querySelector("template[data-refused]");
    if (!template) return;
    if (entry.place === "end") this.removeAttribute("closing");
    this.complaintOf(entry)?.remove();
    this.ticked = null; // what is tried again at once is meant
    const box = template.content.firstElementChild.cloneNode(true);
    box.dataset.about = entry.place;
    box.querySelector("[data-said]").textContent = entry.said;
    box.querySelector("[data-again]").onclick = () => {
      box.remove();
      queue.retry(entry);
    };
    box.querySelector("[data-drop]").onclick = () => queue.drop(entry);
    (partOf(this, entry.place) ?? this.querySelector(".pocket__body")).append(box);
    box.scrollIntoView({ block: "center" });
    this.show("unsaved");
  }

  // After a set, and not after one that was taken back; after a reload it goes on from where it was.
  // An exercise that asks for a rest of its own brings it along.
  rest(isDue, { ends, whole } = {}, form = null) {
    const template = form?.closest(".exercise").querySelector("template[data-rest]")
      ?? (ends && this.querySelector(`template[data-rest="${whole}"]`))
      ?? this.querySelector('template[data-rest="usual"]');
    if (!template) return;
    this.querySelector("rest-timer")?.remove();
    if (!isDue) {
      store.keepRest(this.session, null);
      return;
    }
    const timer = template.content.firstElementChild.cloneNode(true);
    if (ends) {
      timer.setAttribute("ends", ends);
      timer.setAttribute("seconds", whole);
    }
    this.append(timer);
  }
});
