// How a session's page shows what was ticked, before and without the server.
export const rowOf = (sheet, place) => sheet.querySelector(`#${CSS.escape(place)}`);

// The place of a form: its set, its run, or the end of the session.
export function placeOf(form) {
  if (form.dataset.log === "finish") return "end";
  if (form.dataset.log === "effort") return `run_${form.elements.track.value}`;
  return form.closest("li")?.id ?? "";
}

export function apply(sheet, entry) {
  if (entry.place === "end") {
    sheet.setAttribute("closing", "");
    return;
  }
  const row = rowOf(sheet, entry.place);
  const form = row?.querySelector(".set-row");
  if (form) {
    const isUndo = entry.url.includes("_method=DELETE");
    show(form, isUndo ? null : Object.fromEntries(entry.fields));
  }
  count(sheet);
}

function show(form, fields) {
  const isDone = fields !== null;
  form.classList.toggle("set-row--done", isDone);
  form.classList.remove("set-row--now");
  const tick = form.querySelector(".tick");
  tick.classList.remove("tick--main");
  tick.classList.toggle("tick--done", isDone);
  tick.setAttribute("aria-pressed", String(isDone));
  if (!isDone) return;
  const goal = form.querySelector(".set-row__goal");
  const [number, unit] = [fields.load ? `${fields.reps} × ${fields.load} ` : `${fields.reps} `, goal.querySelector("small")];
  goal.replaceChildren(number, ...(unit ? [unit] : []));
}

// Which set is next, how many are done, how far the lanes are.
function count(sheet) {
  let next = null;
  let done = 0;
  sheet.querySelectorAll(".exercise").forEach((exercise, index) => {
    const rows = [...exercise.querySelectorAll(".set-row")];
    const ticked = rows.filter((row) => row.classList.contains("set-row--done")).length;
    done += ticked;
    for (const row of rows) {
      row.classList.remove("set-row--now");
      if (!next && !row.classList.contains("set-row--done")) next = row;
    }
    if (rows.length) lane(sheet, index, ticked);
  });
  const shown = sheet.querySelector("[data-count=done]");
  if (shown) shown.textContent = String(done);
  if (!next) return;
  next.classList.add("set-row--now");
  next.querySelector(".tick").classList.add("tick--main");
  const exercise = next.closest("details.exercise");
  if (exercise) exercise.open = true;
}

function lane(sheet, index, ticked) {
  const row = sheet.querySelectorAll(".lane")[index];
  row?.querySelectorAll("rect").forEach((stroke, place) => {
    stroke.setAttribute("class", place < ticked ? "lanes__done" : "lanes__rest");
  });
  const total = row?.querySelector(".lane__count");
  if (total) total.textContent = total.textContent.replace(/^\d+/, String(ticked));
}
