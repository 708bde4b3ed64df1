// Begin without the server: the page and its files, as they were when last seen. Everything is
// asked of the server first; nothing under /api is ever answered from here.

const CACHE = "wms-station";

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const files = await (await fetch("files", { cache: "no-store" })).json();
    await (await caches.open(CACHE)).addAll(files);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const isOurs = origin === location.origin && pathname.startsWith("/station/");
  if (event.request.method === "GET" && isOurs) event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  try {
    const reply = await fetch(request);
    if (reply.ok) await cache.put(request, reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
