/* A file on its way: refused at once when too large, and how much of it has gone. */

const digits = (number) => number.toLocaleString(document.documentElement.lang === "fa" ? "fa-IR" : "en-GB");

function say(form, words, bar) {
  const place = form.querySelector("[data-upload-progress]");
  place.hidden = false;
  place.querySelector("p").textContent = words;
  place.querySelector("progress").hidden = bar === undefined;
  if (bar !== undefined) place.querySelector("progress").value = bar;
}

function tooLarge(form) {
  const field = form.querySelector("input[type=file]");
  return field.files[0] && field.files[0].size > Number(field.dataset.largest);
}

// What came back is the next page, or this one with its reasons.
function show(answer, address) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  document.title = page.title;
  history.replaceState({}, "", address);
  document.querySelector("main").replaceWith(page.querySelector("main"));
  for (const form of document.querySelectorAll("form[data-upload]")) watch(form);
  const focus = document.querySelector("main [data-focus]") ?? document.querySelector("main");
  focus.focus();
  scrollTo(0, 0);
}

function send(form) {
  const request = new XMLHttpRequest();
  const button = form.querySelector("button");
  const failed = () => {
    button.disabled = false;
    say(form, form.dataset.failed);
  };
  request.upload.addEventListener("progress", (event) => {
    const percent = Math.floor((event.loaded / event.total) * 100);
    say(form, form.dataset.sent.replace("#", digits(percent)), percent);
  });
  request.addEventListener("load", () => {
    const read = request.status === 200 || request.status === 422;
    if (read) show(request.responseText, request.responseURL);
    else failed();
  });
  request.addEventListener("error", failed);
  request.open("POST", location.href);
  button.disabled = true;
  request.send(new FormData(form));
}

function watch(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (tooLarge(form)) say(form, form.dataset.large);
    else send(form);
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) watch(form);
