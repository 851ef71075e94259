// What htmx leaves open: an old refusal goes when the next thing is tried; a lost connection is said in words.
const offline = () => document.querySelector(".offline-note");

document.addEventListener("htmx:beforeRequest", ({ detail: { requestConfig } }) => {
  const flash = document.getElementById("flash");
  if (requestConfig.verb === "get" || !flash?.textContent) return;
  flash.replaceChildren();
  flash.removeAttribute("class");
});

for (const type of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(type, () => { offline().hidden = false; });
}
document.addEventListener("htmx:beforeOnLoad", () => { offline().hidden = true; });
