/* The code on the wall: a new one before the old one ends, and who is in, without loading
   the page again. Without a line the old code is greyed out, for it is taken no more. */

const wall = document.querySelector("[data-wall]");
const say = wall.dataset;
const part = (name) => wall.querySelector(`[data-${name}]`);
const COUNT = 3000; // ms between two looks at who is in
const digits = (words) => document.documentElement.lang === "fa" ? words.replace(/\d/g, (d) => "۰۱۲۳۴۵۶۷۸۹"[d]) : words;

let ends = performance.now() + Number(say.left); // of this step, by this screen's own run of time
let timer = 0;

function show(told) {
  if (part("picture").src !== told.picture) part("picture").src = told.picture;
  part("typed").textContent = digits(told.typed);
  if (part("count").textContent !== told.count) part("count").textContent = told.count;
  ends = performance.now() + told.left;
  state("");
}

function state(words) {
  const line = part("state");
  line.hidden = !words;
  if (line.textContent !== words) line.textContent = words;
}

// A code is taken for one step after its own.
function stale() {
  const old = performance.now() > ends + Number(say.step) * 1000;
  for (const name of ["picture", "typed"]) part(name).toggleAttribute("data-stale", old);
}

async function look() {
  clearTimeout(timer);
  try {
    const answer = await fetch(say.now, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") return location.reload();
    const told = await answer.json();
    if (!told.up) return location.reload();
    show(told);
  } catch {
    state(say.lost);
  }
  timer = setTimeout(look, Math.max(250, Math.min(COUNT, ends - performance.now() + 50)));
}

setInterval(() => {
  part("turn").value = Math.max(0, ends - performance.now());
  stale();
}, 250);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  navigator.wakeLock?.request("screen").catch(() => {});
  look();
});
navigator.wakeLock?.request("screen").catch(() => {});
part("typed").textContent = digits(part("typed").textContent);
timer = setTimeout(look, Math.min(COUNT, Number(say.left)));
