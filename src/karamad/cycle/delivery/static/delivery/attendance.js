/* The list of a session by keyboard: up and down from name to name, a key for each mark. */

const KEYS = {
  present: "1۱١hحH", late: "2۲٢tتT", leave: "3۳٣mمM", absent: "4۴٤gغG",
};
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

document.querySelectorAll("[data-attendance]").forEach(keep);
