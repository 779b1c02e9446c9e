// The one service worker: keeps the checker's pages and the parts they load when needed, so that what was opened once
// also opens without a connection. The service puts before this text, when it serves it:
//   VERSION, of everything below; PAGES; STAND_IN, the one of them that is shown for a page that is not kept;
//   PARTS and LATER: address -> SHA-256 of what pages load only when needed.
// Each version has a store of its own and takes over only when that is complete, so that versions never mix; a page is
// one file, so that it cannot be half old. Everything taken out of a store is compared with its digest first: what is
// broken is had anew.
/* global VERSION, PAGES, STAND_IN, PARTS, LATER */
const STORE = `page-${VERSION}`,
  DIGEST = 'Kept-Digest';

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('message', event => event.waitUntil(answer(event)));
self.addEventListener('fetch', event => {
  const { request } = event,
    { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate')
    event.respondWith(PAGES.includes(pathname) ? page(request, pathname, search) : other(request));
  else if (pathname.startsWith('/js/')) event.respondWith(part(request, pathname));
});

async function install() {
  const store = await caches.open(STORE);
  try {
    await Promise.all([
      ...PAGES.map(address => keepPage(store, address, address)),
      ...Object.keys(PARTS).map(address => keepPart(store, address)),
    ]);
  } catch (error) {
    await caches.delete(STORE); // the version before stays in charge; the next visit tries again
    throw error;
  }
  await self.skipWaiting();
}

// The version before stays for pages that are still open; older ones go.
async function activate() {
  const old = (await caches.keys()).filter(name => name.startsWith('page-') && name !== STORE);
  await Promise.all(old.slice(0, -1).map(name => caches.delete(name)));
  await self.clients.claim();
}

async function answer({ data, source }) {
  const store = await caches.open(STORE);
  if (data.language)
    for (const address of PAGES) await keepPage(store, address, `${address}?lang=${data.language}`).catch(() => {});
  if (data.later)
    for (const address of Object.keys(LATER)) if (!(await sound(store, address))) await keepPart(store, address);
  const all = await Promise.all(Object.keys(LATER).map(address => store.match(address)));
  source.postMessage({ kept: all.every(Boolean) ? 'scanner' : 'page' });
}

async function page(request, pathname, search) {
  const store = await caches.open(STORE);
  const own = search ? null : await sound(store, pathname);
  if (own && isOurs(own)) return own;
  try {
    const fresh = await fetch(request);
    if (!search && isOurs(fresh)) await put(store, pathname, fresh.clone()).catch(() => {});
    return fresh;
  } catch (error) {
    const kept = await sound(store, pathname);
    if (kept) return kept;
    throw error;
  }
}

// Every other page needs the service, and says so where it is not to be had.
async function other(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await sound(await caches.open(STORE), STAND_IN);
    if (kept) return kept;
    throw error;
  }
}

async function part(request, pathname) {
  for (const name of (await caches.keys()).filter(one => one.startsWith('page-')).reverse()) {
    const own = await sound(await caches.open(name), pathname);
    if (own) return own;
  }
  if (!expected(pathname)) return fetch(request);
  return keepPart(await caches.open(STORE), pathname).catch(() => fetch(request));
}

const expected = address => PARTS[address] ?? LATER[address];
const isOurs = answer =>
  answer.ok && !answer.redirected && answer.headers.get('Page-Version') === VERSION;

// The page that is open may still be in the browser's cache, which costs nothing; or one of the version before.
async function keepPage(store, address, from) {
  // A page asked for in a named language leaves the reader's own choice, a cookie, as it is.
  const credentials = from.includes('?') ? 'omit' : 'same-origin';
  let fresh = await fetch(from, { credentials });
  if (!isOurs(fresh)) fresh = await fetch(from, { cache: 'reload', credentials });
  if (!isOurs(fresh)) throw new Error(`${from} is not of this version`);
  await put(store, address, fresh);
}

async function keepPart(store, address) {
  const fresh = await fetch(address);
  const kept = fresh.clone();
  if (!fresh.ok || (await digestOf(await fresh.arrayBuffer())) !== expected(address))
    throw new Error(`${address} is not of this version`);
  await put(store, address, kept.clone());
  return kept;
}

async function put(store, address, fresh) {
  const body = await fresh.arrayBuffer(),
    headers = new Headers(fresh.headers);
  for (const name of ['Content-Encoding', 'Content-Length', 'Set-Cookie']) headers.delete(name);
  headers.set(DIGEST, await digestOf(body));
  await store.put(address, new Response(body, { headers }));
}

// What was kept, if it is still what was kept.
async function sound(store, address) {
  const own = await store.match(address);
  if (!own) return null;
  const digest = await digestOf(await own.clone().arrayBuffer());
  if (digest === (expected(address) ?? own.headers.get(DIGEST))) return own;
  await store.delete(address);
  return null;
}

async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
}
