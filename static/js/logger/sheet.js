// How a session's page shows what was ticked, before and without the server.
const rowOf = (sheet, place) => sheet.querySelector(`#${CSS.escape(place)}`);

const ranOf = (sheet, place) => sheet.querySelector(`[data-follows="${CSS.escape(place.replace("run_", "ran_"))}"]`);

// The place of a form: its set, its run, or the end of the session.
export function placeOf(form) {
  if (form.dataset.log === "finish") return "end";
  if (form.dataset.log === "effort") return `run_${form.elements.track.value}`;
  return form.closest("li")?.id ?? "";
}

// Where it stands on the page.
export function partOf(sheet, place) {
  return rowOf(sheet, place) ?? [...sheet.querySelectorAll("[data-log]")].find((form) => placeOf(form) === place);
}

export function apply(sheet, entry) {
  if (entry.place === "end") return;
  const run = ranOf(sheet, entry.place);
  const isUndo = entry.url.includes("_method=DELETE");
  if (run) {
    run.hidden = isUndo;
    if (entry.state === "pending") run.textContent = run.dataset.noted; // how it went is said once it is sent
  }
  const form = rowOf(sheet, entry.place)?.querySelector(".set-row");
  if (form) show(form, isUndo ? null : Object.fromEntries(entry.fields));
  count(sheet);
}

// As it stands on the server after all.
export function restore(sheet, fresh, entry) {
  const run = ranOf(sheet, entry.place);
  if (run) run.hidden = (fresh && ranOf(fresh, entry.place)?.hidden) ?? true;
  const form = rowOf(sheet, entry.place)?.querySelector(".set-row");
  const known = fresh && rowOf(fresh, entry.place)?.querySelector(".set-row");
  if (form) mark(form, Boolean(known?.classList.contains("set-row--done")));
  if (form && known) form.querySelector(".set-row__goal").replaceChildren(...known.querySelector(".set-row__goal").childNodes);
  count(sheet);
}

function mark(form, isDone) {
  const tick = form.querySelector(".tick");
  if (form.classList.contains("set-row--done") !== isDone) rename(tick);
  form.classList.toggle("set-row--done", isDone);
  tick.classList.toggle("tick--done", isDone);
}

function show(form, fields) {
  mark(form, fields !== null);
  if (!fields) return;
  const unit = form.querySelector(`[name=${fields.load ? "load" : "reps"}] + small`)?.cloneNode(true);
  const number = fields.load ? `${fields.reps} × ${fields.load} ` : `${fields.reps} `;
  const goal = form.querySelector(".set-row__goal");
  const told = goal.querySelector(".set-row__last");
  goal.replaceChildren(...[number, unit, told].filter(Boolean));
}

// What a tick does next.
function rename(tick) {
  const name = tick.getAttribute("aria-label");
  tick.setAttribute("aria-label", tick.dataset.otherwise);
  tick.dataset.otherwise = name;
}

// What follows from the sets, as the server says it after this entry: how far the session went, which plates come next.
export function follow(sheet, fresh, entry) {
  for (const part of sheet.querySelectorAll("[data-follows]")) {
    const now = fresh.querySelector(`[data-follows="${CSS.escape(part.dataset.follows)}"]`);
    if (!now || now.innerHTML === part.innerHTML) continue;
    const hadFocus = part.contains(document.activeElement);
    part.replaceChildren(...now.childNodes);
    part.hidden = now.hidden;
    htmx.process(part);
    if (hadFocus) part.querySelector("a, button, input")?.focus();
  }
  const goal = rowOf(fresh, entry.place)?.querySelector(".set-row__goal");
  if (goal) rowOf(sheet, entry.place)?.querySelector(".set-row__goal").replaceChildren(...goal.childNodes);
  sheet.querySelector(".lane-list")?.replaceChildren(...fresh.querySelector(".lane-list").childNodes);
  count(sheet);
}

// Which set is next, how many are done, how long the others take, how far the lanes are.
function count(sheet) {
  let next = null;
  let done = 0;
  let minutes = 0;
  sheet.querySelectorAll(".exercise").forEach((exercise, index) => {
    const rows = [...exercise.querySelectorAll(".set-row")];
    const runs = exercise.querySelectorAll("[data-follows^=ran_]").length;
    const ticked = exercise.querySelectorAll(".set-row--done, [data-follows^=ran_]:not([hidden])").length;
    done += ticked;
    minutes += (rows.length + runs - ticked) * Number(exercise.dataset.minutes);
    for (const row of rows) {
      row.classList.remove("set-row--now");
      row.querySelector(".tick")?.classList.remove("tick--main");
      if (!next && !row.classList.contains("set-row--done")) next = row;
    }
    forgetPlates(exercise.querySelector("[data-load]"), rows);
    lane(sheet, index, ticked);
  });
  const shown = sheet.querySelector("[data-count=done]");
  if (shown) shown.textContent = String(done);
  showMinutes(sheet.querySelector("[data-count=minutes]"), Math.round(minutes));
  if (!next) return;
  next.classList.add("set-row--now");
  next.querySelector(".tick").classList.add("tick--main");
  const exercise = next.closest("details.exercise");
  if (exercise) exercise.open = true;
}

// Those of another load than the next set's: the server says which come now. Their place stays, so that nothing jumps.
function forgetPlates(part, rows) {
  const load = rows.find((row) => !row.classList.contains("set-row--done"))?.elements.load;
  part?.classList.toggle("plates-before", Boolean(load) && load.defaultValue !== part.dataset.load);
}

function showMinutes(part, minutes) {
  if (!part) return;
  part.hidden = !minutes;
  part.textContent = part.textContent.replace(/\d+/, String(minutes));
}

function lane(sheet, index, ticked) {
  const row = sheet.querySelectorAll(".lane")[index];
  const total = row?.querySelector(".lane__count");
  if (!total) return;
  total.textContent = total.textContent.replace(/^\d+/, String(ticked));
  const told = row.querySelector("[role=img]");
  told?.setAttribute("aria-label", told.getAttribute("aria-label").replace(/\d+/, String(ticked)));
  const strokes = row.querySelectorAll("rect");
  if (!total.textContent.endsWith(`/${strokes.length}`)) return; // one stroke for all of them
  strokes.forEach((stroke, place) => stroke.setAttribute("class", place < ticked ? "lanes__done" : "lanes__rest"));
}
