/* What every page does beyond reading: choosing rows, and showing errors first. */

const digits = (number) =>
  document.documentElement.lang === "fa" ? number.toLocaleString("fa-IR") : number.toLocaleString("en-GB");

function bulk(bar) {
  const form = bar.closest("form");
  if (!form) return;
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox][name]")];
  const all = form.querySelector("[data-bulk-all]");
  const words = bar.querySelector("[data-bulk-words]");
  const clear = bar.querySelector("[data-bulk-clear]");
  if (all) all.closest("th").querySelector("label")?.removeAttribute("hidden");

  const count = () => {
    const rows = boxes();
    const chosen = rows.filter((box) => box.checked);
    for (const box of rows) box.closest("tr").setAttribute("aria-selected", String(box.checked));
    words.textContent = chosen.length
      ? words.dataset.some.replace("#", digits(chosen.length))
      : words.dataset.none;
    clear.hidden = !chosen.length;
    for (const button of bar.querySelectorAll("button:not([data-bulk-clear])")) button.disabled = !chosen.length;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === rows.length;
      all.indeterminate = chosen.length > 0 && chosen.length < rows.length;
    }
  };
  const setAll = (checked) => {
    for (const box of boxes()) box.checked = checked;
    count();
  };
  clear.addEventListener("click", () => setAll(false));
  all?.addEventListener("change", () => setAll(all.checked));
  form.addEventListener("change", count);
  count();
}

function start(root) {
  for (const bar of root.querySelectorAll("[data-bulk-bar]:not([data-ready])")) {
    bar.dataset.ready = "";
    bulk(bar);
  }
  // After a refused form: begin where the reasons stand.
  root.querySelector("form[method=post] [data-focus], [data-focus]:not(form *)")?.focus();
}

// A menu closes on Escape and when the reader goes elsewhere.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A request that failed is said in words; htmx alone would leave the page as it was.
function failed() {
  const place = document.getElementById("messages");
  const words = place?.dataset.failed;
  if (!words) return;
  const notice = document.createElement("div");
  notice.className = "banner wide";
  notice.dataset.tone = "bad";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  notice.append(document.createElement("span"), text);
  place.replaceChildren(notice);
}
document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);

// A bar is drawn anew each second; whoever hears the page is told now and then, from a
// place that stays. Begins at once, and is silent about what he was told before.
const OFTEN = 10_000; // milliseconds between two words on how far it is
let toldAt = -OFTEN;
document.addEventListener("htmx:load", (event) => {
  const words = event.target.querySelector?.("[data-aloud]");
  if (!words || performance.now() - toldAt < OFTEN) return;
  toldAt = performance.now();
  document.getElementById("aloud").textContent = words.textContent;
});

document.addEventListener("htmx:load", (event) => start(event.target));
start(document);

// Copying what a field holds; the button shows only where the browser can.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  const place = button.parentElement.querySelector("[data-copy-said]");
  if (place) place.textContent = button.dataset.copied;
});
