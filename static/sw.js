// Keeps a copy of the athlete's own pages for the time without a network: Today, sessions, the calendar.
// Pages come from the network whenever it answers; files with a content hash come from the copy. What belongs to
// another reader is thrown away before anything else happens.
const FILES = "files";
const PAGES = "pages";
const NOTES = "notes";
const WAIT_MS = 3000;
const KEPT = /^\/(today|calendar|sessions\/[0-9a-f-]{36})$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(know(event.data));
});

async function know({ reader, page, files }) {
  const notes = await caches.open(NOTES);
  const known = await notes.match("/reader");
  if ((await known?.text()) !== reader) await caches.delete(PAGES);
  await notes.put("/reader", new Response(reader));
  const url = new URL(page);
  if (KEPT.test(url.pathname)) await fetch(page).then((answer) => keep(PAGES, page, answer)).catch(() => {});
  const shelf = await caches.open(FILES);
  await Promise.all(files.filter(isFile).map(async (file) => (await shelf.match(file)) || shelf.add(file).catch(() => {})));
}

const isFile = (address) => {
  const url = new URL(address);
  return url.origin === self.location.origin && url.pathname.startsWith("/static/");
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.headers.has("HX-Request")) return;
  if (isFile(request.url)) event.respondWith(file(request));
  else if (request.mode === "navigate" && KEPT.test(new URL(request.url).pathname)) event.respondWith(pageOf(request));
});

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
  const kept = await caches.match(request.url, { cacheName: PAGES });
  const fresh = fetch(request).then(async (answer) => {
    await keep(PAGES, request.url, answer);
    return answer;
  });
  if (!kept) return fresh;
  const patience = new Promise((resolve) => { setTimeout(() => resolve(kept), WAIT_MS); });
  return Promise.race([fresh.catch(() => kept), patience]);
}

// Never a redirect to the sign-in page, never an error.
async function keep(shelf, url, answer) {
  if (answer.ok && !answer.redirected && answer.type === "basic") await (await caches.open(shelf)).put(url, answer.clone());
}
