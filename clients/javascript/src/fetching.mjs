// The one way out: https (http to this machine only when allowed), never a redirect, never a cookie, so long and so
// much and no more. Which addresses are asked at all is decided by the caller, from signed documents. refused: told the
// code of an RFC 9457 problem.
const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

export async function get(address, { fetch, timeout = 5000, maxBytes = 1024 * 1024, allowLoopback = false, refused }) {
  const url = new URL(address);
  const local = allowLoopback && url.protocol === 'http:' && LOCAL.includes(url.hostname);
  if ((url.protocol !== 'https:' && !local) || url.username || url.password) return null;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), timeout);
  try {
    const answer = await fetch(url.href, {
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-cache',
      signal: patience.signal,
    });
    if (answer.status === 200 && !answer.redirected) return await read(answer, maxBytes);
    refused?.(JSON.parse(new TextDecoder().decode(await read(answer, 4096))).code);
    return null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer, maxBytes) {
  if (Number(answer.headers.get('content-length')) > maxBytes || !answer.body) return null;
  const reader = answer.body.getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    parts.push(value);
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
  }
}
