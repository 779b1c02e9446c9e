// The one service worker. Pages come from the network as ever; those that the service marks are kept, sealed, and shown
// when there is no connection, with the time of the copy on them. Locking and signing out work without a connection
// too: what is kept is shut at once, and the service is told before any other page is fetched.
import * as kept from './kept.mjs';

const PARTS = 'parts',
  PATIENCE = 8_000,
  FRESH = 12 * 3_600_000;
const KEEPABLE = /^\/(passport|help|card|add(\/number)?|certificate\/[0-9a-f-]{36}(\/paper|\/qr)?)$/;
const PART = /^\/(look\.css|scripts\/|parts\/)/;
// Signed out here or elsewhere, another PIN, deleted: the old PIN must open nothing any more.
const FORGETTING = ['/sign-out', '/account', '/account/phones'];
// A form with the PIN leads on when it was right; one that asks again, or whose answer is lost, says nothing for it.
const PROVING = ['/sign-in', '/sign-up', '/sign-up/code', '/keep'];
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
let turn = Promise.resolve(),
  forgets = 0; // how often everything was forgotten
// One after the other, and never waiting for the network: a page must not be kept while somebody signs out.
const inTurn = work => (turn = turn.then(work, work));

self.addEventListener('install', event => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('message', event => event.waitUntil(heed(event.data, event.ports[0])));
self.addEventListener('fetch', event => {
  const { request } = event,
    url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigate(event, url));
  else if (request.method === 'GET' && PART.test(url.pathname) && url.search) event.respondWith(part(request));
});

async function heed({ pin, borrowed, shut, keeper, pages = [], language }, asker) {
  if (borrowed) {
    await inTurn(forget);
    await self.registration.unregister();
  } else if (pin) await inTurn(() => kept.prepare(pin));
  else if (shut) {
    await inTurn(kept.lock);
    await keepNotice(language).catch(() => {});
  } else if (keeper) {
    const keeps = await inTurn(() => kept.adopt(keeper));
    asker?.postMessage({ keeps });
    await keepNotice(language).catch(() => {});
    if (!keeps) return;
    const before = forgets;
    for (const path of pages)
      if (KEEPABLE.test(path) && !(await kept.isFresh(path, FRESH)))
        await fetch(path).then(answer => keepPage(path, answer, before)).catch(() => {});
  }
}

async function navigate(event, url) {
  const { request } = event,
    { pathname, search } = url,
    before = forgets;
  // Back to the answer of a form: the browser has it no more, and asks nobody. The form itself is the next best.
  if (request.method === 'POST' && request.isHistoryNavigation) return Response.redirect(withoutAct(url), 303);
  if (request.method === 'POST' && pathname === '/offline') return unlock(request);
  if ((await kept.owed().catch(() => null)) && !(await deliver())) return notice('locked');
  const ends = request.method === 'POST' && ['/lock', '/sign-out'].includes(pathname);
  if (request.method === 'GET' && pathname === '/sign-in') await inTurn(kept.lock).catch(() => {});
  // The PIN of a sign-up is nobody's until the code is right.
  if (request.method === 'GET' && pathname === '/sign-up/code')
    await inTurn(() => kept.confirm(false)).catch(() => {});
  const body = ends ? await request.clone().text() : null;
  if (ends) await inTurn(pathname === '/lock' ? kept.lock : kept.forgetAll).catch(() => {});
  try {
    const answer = await (ends && pathname === '/sign-out' ? signOut(request, body) : fetched(request, pathname));
    if (request.method === 'POST' && PROVING.includes(pathname) && isRedirect(answer))
      event.waitUntil(inTurn(() => kept.confirm(true)).catch(() => {}));
    // A page that breaks off in the middle did not arrive.
    if (answer.headers.get('Content-Type')?.startsWith('text/html')) await answer.clone().arrayBuffer();
    if (request.method === 'POST' && FORGETTING.includes(pathname) && isRedirect(answer)) await inTurn(forget);
    else if (request.method === 'GET' && answer.ok && KEEPABLE.test(pathname) && /^(\?lang=\w+)?$/.test(search)) {
      const copy = answer.clone();
      event.waitUntil(keepPage(pathname, copy, before).catch(() => {}));
    }
    return answer;
  } catch {
    if (ends) await kept.owe({ pathname, body }).catch(() => {});
    return ends ? notice('locked') : request.method === 'POST' ? notice('unsent') : page(pathname);
  }
}

// What is kept is forgotten here. Were the browser told to clear it, it would end this worker in mid-answer.
const signOut = ({ url, headers }, body) =>
  fetch(url, {
    method: 'POST', body, redirect: 'manual', headers: { ...FORM, Accept: headers.get('Accept'), 'Kept-Forgets': '1' },
  });

function withoutAct({ pathname, searchParams }) {
  searchParams.delete('handler');
  return searchParams.size ? `${pathname}?${searchParams}` : pathname;
}

// A line that is almost dead is none, when there is a copy to show.
async function fetched(request, pathname) {
  const answer = fetch(request);
  answer.catch(() => {});
  if (request.method !== 'GET' || !KEEPABLE.test(pathname) || !(await kept.isReady(pathname))) return answer;
  return Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new Error('slow')), PATIENCE))]);
}

async function page(pathname) {
  const copy = await kept.take(pathname).catch(() => 'none');
  if (typeof copy === 'string') return notice(copy, pathname);
  return shown(copy.html.replace('id="as-of" hidden', 'id="as-of"'), copy.policy);
}

async function unlock(request) {
  const form = new URLSearchParams(await request.text());
  const next = KEEPABLE.test(form.get('Next')) ? form.get('Next') : '/passport';
  const state = await inTurn(() => kept.unlock(form.get('Pin') ?? ''));
  return state === 'open' ? Response.redirect(next, 303) : notice(state, next);
}

async function deliver() {
  const { pathname, body } = await kept.owed();
  try {
    const answer = await fetch(pathname, { method: 'POST', headers: FORM, body, redirect: 'manual' });
    if (answer.status >= 500) return false;
    await kept.settle();
    return true;
  } catch {
    return false;
  }
}

async function keepPage(path, answer, before) {
  const keeper = answer.headers.get('Kept-Page');
  if (!keeper || answer.redirected || !answer.ok) return;
  const html = await answer.text();
  const page = { html, policy: answer.headers.get('Content-Security-Policy') };
  await inTurn(() => kept.keep(path, keeper, page));
  await keepParts(html, before);
}

// The page that says what cannot be done now; nobody's, so that it may lie open.
async function keepNotice(language) {
  const before = forgets;
  const answer = await fetch(`/offline?lang=${language}`, { credentials: 'omit' });
  if (!answer.ok) return;
  await keepParts(await answer.clone().text(), before);
  await (await openParts(before))?.put('/offline', answer);
}

// What came while everything was forgotten is not kept after it.
const openParts = before => inTurn(() => (forgets === before ? caches.open(PARTS) : null));

async function keepParts(html, before) {
  const store = await openParts(before);
  if (!store) return;
  for (const [, address] of html.matchAll(/(?:href|src)="(\/(?:look\.css|scripts\/|parts\/)[^"]+)"/g))
    if (!(await store.match(address))) await store.add(address).catch(() => {});
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function notice(state, next = '/passport') {
  const own = await caches.match('/offline');
  if (!own) return Response.error();
  const html = (await own.text())
    .replace('data-say="none"', `data-say="${state}"`)
    .replace('name="Next" value="/passport"', `name="Next" value="${KEEPABLE.test(next) ? next : '/passport'}"`);
  return shown(html, own.headers.get('Content-Security-Policy'));
}

const shown = (html, policy) =>
  new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Security-Policy': policy,
    },
  });

const isRedirect = answer => answer.type === 'opaqueredirect' || answer.redirected;

async function forget() {
  forgets += 1;
  await kept.forgetAll();
  await caches.delete(PARTS);
}
