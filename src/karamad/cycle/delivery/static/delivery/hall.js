/* Attendance in a hall without a line. Lists and marks stand in this phone's own database;
   marks go when there is a line, as often as it takes: each has a key of its own, and the
   same key counts once. Names go when the list is no longer theirs who holds the phone. */

const root = document.querySelector("[data-hall]");
const say = root.dataset;
const DRIFT = 120e3; // ms by which clocks differ and are still alike
const BATCH = 500;
const PATIENCE = 30e3; // ms after which a line that says nothing is none
const SOON = 2e3; // ms until what has not gone is tried again: twice as long each time,
const LATER = 60e3; // and at most this
const persian = document.documentElement.lang === "fa";
const digits = (number) => number.toLocaleString(persian ? "fa-IR" : "en-GB");

// ---- what the phone keeps ----------------------------------------------------------

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("karamad-hall", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("lists", { keyPath: "id" });
    asked.result.createObjectStore("marks", { keyPath: "key" });
    asked.result.createObjectStore("about");
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const shelf = async (name, mode = "readonly") => (await opened).transaction(name, mode).objectStore(name);
const all = async (name) => done((await shelf(name)).getAll());
const put = async (name, value, key) => done((await shelf(name, "readwrite")).put(value, key));
const drop = async (name, key) => done((await shelf(name, "readwrite")).delete(key));
const empty = async (name) => done((await shelf(name, "readwrite")).clear());
const owner = async () => done((await shelf("about")).get("owner"));

async function forgetEnded() {
  for (const list of await all("lists")) {
    if (Date.now() > Date.parse(list.forget)) await drop("lists", list.id);
  }
}

// ---- marking -------------------------------------------------------------------------

// Keyboards write digits of three scripts; none of them is no number.
const latin = (words) => words.replace(/[۰-۹]/g, (d) => "۰۱۲۳۴۵۶۷۸۹".indexOf(d)).replace(/[٠-٩]/g, (d) => "٠١٢٣٤٥٦٧٨٩".indexOf(d));
const ahead = async () => (await done((await shelf("about")).get("ahead"))) ?? 0;

// How late somebody is who comes now, as far as this phone knows.
async function lateness(list) {
  const now = Date.now() - (await ahead());
  return Math.max(0, Math.floor((Math.min(now, Date.parse(list.ends)) - Date.parse(list.begins)) / 60e3));
}

async function askMinutes(list) {
  const typed = prompt(say.minutes, digits(await lateness(list)));
  return typed === null ? NaN : Number.parseInt(latin(typed), 10);
}

async function mark(list, person, presence) {
  const minutes = presence === "late" ? await askMinutes(list) : 0;
  if (Number.isNaN(minutes) || minutes < 0) return;
  await keep(list.id, person.enrolment, presence, minutes);
  await show();
  sync();
}

const keep = async (session, enrolment, presence, minutes) => put("marks", {
  key: crypto.randomUUID(), owner: await owner(), session, enrolment, presence, minutes,
  marked_at: new Date().toISOString(), refused: "",
});

// A refused mark made anew, under a key of its own, at the time it is now.
async function makeAgain(each) {
  await drop("marks", each.key);
  await keep(each.session, each.enrolment, each.presence, each.minutes);
  await show();
  sync();
}

async function markRest(list) {
  const standing = await standings(list);
  for (const person of list.people) {
    if (standing.get(person.enrolment).presence) continue;
    await keep(list.id, person.enrolment, "present", 0);
  }
  await show();
  sync();
}

// What the server said, and over it the marks that have not gone yet.
async function standings(list) {
  const found = new Map(list.people.map((person) => [person.enrolment, { ...person, waits: false }]));
  const marks = (await all("marks")).filter((each) => each.session === list.id && !each.refused);
  marks.sort((one, other) => one.marked_at.localeCompare(other.marked_at));
  for (const each of marks) {
    const person = found.get(each.enrolment);
    if (person) Object.assign(person, { presence: each.presence, minutes: each.minutes, waits: true });
  }
  return found;
}

// ---- sending ---------------------------------------------------------------------------

let busy = false;
let again = false;
let next = 0; // the timer of the next try
let wait = SOON;

async function sync() {
  if (busy) { again = true; return; }
  busy = true;
  clearTimeout(next);
  try {
    do { again = false; await syncOnce(); } while (again);
  } finally {
    busy = false;
    tryLater();
  }
}

// A line that is said to be back often is not yet, and a server that fails recovers.
function tryLater() {
  const went = root.dataset.state === "synced" || root.dataset.state === "door";
  if (!went) next = setTimeout(sync, wait);
  wait = went ? SOON : Math.min(2 * wait, LATER);
}

const asks = (address, options) => fetch(address, {
  credentials: "same-origin", cache: "no-store", redirect: "manual",
  signal: AbortSignal.timeout(PATIENCE), ...options,
});
// A door instead of an answer: the session has ended, or somebody signed out.
const shut = (answer) => answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
// What is answered, or the state in which nothing was; an answer cut short is no line, too.
async function answerOf(address, options) {
  try {
    const answer = await asks(address, options);
    if (shut(answer)) return { state: "door" };
    return answer.ok ? { said: await answer.json() } : { state: "failed" };
  } catch {
    return { state: "offline" };
  }
}

async function syncOnce() {
  let { said, state } = await answerOf(say.lists);
  if (state) return tell(state);
  await belongTo(said.owner);
  await put("about", Date.now() - Date.parse(said.now), "ahead");
  root.querySelector("[data-leave] [name=csrfmiddlewaretoken]").value = said.csrf;
  const waiting = (await all("marks")).filter((each) => each.owner === said.owner && !each.refused);
  for (let start = 0; start < waiting.length; start += BATCH) {
    state = await send(waiting.slice(start, start + BATCH), said.csrf);
    if (state) return tell(state);
  }
  if (waiting.length) ({ said, state } = await answerOf(say.lists));
  if (state) return tell(state);
  await empty("lists");
  for (const list of said.sessions) await put("lists", list);
  await forgetEnded();
  return tell("synced");
}

// Send some marks; what came through is kept no more. The state in which they did not.
async function send(marks, token) {
  const body = JSON.stringify({ sent_at: new Date().toISOString(), marks });
  const headers = { "content-type": "application/json", "x-csrftoken": token };
  const { said, state } = await answerOf(say.marks, { method: "POST", headers, body });
  if (state) return state;
  for (const key of said.done) await drop("marks", key);
  for (const each of marks) {
    if (said.refused[each.key]) await put("marks", { ...each, refused: said.refused[each.key] });
  }
  return "";
}

// Another's names are not his to see; another's marks wait for their owner, without names.
async function belongTo(name) {
  if ((await owner()) !== name) await empty("lists");
  await put("about", name, "owner");
}

let shown = "";

// What is tried again and fails again is not said again, and takes nobody's place away.
async function tell(state) {
  const now = `${state} ${(await all("marks")).length}`;
  if (state !== "synced" && now === shown) return;
  shown = now;
  root.dataset.state = state;
  await show();
}

// ---- showing ------------------------------------------------------------------------------

const make = (tag, words = "", facts = {}) => Object.assign(document.createElement(tag), { textContent: words, ...facts });
const knob = (words, act) => {
  const button = make("button", words, { className: "button", type: "button" });
  button.dataset.kind = "plain";
  button.addEventListener("click", act);
  return button;
};
let chosen = 0;

async function show() {
  const marks = await all("marks");
  const me = await owner();
  const mine = marks.filter((each) => each.owner === me);
  const waiting = mine.filter((each) => !each.refused).length;
  const others = marks.length - mine.length;
  const words = { offline: say.offline, door: say.door, failed: say.failed, synced: say.synced }[root.dataset.state] ?? "";
  const status = root.querySelector("[data-status]");
  status.replaceChildren(
    make("span", waiting ? `${words} ${say.waiting.replace("#", digits(waiting))}` : words),
    others ? make("span", ` ${say.others.replace("#", digits(others))}`) : "",
    make("span", clockWords(await ahead())),
  );
  if (root.dataset.state === "door") status.append(" ", make("a", say.enter, { href: say.signIn }));
  const lists = await all("lists");
  const list = lists.find((each) => each.id === chosen);
  const place = root.querySelector("[data-place]");
  const held = document.activeElement?.dataset?.hold;
  place.replaceChildren(...(list ? await onePage(list) : menu(lists)), ...refusals(mine, lists));
  if (held) place.querySelector(`[data-hold="${held}"]`)?.focus();
}

// A clock that is wrong is said; the marks are moved by the difference.
function clockWords(milliseconds) {
  if (Math.abs(milliseconds) < DRIFT) return "";
  const words = milliseconds > 0 ? say.clockAhead : say.clockBehind;
  return ` ${words.replace("#", digits(Math.round(Math.abs(milliseconds) / 60e3)))}`;
}

const where = (list) => (list.room ? [list.when, list.room].join(say.between) : list.when);

function menu(lists) {
  if (!lists.length) return [make("p", say.none)];
  const names = make("ul", "", { className: "hall-list" });
  for (const list of lists.sort((one, other) => one.begins.localeCompare(other.begins))) {
    const words = [list.title, where(list)].join(say.between);
    const item = make("li");
    item.append(knob(words, () => { chosen = list.id; show(); }));
    names.append(item);
  }
  return [names];
}

async function onePage(list) {
  const actions = make("p", "", { className: "actions" });
  actions.append(knob(say.back, () => { chosen = 0; show(); }), knob(say.rest, () => markRest(list)));
  const names = make("ol", "", { className: "hall-list" });
  for (const person of (await standings(list)).values()) names.append(row(list, person));
  return [make("h2", list.title), make("p", where(list)), actions, names];
}

function row(list, person) {
  const set = make("fieldset");
  set.append(make("legend", person.name));
  const choices = make("div", "", { className: "choices" });
  for (const presence of ["present", "late", "leave", "absent"]) {
    const label = say[presence] + (presence === "late" && person.presence === "late" && person.minutes ? ` (${digits(person.minutes)})` : "");
    const button = knob(label, () => mark(list, person, presence));
    button.setAttribute("aria-pressed", String(person.presence === presence));
    button.dataset.hold = `${person.enrolment}-${presence}`;
    choices.append(button);
  }
  set.append(choices);
  if (person.waits) set.append(make("small", say.notSent, { className: "muted" }));
  if (person.disputed) {
    const line = make("p", `${say.disputed} ${person.disputed} `, { className: "error" });
    line.append(make("a", say.settle, { href: list.settle }));
    set.append(line);
  }
  const item = make("li");
  item.append(set);
  return item;
}

function refusals(mine, lists) {
  const names = new Map(lists.flatMap((list) => list.people.map((person) => [person.enrolment, person.name])));
  return mine.filter((each) => each.refused).map((each) => {
    const name = names.get(each.enrolment) ?? "";
    const line = make("p", `${name ? name + say.between : ""}${say[each.presence]}. ${say.refused} ${each.refused} `, { className: "error" });
    line.append(
      knob(say.again, () => makeAgain(each)), " ",
      knob(say.discard, async () => { await drop("marks", each.key); show(); }),
    );
    return line;
  });
}

// ---- beginning -----------------------------------------------------------------------------

root.querySelector("[data-sync]").addEventListener("click", sync);
// Whoever leaves takes the names along; marks that have not gone stay, without them.
root.querySelector("[data-leave]").addEventListener("submit", async (event) => {
  event.preventDefault();
  await empty("lists");
  event.target.submit();
});
addEventListener("online", () => { wait = SOON; sync(); });
addEventListener("offline", () => tell("offline"));
document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
// A phone that runs out of room is not to begin with the marks that have not gone.
navigator.storage?.persist?.().catch(() => {});
navigator.serviceWorker?.register(say.worker, { scope: say.scope });
await forgetEnded();
await show();
await sync();
