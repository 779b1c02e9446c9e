// A page out of a verify bundle: what the verifier's service would answer lies in plain files beside the page. Their
// list of contents is signed by whoever made the bundle, whose key came with the page; a file that is not as listed is
// not used.
import { parseJws } from './jws.mjs';
import { parseStrict } from './json.mjs';
import { sha256, verifies } from './keys.mjs';
import { hex, statusFile, TRUST_LIST } from './mirror.mjs';

const BROKEN = 'bundle_invalid',
  STORE = 'skills-passport-1';
let listed = null;

// Answers like ask(): { bytes, status, code, at }. at stays null: the time of a file server confirms nothing.
// root: the bundle's folder, seen from this page.
export async function askFile(address, { key, root }) {
  const answer = (bytes, code = null) => ({ bytes, status: bytes ? 200 : 404, code, at: null });
  try {
    const folder = new URL(root, location.href).href;
    listed ??= readContents(key, folder);
    const path = await pathOf(address, folder);
    const bytes = await get(folder + path);
    const { files } = await listed;
    if (bytes && hex(await sha256(bytes)) === files[path]) return answer(bytes);
    listed = null; // the bundle may have been replaced while this page was open
    return answer(null, bytes ? BROKEN : null);
  } catch {
    listed = null;
    return answer(null, BROKEN);
  }
}

async function readContents(key, folder) {
  const bytes = await get(`${folder}bundle.jwt`);
  const jws = parseJws(new TextDecoder().decode(bytes).trim(), 'verify-bundle+jwt', BROKEN);
  if (!(await verifies(key, jws.signed, jws.signature))) throw new Error(BROKEN);
  return parseStrict(jws.payload, BROKEN);
}

// What the service has at an address of its own lies in a place of its own; scripts and phrases are named as they lie.
async function pathOf(address, folder) {
  const { href, pathname, searchParams } = new URL(address, location.href);
  if (pathname === '/trust/list') return TRUST_LIST;
  if (pathname === '/trust/status') return statusFile(searchParams.get('uri'));
  const register = /^\/trust\/(comparisons|recruiters)$/.exec(pathname);
  return register ? `registers/${register[1]}.jwt` : href.slice(folder.length);
}

async function get(path) {
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  try {
    const answer = await fetch(path, { cache: 'no-cache' });
    if (!answer.ok) return null;
    await store?.put(path, answer.clone()).catch(() => {});
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    const kept = await store?.match(path).catch(() => null);
    return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
  }
}
