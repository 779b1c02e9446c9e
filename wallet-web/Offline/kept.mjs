// What this phone keeps of one worker's passport, sealed (AES-GCM) under a key that the PIN opens (PBKDF2). The key
// itself lies open only as long as a session would: after that, or once locked, pages come back for the PIN alone, and
// five wrong ones forget everything. A key cannot be read out, only used.
const IDLE = 20 * 60_000,
  LONGEST = 30 * 24 * 3_600_000,
  TRIES = 5,
  ROUNDS = 310_000;
const text = new TextEncoder();

export async function forgetAll() {
  await act('readwrite', store => store.clear());
}

// A PIN was typed into the sign-in form. Whether it was right shows only when a page of the passport follows.
export async function prepare(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await write('pending', { salt, key: await derive(pin, salt) });
}

// A page of this keeper's passport is open: the PIN was right. Whatever was kept for somebody else goes.
export async function adopt(keeper) {
  const [pending, own] = [await read('pending'), await read('own')];
  if (pending) {
    await forgetAll();
    const check = await seal(pending.key, keeper);
    await write('own', { keeper, salt: pending.salt, check, at: Date.now(), tries: 0 });
    await write('key', { key: pending.key, used: Date.now() });
  } else if (own && own.keeper !== keeper) await forgetAll();
}

export const lock = async () => {
  await act('readwrite', store => store.delete('key'));
  await act('readwrite', store => store.delete('pending'));
};

export async function unlock(pin) {
  const own = await ours();
  if (!own) return 'none';
  const key = await derive(pin, own.salt);
  if ((await unseal(key, own.check).catch(() => null)) === own.keeper) {
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
  const [own, key] = [await ours(), await openKey()];
  if (!key || own?.keeper !== keeper) return;
  await write(`page:${path}`, { at: Date.now(), sealed: await seal(key, JSON.stringify(page)) });
  await write('own', { ...own, at: Date.now() });
}

export const isFresh = async (path, age) => Date.now() - ((await read(`page:${path}`))?.at ?? 0) < age;

export const isOpen = async () => Boolean((await ours()) && (await openKey()));

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

async function ours() {
  const own = await read('own');
  if (own && Date.now() - own.at > LONGEST) {
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
  await write('key', { key: open.key, used: Date.now() });
  return open.key;
}

async function derive(pin, salt) {
  const digits = pin.replace(/\s/g, '').replace(/[০-৯]/g, digit => '০১২৩৪৫৬৭৮৯'.indexOf(digit));
  const base = await crypto.subtle.importKey('raw', text.encode(digits), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function seal(key, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text.encode(plain)) };
}

const unseal = async (key, { iv, data }) =>
  new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data));

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
