/* Arrows walk the days that have sessions; page up and down turn the month. */

const month = document.querySelector(".month");
const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
const back = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";

function neighbour(days, here, key) {
  const place = days.indexOf(here);
  if (key === ahead) return days[place + 1];
  if (key === back) return days[place - 1];
  if (key === "Home") return days[0];
  if (key === "End") return days[days.length - 1];
  const below = days.slice(place + 1).find((day) => day.dataset.weekday === here.dataset.weekday);
  const above = days.slice(0, place).findLast((day) => day.dataset.weekday === here.dataset.weekday);
  return { ArrowDown: below, ArrowUp: above }[key];
}

month?.addEventListener("keydown", (event) => {
  const here = event.target.closest("a[data-weekday]");
  if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
  const turn = { PageUp: "[data-before]", PageDown: "[data-after]" }[event.key];
  if (turn) {
    event.preventDefault();
    document.querySelector(turn).click();
    return;
  }
  const next = neighbour([...month.querySelectorAll("a[data-weekday]")], here, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
