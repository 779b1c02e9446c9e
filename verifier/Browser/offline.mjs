// The one service worker: keeps the checker's page and scripts, so that a page once opened also opens without a
// connection.
// Pages come from the network first; scripts and styles carry their hash in the address and never change.
const STORE = `page-${self.location.pathname.split('/')[2]}`;
const PATIENCE = 4000;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', event => {
  event.waitUntil(
    caches
      .keys()
      .then(names => Promise.all(names.filter(isOld).map(name => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page names what it was made of: all of it came before this worker was there.
self.addEventListener('message', event => {
  event.waitUntil(
    caches.open(STORE).then(store => Promise.allSettled(event.data.keep.map(address => store.add(address)))),
  );
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && (pathname === '/' || pathname === '/C'))
    event.respondWith(page(request, pathname));
  else if (pathname.startsWith('/js/') || pathname === '/look.css') event.respondWith(unchanging(request));
});

const isOld = name => name.startsWith('page-') && name !== STORE;

async function page(request, pathname) {
  const store = await caches.open(STORE);
  const network = fetch(request).then(answer => {
    if (answer.ok) store.put(pathname, answer.clone());
    return answer;
  });
  const slow = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([network, slow]).catch(async () => (await store.match(pathname)) ?? network);
}

async function unchanging(request) {
  const store = await caches.open(STORE);
  return (await store.match(request)) ?? fetch(request);
}
