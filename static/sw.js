// Keeps a copy of the athlete's own pages for the time without a network: Today, sessions, the calendar.
// Pages come from the network whenever it answers; files with a content hash come from the copy. Copies lie under the
// name of their reader. Every page says whose it is, and until one has said so no copy is shown.
const FILES = "files";
const PAGES = "pages ";
const NOTES = "notes";
const WAIT_MS = 3000;
const KEPT = /^\/(today|calendar|sessions\/[0-9a-f-]{36})$/;
const ENTRANCE = "/session";
const BEGINNINGS = /^\/(invitations\/[^/]+\/(registration|acceptance)|registrations\/[^/]+|first\/[^/]+)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(know(event.data));
});

async function know({ reader, page, files }) {
  await forgetPages(reader);
  if (!reader) return;
  await (await caches.open(NOTES)).put("/reader", new Response(reader));
  const kept = await caches.match(page, { cacheName: PAGES + reader });
  if (!kept && KEPT.test(new URL(page).pathname)) await fetch(page).then((answer) => keepPage(reader, page, answer)).catch(() => {});
  const shelf = await caches.open(FILES);
  await Promise.all(files.filter(isFile).map(async (file) => (await shelf.match(file)) || shelf.add(file).catch(() => {})));
}

async function known() {
  const note = await caches.match("/reader", { cacheName: NOTES });
  return (await note?.text()) ?? "";
}

// Those of everybody but this reader; nobody's name is empty.
async function forgetPages(reader) {
  if (!reader || (await known()) !== reader) await caches.delete(NOTES);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) && name !== PAGES + reader).map((name) => caches.delete(name)));
}

const isFile = (address) => {
  const url = new URL(address);
  return url.origin === self.location.origin && url.pathname.startsWith("/static/");
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method !== "GET") {
    if (pathname === ENTRANCE) event.respondWith(passing(request));
    else if (BEGINNINGS.test(pathname)) event.respondWith(beginning(request));
    return;
  }
  if (request.headers.has("HX-Request")) return;
  if (isFile(request.url)) event.respondWith(file(request));
  else if (request.mode === "navigate" && KEPT.test(pathname)) event.respondWith(pageOf(request));
});

// Somebody signed in or out. Only who signs in again over an open page is the one who was there.
async function passing(request) {
  const answer = await fetch(request);
  if (answer.status < 400 && !answer.headers.has("HX-Trigger")) await forgetPages("");
  return answer;
}

// Somebody got an account, or joined with theirs: whoever is let in is sent on, and who has to try again is not.
async function beginning(request) {
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect" || answer.redirected || answer.headers.has("HX-Redirect")) await forgetPages("");
  return answer;
}

async function file(request) {
  const isNamed = new URL(request.url).searchParams.has("v");
  const kept = await caches.match(request, { cacheName: FILES });
  if (kept && isNamed) return kept;
  try {
    const answer = await fetch(request);
    await keep(FILES, request.url, answer);
    return answer;
  } catch (problem) {
    if (kept) return kept;
    throw problem;
  }
}

async function pageOf(request) {
  const reader = await known();
  if (!reader) return fetch(request);
  const kept = await caches.match(request.url, { cacheName: PAGES + reader });
  const fresh = fetch(request).then(async (answer) => {
    await keepPage(reader, request.url, answer);
    return answer;
  });
  if (!kept) return fresh;
  const patience = new Promise((resolve) => { setTimeout(() => resolve(kept), WAIT_MS); });
  return Promise.race([fresh.catch(() => kept), patience]);
}

// Unless somebody else came meanwhile.
async function keepPage(reader, url, answer) {
  if ((await known()) === reader) await keep(PAGES + reader, url, answer);
}

// Never a redirect to the sign-in page, never an error.
async function keep(shelf, url, answer) {
  if (answer.ok && !answer.redirected && answer.type === "basic") await (await caches.open(shelf)).put(url, answer.clone());
}
