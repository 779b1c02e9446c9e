// While this phone is offline: what the worker scanned or typed is kept on the phone, sealed for this passport so that
// only the service can open it, and handed over once when the connection is back. Handing over twice is the same as
// once. Nothing is kept on a phone that is not the worker's: there the page names no key.
const STORE = 'sp-later';
const PATIENCE = 4000;
const state = document.querySelector('[data-seal]');
const mine = state?.dataset.seal;
const encode = text => new TextEncoder().encode(text);
const letters = bytes => String.fromCharCode(...bytes);
const base64url = bytes => btoa(letters(bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
const bytesOf = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0));
const stored = () => JSON.parse(localStorage.getItem(STORE) ?? '[]');
const change = how => navigator.locks.request(STORE, () => localStorage.setItem(STORE, JSON.stringify(how(stored()))));

let reached = true;
let tried = 0;

if (mine && globalThis.crypto?.subtle && navigator.locks) start();

function start() {
  for (const form of document.querySelectorAll('form[data-later]')) {
    // Phones often say "online" where nothing comes through: it is tried out while the worker types.
    form.addEventListener('focusin', tryOut);
    form.addEventListener('submit', event => {
      if (navigator.onLine && reached) return;
      event.preventDefault();
      // What the service would not take is said now: whoever reads "kept" puts the slip away.
      if (form.checkValidity()) keep(form);
      else mend(form);
    });
  }
  state.querySelector('button').addEventListener('click', async () => {
    await change(items => items.filter(one => one.for !== mine));
    show();
  });
  addEventListener('online', handOver);
  setInterval(handOver, 30_000);
  show();
  handOver();
}

function mend(form) {
  show('unfinished');
  state.hidden = false;
  form.querySelector(':invalid').focus({ preventScroll: true });
  state.scrollIntoView({ block: 'nearest' });
}

async function keep(form) {
  const content = { ...Object.fromEntries(new FormData(form)), Kind: form.dataset.later, Id: form.dataset.id };
  delete content.__RequestVerificationToken;
  const item = { id: crypto.randomUUID(), for: mine, sealed: await seal(JSON.stringify(content)) };
  await change(items => [...items, item]);
  form.reset();
  delete state.dataset.gave;
  show();
  state.scrollIntoView({ block: 'nearest' });
}

async function tryOut() {
  if (Date.now() < tried + PATIENCE) return;
  tried = Date.now();
  const signal = AbortSignal.timeout(PATIENCE);
  reached = await fetch('/health/live', { cache: 'no-store', signal }).then(answer => answer.ok, () => false);
}

// One page at a time: the connection's return wakes all of them.
function handOver() {
  return navigator.locks.request(`${STORE}-giving`, { ifAvailable: true }, lock => lock && giveAll());
}

async function giveAll() {
  const items = stored().filter(one => one.for === mine);
  if (items.length === 0 || !navigator.onLine) return;
  try {
    const page = await fetch('/add', { cache: 'no-store', redirect: 'error' });
    const html = new DOMParser().parseFromString(await page.text(), 'text/html');
    // Locked, or another passport on this phone: it waits for its owner.
    if (html.querySelector('[data-seal]')?.dataset.seal !== mine) return;
    const token = html.querySelector('[name=__RequestVerificationToken]').value;
    for (const { id, sealed } of items) {
      const body = new URLSearchParams({ Sealed: sealed, __RequestVerificationToken: token });
      const answer = await fetch('/add?handler=Later', { method: 'POST', body, redirect: 'error' });
      // A fault over this one keeps no other waiting.
      if (answer.status >= 500) continue;
      if (!answer.ok && answer.status !== 422) return;
      await change(kept => kept.filter(one => one.id !== id));
      // What is lost must be told, whatever became of the others.
      if (!answer.ok || state.dataset.gave !== 'unreadable') state.dataset.gave = answer.ok ? 'ok' : 'unreadable';
    }
    show();
  } catch {
    // Still offline: the next time.
  }
}

function show(word) {
  const count = stored().filter(one => one.for === mine).length;
  const note = state.querySelector('[role=status]');
  state.hidden = count === 0 && !state.dataset.gave;
  state.querySelector('button').hidden = count === 0;
  const { gave } = state.dataset;
  const said = word ?? (count > 0 && gave !== 'unreadable' ? 'waits' : gave);
  note.textContent = state.dataset[said] ?? '';
}

// ECDH to the passport's public key, HKDF-SHA256, AES-256-GCM: own point, nonce, ciphertext.
async function seal(text) {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await crypto.subtle.importKey('raw', bytesOf(mine), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encode('skills-passport-later') };
  const key = await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encode(text)));
  return base64url([...point, ...iv, ...sealed]);
}
