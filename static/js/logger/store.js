// What was ticked on this device, written down before anything is sent. Killing the tab loses nothing.
//
// An entry: {reader, session, place, url, fields: [[name, value]…], at, seq, state}. A place is one set, one run or the end of
// the session; its latest answer replaces the one before. State: pending, sent, refused.
const NAME = "trackside-log";
const VERSION = 2;
export const reader = document.querySelector("meta[name=reader-key]")?.content ?? "";
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

// The flag is what other pages look at, so that they need not open the store: first up, last down. It changes inside
// a transaction, as these stand in line: else who finds nothing could lower it over what was ticked meanwhile.
const raise = () => localStorage.setItem(flag, "1");

export function put(entry) {
  raise();
  return run("readwrite", (entries) => {
    const asked = entries.put({ ...entry, reader });
    asked.onsuccess = raise;
    return asked;
  });
}

// This reader's own: what others left on this device waits for them.
export const all = async () => inOrder(await run("readonly", (entries) => entries.getAll(own())));

export async function pending() {
  const waits = ({ state }) => state === "pending";
  const found = await run("readwrite", (entries) => {
    const asked = entries.getAll(own());
    asked.onsuccess = () => asked.result.some(waits) || localStorage.removeItem(flag);
    return asked;
  });
  return inOrder(found.filter(waits));
}

export const of = async (session) => inOrder(await run("readonly", (entries) => entries.getAll(own(session))));

// Only if nothing newer took the place meanwhile.
function change(entry, work) {
  return run("readwrite", (entries) => {
    const asked = entries.get(keyOf(entry));
    asked.onsuccess = () => asked.result?.seq === entry.seq && work(entries, asked.result);
    return asked;
  });
}

export function mark(entry, state, said = "") {
  return change(entry, (entries, kept) => {
    if (state === "pending") raise();
    entries.put({ ...kept, state, said });
  });
}

export const drop = (entry) => change(entry, (entries) => entries.delete(keyOf(entry)));

// Never one that is still to be sent, nor one that is ticked at this moment.
function clear(range) {
  return run("readwrite", (entries) => {
    const asked = entries.getAll(range);
    asked.onsuccess = () => {
      for (const entry of asked.result) if (entry.state === "sent") entries.delete(keyOf(entry));
    };
    return asked;
  });
}

// What the server has: of no use to whoever comes next.
export const tidy = () => clear(own());

// The server has the whole session: its copies here may go.
export const forget = (session) => clear(own(session));

// Until when somebody rests, by the clock, and how long in all: {ends, whole}. One rest at a time, of the session of now.
export function keepRest(session, rest) {
  if (rest) localStorage.setItem(resting, JSON.stringify({ session, ...rest }));
  else localStorage.removeItem(resting);
}

export function restOf(session) {
  const kept = JSON.parse(localStorage.getItem(resting) ?? "{}");
  return kept.session === session && kept.ends > Date.now() ? kept : null;
}
