// What this phone keeps of one worker's passport. Pages are sealed to a public key (ECDH P-256, HKDF-SHA256,
// AES-256-GCM), so that keeping them takes no PIN: they stay fresh however the worker signed in. The private key is
// wrapped under a key that the PIN opens (PBKDF2). It lies open only as long as a session would: after that, or once
// locked, pages come back for the PIN alone, and five wrong ones forget everything. An open key cannot be read out,
// only used.
const IDLE = 20 * 60_000,
  LONGEST = 30 * 24 * 3_600_000,
  TRIES = 5,
  ROUNDS = 310_000;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const text = new TextEncoder();

export async function forgetAll() {
  await act('readwrite', store => store.clear());
}

// A PIN was typed into a form that asks for it. Whether it was right shows only in the answer.
export async function prepare(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await write('pending', { salt, key: await derive(pin, salt), right: false });
}

export async function confirm(right) {
  const pending = await read('pending');
  if (pending) await write('pending', { ...pending, right });
}

// A page of this keeper's passport is open. A PIN that led to it becomes the one that pages are kept under. Whatever
// was kept for somebody else goes.
export async function adopt(keeper) {
  const [pending, own] = [await read('pending'), await ours()];
  if (pending?.right) {
    await forgetAll();
    await begin(keeper, pending);
  } else if (own && own.keeper !== keeper) await forgetAll();
  await openKey();
  return keepsFor(keeper);
}

async function begin(keeper, { salt, key }) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.wrapKey('jwk', pair.privateKey, key, wrapping(iv, keeper));
  const own = { keeper, salt, publicKey: pair.publicKey, wrapped: { iv, data }, at: Date.now(), tries: 0 };
  await write('own', own);
  await write('key', { key: await unwrap(own, key), used: Date.now() });
}

export const lock = async () => {
  await act('readwrite', store => store.delete('key'));
  await act('readwrite', store => store.delete('pending'));
};

export async function unlock(pin) {
  const own = await ours();
  if (!own) return 'none';
  const key = await unwrap(own, await derive(pin, own.salt)).catch(() => null);
  if (key) {
    await write('own', { ...own, tries: 0 });
    await write('key', { key, used: Date.now() });
    return 'open';
  }
  if (own.tries + 1 >= TRIES) {
    await forgetAll();
    return 'none';
  }
  await write('own', { ...own, tries: own.tries + 1 });
  return 'wrong';
}

// Keeps a page that the service gave for this keeper; anybody else's is let pass.
export async function keep(path, keeper, page) {
  if (!(await keepsFor(keeper))) return;
  const own = await read('own');
  const sealed = await seal(own.publicKey, JSON.stringify(page));
  const at = Date.now();
  await act('readwrite', store => {
    store.put({ at, sealed }, `page:${path}`);
    return store.put({ ...own, at }, 'own');
  });
}

const keepsFor = async keeper => (await ours())?.keeper === keeper;

export const isFresh = async (path, age) => Date.now() - ((await read(`page:${path}`))?.at ?? 0) < age;

const isOpen = async () => Boolean((await ours()) && (await openKey()));

// Whether a page could be shown from here at once; a browser that keeps nothing (a private window) has none.
export const isReady = async path => isOpen().then(open => open && read(`page:${path}`)).then(Boolean, () => false);

// A page; or why not: 'none' is kept, or the 'pin' is needed.
export async function take(path) {
  if (!(await ours())) return 'none';
  const key = await openKey();
  if (!key) return 'pin';
  const kept = await read(`page:${path}`);
  return kept ? JSON.parse(await unseal(key, kept.sealed)) : 'none';
}

// A lock or sign-out that could not be told to the service yet.
export const owe = async what => write('owed', what);
export const owed = async () => read('owed');
export const settle = async () => act('readwrite', store => store.delete('owed'));

// Without a public key it is of earlier times, when a PIN was needed to keep.
async function ours() {
  const own = await read('own');
  if (own && (Date.now() - own.at > LONGEST || !own.publicKey)) {
    await forgetAll();
    return null;
  }
  return own;
}

async function openKey() {
  const open = await read('key');
  if (!open) return null;
  if (Date.now() - open.used > IDLE) {
    await lock();
    return null;
  }
  await renew();
  return open.key;
}

// In one go: a key that was locked away meanwhile stays away.
const renew = () => act('readwrite', store => {
  const ask = store.get('key');
  ask.onsuccess = () => ask.result && store.put({ ...ask.result, used: Date.now() }, 'key');
  return ask;
});

async function derive(pin, salt) {
  const digits = pin.replace(/\s/g, '').replace(/[০-৯]/g, digit => '০১২৩৪৫৬৭৮৯'.indexOf(digit));
  const base = await crypto.subtle.importKey('raw', text.encode(digits), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

const wrapping = (iv, keeper) => ({ name: 'AES-GCM', iv, additionalData: text.encode(keeper) });

const unwrap = ({ wrapped, keeper }, key) =>
  crypto.subtle.unwrapKey('jwk', wrapped.data, key, wrapping(wrapped.iv, keeper), CURVE, false, ['deriveBits']);

async function seal(publicKey, plain) {
  const once = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', once.publicKey));
  const key = await agree(once.privateKey, publicKey, point, 'encrypt');
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { point, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text.encode(plain)) };
}

async function unseal(privateKey, { point, iv, data }) {
  const once = await crypto.subtle.importKey('raw', point, CURVE, false, []);
  const key = await agree(privateKey, once, point, 'decrypt');
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data));
}

async function agree(privateKey, publicKey, salt, use) {
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256);
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: text.encode('skills-passport-kept') };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, [use]);
}

const read = name => act('readonly', store => store.get(name));
const write = (name, value) => act('readwrite', store => store.put(value, name));

async function act(mode, work) {
  const db = await new Promise((resolve, reject) => {
    const ask = indexedDB.open('sp-wallet', 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore('kept');
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const turn = db.transaction('kept', mode);
      const ask = work(turn.objectStore('kept'));
      turn.oncomplete = () => resolve(ask.result);
      turn.onabort = () => reject(turn.error);
    });
  } finally {
    db.close();
  }
}
