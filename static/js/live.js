// One event stream for each browser, shared by all its tabs. What comes is the name of a topic, told on <body> as
// `live:<topic>`; the element that shows it fetches itself: hx-trigger="live:counts from:body, live:resync from:body".
// After a gap comes `live:resync`: something may have been missed. A fresh page, which can have missed only the
// moment since it was drawn, hears `live:open` instead.
//
// Browsers allow six connections to a host, so one tab leads: it holds a Web Lock, owns the stream and passes on what
// it hears. When it goes, the browser gives the lock to the next. Without Web Locks (no HTTPS) each visible tab has a
// stream of its own. `key` names whose stream it is: tabs of somebody else never listen in.
(() => {
  const { url, key } = document.currentScript.dataset;
  const RESYNC = "resync";
  const FRESH_MS = 10000;
  const ANSWER_MS = 2000;
  const LOOK_EVERY_MS = 30000;
  const FIRST_RETRY_MS = 10000;
  const LONGEST_RETRY_MS = 160000;
  const name = `trackside live ${key}`;
  const channel = new BroadcastChannel(name);
  const live = { leads: false, source: null };
  let retryMs = FIRST_RETRY_MS;
  let retry = 0;
  let asked = 0; // waiting for the leader's answer
  let letGo = null; // gives the lock back
  let isFresh = true;
  let isAway = false; // resting in the back/forward cache

  const tell = (topics) => {
    for (const topic of topics) document.body.dispatchEvent(new CustomEvent(`live:${topic}`));
  };

  const hear = (topics) => {
    const first = isFresh && topics[0] === RESYNC && performance.now() < FRESH_MS;
    isFresh = false;
    tell(first ? ["open"] : topics);
    channel.postMessage({ topics });
  };

  const open = () => {
    live.source = new EventSource(url);
    live.source.onopen = () => { retryMs = FIRST_RETRY_MS; };
    live.source.onmessage = ({ data }) => hear(data.split(" "));
    live.source.onerror = () => {
      // The browser retries a lost connection by itself, but gives up when it is refused: no room, or signed out.
      if (live.source?.readyState !== EventSource.CLOSED) return;
      if (retryMs === FIRST_RETRY_MS) hear([RESYNC]); // what is fetched now asks to sign in again, if that is why
      retry = setTimeout(open, retryMs * (1 + Math.random()));
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    };
  };

  const close = () => {
    clearTimeout(retry);
    live.source?.close();
    live.source = null;
  };

  const lead = () => {
    if (isAway) return undefined; // passes the lock on
    live.leads = true;
    open();
    return new Promise((resolve) => { letGo = resolve; });
  };

  const follow = () => {
    live.leads = false;
    close();
  };

  const stand = async (options) => {
    try {
      await navigator.locks.request(name, options, lead);
      follow();
    } catch {
      follow(); // somebody took the lock while this tab was frozen
      stand({});
    }
  };

  // Phones freeze tabs in the background, and a frozen leader says nothing. The tab in front asks now and then, and
  // takes the lock when there is no answer.
  const ask = () => {
    if (live.leads || asked || document.hidden) return;
    channel.postMessage({ asks: true });
    asked = setTimeout(() => {
      asked = 0;
      stand({ steal: true });
    }, ANSWER_MS);
  };

  channel.onmessage = ({ data: { asks, topics } }) => {
    if (asks) {
      if (live.leads) channel.postMessage({});
      return;
    }
    clearTimeout(asked);
    asked = 0;
    if (topics) tell(topics);
  };

  // No stream: fetch now and then.
  const look = () => {
    if (live.source && live.source.readyState !== EventSource.OPEN) hear([RESYNC]);
    if (navigator.locks) ask();
  };

  const begin = () => {
    if (navigator.locks) stand({});
    else if (document.hidden) close();
    else if (!live.source) open();
  };

  begin();
  document.addEventListener("signed-in", () => {
    if (live.source?.readyState !== EventSource.CLOSED) return;
    close();
    open();
  });
  setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", () => (navigator.locks ? ask() : begin()));
  // Let go when leaving, so that the page may rest in the back/forward cache.
  addEventListener("pagehide", () => {
    isAway = true;
    letGo?.();
    close();
  });
  addEventListener("pageshow", ({ persisted }) => {
    isAway = false;
    if (!persisted) return;
    tell([RESYNC]);
    begin();
  });
  window.live = live;
})();
