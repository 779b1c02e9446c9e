// What the checker page fetches, all from its own site: the issuer never learns who looked. Each answer is kept on the
// device, so that a page once opened still works without a connection; how old it may be is for the checks to say.
const TIMEOUT = 8000,
  STORE = 'skills-passport-1';

export async function fetchKept(address) {
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  try {
    const answer = await fetch(address, { signal: timeout(TIMEOUT), cache: 'no-cache' });
    if (!answer.ok) return { bytes: null, code: await codeOf(answer) };
    await store?.put(address, answer.clone()).catch(() => {});
    return { bytes: new Uint8Array(await answer.arrayBuffer()), code: null };
  } catch {
    const kept = await store?.match(address).catch(() => null);
    return { bytes: kept ? new Uint8Array(await kept.arrayBuffer()) : null, code: null };
  }
}

export async function postJson(address, body) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      signal: timeout(20000),
    });
    return answer.ok ? { value: await answer.json(), code: null } : { value: null, code: await codeOf(answer) };
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

function timeout(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
