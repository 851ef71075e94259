// What was ticked on this device, written down before anything is sent. Killing the tab loses nothing.
//
// An entry: {reader, session, place, url, fields: [[name, value]…], at, seq, state}. A place is one set, one run or the end of
// the session; its latest answer replaces the one before. State: pending, sent, refused.
const NAME = "trackside-log";
const VERSION = 2;
const reader = document.querySelector("meta[name=reader-key]")?.content ?? "";
const flag = `unsent ${reader}`;
const resting = `rest ${reader}`;
let opening = null;

const keyOf = ({ session, place }) => [reader, session, place];

// This reader's own, or those of one session: a list comes after every text.
const own = (...session) => IDBKeyRange.bound([reader, ...session], [reader, ...session, []]);

const inOrder = (entries) => entries.sort((a, b) => a.seq - b.seq);

function open() {
  opening ??= connect().catch((problem) => {
    opening = null; // asked again next time
    throw problem;
  });
  return opening;
}

function connect() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
    request.onsuccess = () => {
      request.result.onversionchange = () => close(request.result);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("a tab of an older portal holds the store"));
  });
}

function close(base) {
  base.close();
  opening = null;
}

// The first version named entries by session and place alone, so that one reader's could replace another's.
function upgrade({ result: base, transaction }, from) {
  const make = () => base.createObjectStore("entries", { keyPath: ["reader", "session", "place"] });
  if (!from) {
    make();
    return;
  }
  transaction.objectStore("entries").getAll().onsuccess = ({ target }) => {
    base.deleteObjectStore("entries");
    const entries = make();
    for (const entry of target.result) entries.put(entry);
  };
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
export const all = async () => inOrder(await run("readonly", (entries) => entries.getAll(own())));

export async function pending() {
  const entries = (await all()).filter(({ state }) => state === "pending");
  if (!entries.length) localStorage.removeItem(flag);
  return entries;
}

export const of = async (session) => inOrder(await run("readonly", (entries) => entries.getAll(own(session))));

// Only if nothing newer took the place meanwhile.
export async function mark(entry, state, said = "") {
  if (state === "pending") localStorage.setItem(flag, "1");
  await run("readwrite", (entries) => {
    const asked = entries.get(keyOf(entry));
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

export const drop = (entry) => run("readwrite", (entries) => entries.delete(keyOf(entry)));

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
