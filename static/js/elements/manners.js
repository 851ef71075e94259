// What htmx leaves open: an old refusal goes when the next thing is tried; that something was not
// sent is said in words (of what was asked for, `stay-here` speaks); and what happens while an answer is under way is not missed.
const offline = () => document.querySelector(".offline-note");

document.addEventListener("htmx:beforeRequest", ({ detail: { requestConfig } }) => {
  const flash = document.getElementById("flash");
  if (requestConfig.verb === "get" || !flash?.textContent) return;
  flash.replaceChildren();
  flash.removeAttribute("class");
});

for (const type of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, ({ detail: { requestConfig } }) => {
    if (requestConfig.verb !== "get") offline().hidden = false;
  });
}
document.addEventListener("htmx:beforeOnLoad", () => { offline().hidden = true; });

// An element that replaces itself takes the requests that wait in it along: who was told to look again meanwhile would
// show what was true before. So whoever comes in its place looks.
const toldMeanwhile = new WeakSet();

document.addEventListener("htmx:trigger", ({ target }) => {
  if (target.matches(".htmx-request[hx-get][id]")) toldMeanwhile.add(target);
});

document.addEventListener("htmx:afterSettle", ({ target, detail: { requestConfig } }) => {
  const { elt } = requestConfig ?? {};
  if (!elt || elt.isConnected || elt.id !== target.id || !toldMeanwhile.delete(elt)) return;
  const url = target.getAttribute("hx-get");
  if (url) htmx.ajax("get", url, { source: target });
});
