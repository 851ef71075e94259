// What was ticked on this device, written down before anything is sent. Killing the tab loses nothing.
//
// An entry: {reader, session, place, url, fields: [[name, value]…], at, seq, state}. A place is one set, one run or the end of
// the session; its latest answer replaces the one before. State: pending, sent, refused.
const NAME = "trackside-log";
const reader = document.querySelector("meta[name=reader-key]")?.content ?? "";
const flag = `unsent ${reader}`;
const resting = `rest ${reader}`;
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: ["session", "place"] }).createIndex("seq", "seq");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run(mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("entries", mode, { durability: "strict" });
    const request = work(transaction.objectStore("entries"));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

// The flag is what other pages look at, so that they need not open the store: first up, last down.
export function put(entry) {
  localStorage.setItem(flag, "1");
  return run("readwrite", (entries) => entries.put({ ...entry, reader }));
}

// This reader's own: what others left on this device waits for them.
export async function all() {
  const entries = (await run("readonly", (kept) => kept.index("seq").getAll())) ?? [];
  return entries.filter((entry) => entry.reader === reader);
}

export async function pending() {
  const entries = (await all()).filter(({ state }) => state === "pending");
  if (!entries.length) localStorage.removeItem(flag);
  return entries;
}

export const of = async (session) => (await all()).filter((entry) => entry.session === session);

// Only if nothing newer took the place meanwhile.
export async function mark(entry, state, said = "") {
  if (state === "pending") localStorage.setItem(flag, "1");
  await run("readwrite", (entries) => {
    const asked = entries.get([entry.session, entry.place]);
    asked.onsuccess = () => {
      if (asked.result?.seq === entry.seq) entries.put({ ...asked.result, state, said });
    };
    return asked;
  });
}

// What the server has: of no use to whoever comes next.
export async function tidy() {
  await Promise.all((await all()).filter(({ state }) => state === "sent").map(drop));
}

export const drop = (entry) => run("readwrite", (entries) => entries.delete([entry.session, entry.place]));

// The server has the whole session: its copies here may go, but never one that is still to be sent.
export async function forget(session) {
  const rows = await of(session);
  await Promise.all(rows.filter(({ state }) => state === "sent").map(drop));
}

// Until when somebody rests, by the clock, and how long in all: {ends, whole}. One rest at a time, of the session of now.
export function keepRest(session, rest) {
  if (rest) localStorage.setItem(resting, JSON.stringify({ session, ...rest }));
  else localStorage.removeItem(resting);
}

export function restOf(session) {
  const kept = JSON.parse(localStorage.getItem(resting) ?? "{}");
  return kept.session === session && kept.ends > Date.now() ? kept : null;
}
