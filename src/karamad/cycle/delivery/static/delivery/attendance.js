/* The list of a session by keyboard: up and down from name to name, a key for each mark;
   or row by row as the signed sheet has them, number and letter in one box. */

const KEYS = {
  present: "1۱١حpP", late: "2۲٢تlL", leave: "3۳٣مvV", absent: "4۴٤غaA",
};
const latin = (words) => words.replace(/[۰-۹]/g, (d) => "۰۱۲۳۴۵۶۷۸۹".indexOf(d)).replace(/[٠-٩]/g, (d) => "٠١٢٣٤٥٦٧٨٩".indexOf(d));
const digits = (number) => Number(number).toLocaleString(document.documentElement.lang === "fa" ? "fa-IR" : "en-GB");
const TYPED = /^\s*(\d+)\s*(?:[-–]\s*(\d+))?\s*([^\d\s])?\s*(\d+)?\s*$/u;
const meant = (key) => Object.keys(KEYS).find((name) => key.length === 1 && KEYS[name].includes(key));

function keep(form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  const all = form.querySelector("[data-all-present]");
  const undo = form.querySelector("[data-undo]");
  const before = [];
  const radio = (row, value) => row.querySelector(`input[type=radio][value=${value}]`);
  const chosen = (row) => row.querySelector("input[type=radio]:checked");
  const focus = (row) => (chosen(row) ?? row.querySelector("input[type=radio]")).focus();

  const set = (row, value) => {
    before.push([row, chosen(row)?.value]);
    radio(row, value).checked = true;
    undo.hidden = false;
  };
  typeByNumber(form, rows, (row, value, minutes) => {
    set(row, value);
    if (value === "late") row.querySelector(".minutes input").value = minutes;
  }, focus);
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target.type === "text") return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const value = meant(event.key);
    if (!step && !value) return;
    event.preventDefault();
    if (value) set(row, value);
    if (value === "late") {
      row.querySelector(".minutes input").focus();
      return;
    }
    const next = rows[rows.indexOf(row) + (step ?? 1)];
    if (next) focus(next);
    else if (value) radio(row, value).focus();
  });
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const row of rows) if (!chosen(row)) set(row, "present");
  });
  undo.addEventListener("click", () => {
    const [row, value] = before.pop();
    if (value) radio(row, value).checked = true;
    else chosen(row).checked = false;
    undo.hidden = !before.length;
    focus(row);
  });
}

// "12 غ" marks row 12; "1-30 ح" many; "12" alone goes there.
function typeByNumber(form, rows, set, focus) {
  const place = form.querySelector("[data-quick]");
  const box = place.querySelector("input");
  const said = place.querySelector("[data-quick-said]");
  const byNumber = new Map(rows.map((row) => [Number(row.dataset.number), row]));
  const rowsOf = (from, to) => place.dataset.range.replace("##", digits(to)).replace("#", digits(from));
  place.hidden = false;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !box.value.trim()) return;
    event.preventDefault();
    const [, from, to, letter, minutes] = latin(box.value).match(TYPED) ?? [];
    const found = [];
    for (let number = Number(from); number <= Number(to ?? from); number += 1) {
      if (byNumber.has(number)) found.push(byNumber.get(number));
    }
    const value = letter && meant(letter);
    if (!found.length || (letter && !value)) {
      box.setAttribute("aria-invalid", "true");
      said.textContent = place.dataset.wrong;
      box.select();
      return;
    }
    box.removeAttribute("aria-invalid");
    if (!value) return focus(found[0]);
    for (const row of found) set(row, value, minutes ?? "");
    const name = found.length === 1 ? found[0].querySelector("[data-name]").textContent : rowsOf(from, to);
    const words = found[0].querySelector(`input[value=${value}]`).parentElement.textContent.trim();
    said.textContent = `${name}: ${words}`;
    box.value = "";
  });
}

document.querySelectorAll("[data-attendance]").forEach(keep);
