/* Keeps the page of the hall and its own files for when there is no line; no data, no names.
   KEEP comes before this text: the files by the names they have now. */

const SHELF = "hall-" + KEEP.join("|").length + "-" + [...KEEP.join("|")].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) | 0, 7);
const PAGE = new URL("./", self.location).pathname;

// A page of the door, or of an error, is never kept in its place.
const isPage = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

async function take() {
  const shelf = await caches.open(SHELF);
  const files = KEEP.map((file) => shelf.add(file).catch(() => {}));
  const answer = await fetch(PAGE, { credentials: "same-origin" });
  if (isPage(answer)) await shelf.put(PAGE, answer);
  await Promise.all(files);
  await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(take()));

self.addEventListener("activate", (event) => {
  const gone = caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("hall-") && name !== SHELF).map((name) => caches.delete(name)),
  ));
  event.waitUntil(gone.then(() => self.clients.claim()));
});

async function page(request) {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(request);
    if (isPage(fresh)) await shelf.put(PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await shelf.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
  else if (KEEP.includes(address.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
