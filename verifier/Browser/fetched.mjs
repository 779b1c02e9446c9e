// What the checker page fetches, all from its own site: the issuer never learns who looked. Each answer is kept on the
// device, so that a page once opened still works without a connection; how old it may be is for the checks to say.
const TIMEOUT = 8000,
  STORE = 'skills-passport-1';

// cache: 'no-cache' asks the server whether it is still so; 'default' is for what never changes under its address.
// at: the server's clock, in seconds, when it answered; phones' own clocks are often wrong by minutes.
export async function fetchKept(address, cache = 'no-cache') {
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  let code = null;
  try {
    const answer = await fetch(address, { signal: timeout(TIMEOUT), cache });
    if (answer.ok) {
      await store?.put(address, answer.clone()).catch(() => {});
      const at = Date.parse(answer.headers.get('Date')) / 1000;
      return { bytes: new Uint8Array(await answer.arrayBuffer()), code, at: at || null };
    }
    code = await codeOf(answer);
    if (answer.status < 500) return { bytes: null, code, at: null };
  } catch {
    // no connection: what was kept may do
  }
  const kept = await store?.match(address).catch(() => null);
  return { bytes: kept ? new Uint8Array(await kept.arrayBuffer()) : null, code, at: null };
}

export async function postJson(address, body) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
      signal: timeout(20000),
    });
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

function timeout(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
