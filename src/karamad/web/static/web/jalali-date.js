/* The calendar beside a Jalali date field.

   The text field is the value; the calendar only reads and writes it. Keyboard as in the
   ARIA date-picker dialog: arrows, Home and End for the week, Page Up and Down for the
   month (with Shift: the year), Enter chooses, Escape leaves. */

const persian = document.documentElement.lang === "fa";
const rtl = document.documentElement.dir === "rtl";
const MONTHS = persian
  ? ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
  : ["Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"];
const WEEK = persian
  ? ["شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه"]
  : ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const WEEK_SHORT = persian ? ["ش", "ی", "د", "س", "چ", "پ", "ج"] : ["Sa", "Su", "Mo", "Tu", "We", "Th", "Fr"];
const WORDS = persian
  ? { open: "برگزیدن از تقویم", pick: "برگزیدن روز", before: "ماه پیش", after: "ماه بعد", yearBefore: "سال پیش", yearAfter: "سال بعد", today: "امروز", close: "بستن", label: "تقویم" }
  : { open: "Choose from the calendar", pick: "Choose a day", before: "Previous month", after: "Next month", yearBefore: "Previous year", yearAfter: "Next year", today: "Today", close: "Close", label: "calendar" };

// ---- days: numbers counted from 1970-01-01 -------------------------------------------

const FIRST = 1200;
const LAST = 1699;
const format = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC" });

function fromDay(day) {
  const parts = Object.fromEntries(format.formatToParts(new Date(day * 864e5)).map((part) => [part.type, part.value]));
  return { year: parseInt(parts.year, 10), month: Number(parts.month), day: Number(parts.day) };
}

// 1 Farvardin falls on 19–22 March in the years shown here.
const starts = new Map();
function yearStart(year) {
  if (!starts.has(year)) {
    let day = Math.floor(Date.UTC(year + 621, 2, 18) / 864e5);
    while (fromDay(day).year < year) day += 1;
    starts.set(year, day);
  }
  return starts.get(year);
}
const length = (year, month) => (month <= 6 ? 31 : month < 12 ? 30 : yearStart(year + 1) - yearStart(year) - 336);
const toDay = ({ year, month, day }) => yearStart(year) + (month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7)) + day - 1;
const weekday = (day) => (((day + 5) % 7) + 7) % 7; // 1970-01-01 was a Thursday; Saturday is 0

function shifted(day, months) {
  const date = fromDay(day);
  const count = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = (count % 12) + 1;
  if (year < FIRST || year > LAST) return day;
  return toDay({ year, month, day: Math.min(date.day, length(year, month)) });
}

// ---- text ----------------------------------------------------------------------------

const plain = (text) =>
  text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\s]/g, "");
const written = (value) => (persian ? String(value).replace(/\d/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]) : String(value));

function read(text) {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(plain(text));
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  if (year > LAST) return Math.floor(Date.UTC(year, month - 1, day) / 864e5);
  if (year < FIRST || month < 1 || month > 12 || day < 1 || day > length(year, month)) return null;
  return toDay({ year, month, day });
}

function write(day) {
  const date = fromDay(day);
  const two = (number) => String(number).padStart(2, "0");
  return written(`${date.year}/${two(date.month)}/${two(date.day)}`);
}

function today() {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tehran" }).format(new Date()).split("-").map(Number);
  return Math.floor(Date.UTC(parts[0], parts[1] - 1, parts[2]) / 864e5);
}

// ---- the dialog ----------------------------------------------------------------------

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function icon(name, points = false) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", points ? "icon points" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

function step(label, name, act) {
  const button = element("button", { type: "button", class: "button", "data-kind": "text", "aria-label": label }, icon(name, true));
  button.addEventListener("click", act);
  return button;
}

class Calendar {
  constructor(input, opener) {
    this.input = input;
    this.opener = opener;
    const id = `${input.id}-calendar`;
    this.title = element("h3", { id: `${id}-title`, "aria-live": "polite" });
    const week = WEEK.map((name, at) => element("th", { scope: "col", abbr: name, "aria-label": name }, WEEK_SHORT[at]));
    this.body = element("tbody");
    this.grid = element(
      "table",
      { role: "grid", "aria-labelledby": `${id}-title` },
      element("thead", {}, element("tr", {}, ...week)),
      this.body,
    );
    const head = element(
      "div",
      { class: "calendar-head" },
      step(WORDS.yearBefore, "first", () => this.turn(-12)),
      step(WORDS.before, "prev", () => this.turn(-1)),
      this.title,
      step(WORDS.after, "next", () => this.turn(1)),
      step(WORDS.yearAfter, "last", () => this.turn(12)),
    );
    const now = element("button", { type: "button", class: "button", "data-kind": "plain" }, WORDS.today);
    now.addEventListener("click", () => this.choose(today()));
    const close = element("button", { type: "button", class: "button", "data-kind": "text" }, WORDS.close);
    close.addEventListener("click", () => this.box.close());
    this.box = element("dialog", { class: "dialog calendar", id, "aria-label": WORDS.pick }, head, this.grid, element("p", { class: "actions" }, now, close));
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => {
      const cell = event.target.closest("td[data-day]");
      if (cell) this.choose(Number(cell.dataset.day));
    });
    // A click beside the dialog leaves it.
    this.box.addEventListener("click", (event) => event.target === this.box && this.box.close());
    this.box.addEventListener("close", () => this.opener.focus());
    opener.setAttribute("aria-controls", id);
    opener.parentElement.after(this.box);
  }

  open() {
    this.chosen = read(this.input.value);
    this.at = this.chosen ?? today();
    this.draw();
    this.box.showModal();
    this.focus();
  }

  choose(day) {
    this.input.value = write(day);
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.close();
  }

  turn(months) {
    this.at = shifted(this.at, months);
    this.draw();
  }

  focus() {
    this.body.querySelector("[tabindex='0']")?.focus();
  }

  draw() {
    const { year, month } = fromDay(this.at);
    const first = toDay({ year, month, day: 1 });
    const now = today();
    this.title.textContent = `${MONTHS[month - 1]} ${written(year)}`;
    const rows = [];
    let row = element("tr");
    for (let blank = 0; blank < weekday(first); blank += 1) row.append(element("td"));
    for (let day = 1; day <= length(year, month); day += 1) {
      const number = first + day - 1;
      const cell = element("td", {
        role: "gridcell",
        "data-day": number,
        tabindex: number === this.at ? 0 : -1,
        "aria-selected": String(number === this.chosen),
        "aria-label": `${WEEK[weekday(number)]}${persian ? "،" : ","} ${written(day)} ${MONTHS[month - 1]} ${written(year)}`,
      });
      if (number === now) cell.setAttribute("aria-current", "date");
      cell.append(written(day));
      row.append(cell);
      if (weekday(number) === 6) {
        rows.push(row);
        row = element("tr");
      }
    }
    if (row.children.length) {
      while (row.children.length < 7) row.append(element("td"));
      rows.push(row);
    }
    this.body.replaceChildren(...rows);
  }

  key(event) {
    const side = rtl ? -1 : 1;
    const day = this.at;
    const moves = {
      ArrowRight: () => day + side,
      ArrowLeft: () => day - side,
      ArrowDown: () => day + 7,
      ArrowUp: () => day - 7,
      Home: () => day - weekday(day),
      End: () => day + 6 - weekday(day),
      PageUp: () => shifted(day, event.shiftKey ? -12 : -1),
      PageDown: () => shifted(day, event.shiftKey ? 12 : 1),
    };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(day);
    } else if (moves[event.key]) {
      event.preventDefault();
      const next = moves[event.key]();
      const { year } = fromDay(next);
      if (year < FIRST || year > LAST) return;
      this.at = next;
      this.draw();
      this.focus();
    }
  }
}

function equip(place) {
  if (place.dataset.ready !== undefined) return;
  place.dataset.ready = "";
  const input = place.querySelector("input");
  if (!input || input.disabled) return;
  const opener = element(
    "button",
    { type: "button", class: "button", "data-kind": "plain", "aria-label": WORDS.open, "aria-haspopup": "dialog" },
    icon("calendar"),
  );
  input.after(opener);
  let calendar;
  opener.addEventListener("click", () => {
    calendar ??= new Calendar(input, opener);
    calendar.open();
  });
}

function start(root) {
  for (const place of root.querySelectorAll("[data-jalali-date]")) equip(place);
  if (root instanceof Element && root.matches("[data-jalali-date]")) equip(root);
}

document.addEventListener("htmx:load", (event) => start(event.target));
start(document);
