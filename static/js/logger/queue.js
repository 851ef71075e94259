// Sends what is written down, one after the other, in its order; repeats until the server has answered.
import * as store from "./store.js";

const RETRY_MS = 15000;
const TIMEOUT_MS = 20000;
const PATIENCE_MS = 5000;
const name = `trackside-log ${store.reader}`; // tabs of somebody else neither wait nor listen
const channel = new BroadcastChannel(name);
const listeners = new Set();
let timer = 0;
let again = false;
let sending = false;
let working = Promise.resolve();

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(news) {
  for (const listener of [...listeners]) listener(news);
  channel.postMessage(news);
}

channel.onmessage = ({ data }) => {
  for (const listener of [...listeners]) listener(data);
};

export async function add(entry) {
  await store.put(entry);
  tell({ entry });
  send();
}

export async function retry(entry) {
  await store.mark(entry, "pending");
  send();
}

export async function drop(entry) {
  await store.drop(entry);
  tell({ dropped: entry });
}

// One tab sends; the others hear of it. Who asks meanwhile makes it look once more.
export function send() {
  clearTimeout(timer);
  if (sending) {
    again = true;
    return working;
  }
  sending = true;
  const work = () => round().finally(() => {
    sending = false;
    if (again) {
      again = false;
      send();
    }
  });
  working = navigator.locks ? navigator.locks.request(name, work) : work();
  return working;
}

// Before the reader leaves: one more try, and how many entries stay behind.
export async function flush() {
  await Promise.race([send(), new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]);
  await store.tidy();
  return (await store.pending()).length;
}

async function round() {
  for (const entry of await store.pending()) {
    tell({ sending: entry });
    const answer = await post(entry);
    if (answer === null || answer.status >= 500) {
      tell({ kept: entry });
      timer = setTimeout(send, RETRY_MS);
      return;
    }
    if (answer.status === 401) {
      tell({ kept: entry, signIn: true });
      return;
    }
    await settle(entry, answer);
  }
  await store.pending();
}

async function settle(entry, answer) {
  const html = await answer.text();
  if (answer.ok) {
    await store.mark(entry, "sent");
    if (entry.place === "end") await store.forget(entry.session);
    tell({ sent: entry, html });
    return;
  }
  await store.mark(entry, "refused", words(html));
  tell({ refused: { ...entry, said: words(html) }, html });
}

async function post(entry) {
  try {
    return await fetch(entry.url, {
      method: "POST",
      body: new URLSearchParams(entry.fields),
      headers: { "HX-Request": "true", "HX-Target": "session_sheet", "Drawn-For": entry.reader },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return null;
  }
}

function words(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = page.querySelector(".summary-error li, .flash, #flash, [role=alert]");
  return said?.textContent.trim().replace(/\s+/g, " ") ?? "";
}

addEventListener("online", send);
document.addEventListener("signed-in", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
