// What the pages fetch, all from their own site: the issuer never learns who looked. What was found good is kept on the
// device, so that a page once opened still works without a connection; how old it may be is for the checks to say.
import { settings } from './language.mjs';

const TIMEOUT = 8000,
  STORE = 'skills-passport-1',
  AT = 'Kept-At';

// cache: 'no-cache' asks the server whether it is still so; 'default' is for what never changes under its address.
// at: the server's clock, in seconds, when it answered; phones' own clocks are often wrong by minutes.
export async function ask(address, cache = 'no-cache') {
  const { bundle } = settings; // a page out of a verify bundle: plain files beside it answer
  if (bundle) return (await import(bundle.script)).askFile(address, bundle);
  try {
    const early = globalThis.askedEarly?.get(address); // asked while the page was still arriving; good for once
    globalThis.askedEarly?.delete(address);
    const answer = await within(early ?? fetch(address, { cache }), TIMEOUT);
    if (!answer.ok) return { bytes: null, status: answer.status, code: await codeOf(answer), at: null };
    const at = Date.parse(answer.headers.get('Date')) / 1000;
    return { bytes: new Uint8Array(await within(answer.arrayBuffer(), TIMEOUT)), code: null, at: at || null };
  } catch {
    return { bytes: null, code: null, at: null };
  }
}

// at: when the server said so, in seconds; null when that was not written down.
export async function kept(address) {
  try {
    const answer = await (await caches.open(STORE)).match(address);
    if (!answer) return null;
    return { bytes: new Uint8Array(await answer.arrayBuffer()), at: Number(answer.headers.get(AT)) || null };
  } catch {
    return null; // private browsing, plain http, a broken store
  }
}

export async function keep(address, bytes, at) {
  try {
    await (await caches.open(STORE)).put(address, new Response(bytes, { headers: { [AT]: String(at ?? '') } }));
  } catch {
    // a full or forbidden store forgets
  }
}

export async function forget(address) {
  try {
    await (await caches.open(STORE)).delete(address);
  } catch {
    // nothing was kept
  }
}

// For what needs no proof of its own, or is proved by whoever reads it.
export async function fetchKept(address, cache = 'no-cache') {
  const answer = await ask(address, cache);
  if (answer.bytes) {
    await keep(address, answer.bytes, answer.at);
    return answer;
  }
  return answer.status < 500 ? answer : { ...answer, bytes: (await kept(address))?.bytes ?? null };
}

export async function postJson(address, body) {
  try {
    const answer = await within(
      fetch(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
      }),
      20000,
    );
    if (answer.ok) return { value: await answer.json(), code: null };
    // wait: seconds, when the service says that it was asked too often
    return { value: null, code: await codeOf(answer), wait: Number(answer.headers.get('Retry-After')) || null };
  } catch {
    return { value: null, code: 'unreachable' };
  }
}

async function codeOf(answer) {
  try {
    return (await answer.json()).code ?? String(answer.status);
  } catch {
    return String(answer.status);
  }
}

function within(promise, milliseconds) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, milliseconds);
    promise.then(resolve, reject);
  });
}
