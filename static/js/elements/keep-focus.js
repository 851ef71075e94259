// After a swap the focus stands on what replaced the focused thing: the same name, else the same place, else the block.
const REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const named = (element) => [element.localName, element.name ?? "", element.ariaLabel ?? element.textContent.trim()].join(" ");
const stopsIn = (block) => [...block.querySelectorAll(REACHABLE)].filter((stop) => stop.checkVisibility() && !stop.disabled);
let left = null;

document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  const focused = document.activeElement;
  const inside = target.contains(focused);
  const sender = requestConfig?.triggeringEvent?.isTrusted ? requestConfig.elt : null; // what fills itself moves nobody
  if (!inside && !(sender && target.contains(sender))) return;
  const stops = stopsIn(target);
  const lost = inside ? focused : sender;
  left = { block: target.id, name: named(lost), place: stops.indexOf(lost) };
});

document.addEventListener("htmx:afterSettle", () => {
  const asked = left;
  left = null;
  if (!asked || (document.activeElement && document.activeElement !== document.body)) return;
  const block = document.getElementById(asked.block) ?? document.getElementById("main");
  const stops = stopsIn(block);
  const next = stops.find((stop) => named(stop) === asked.name) ?? (asked.place >= 0 ? stops[asked.place] : null);
  if (next) return next.focus();
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
});
