// Verifies skills credentials where you are: the text of a certificate's QR code, an SD-JWT VC, or a presentation by
// its holder. Signatures, trust and status are checked here; no server's word is taken for anything.
import data from './data.mjs';
import { get } from './fetching.mjs';
import { Finding } from './finding.mjs';
import { isP256, kidOf } from './keys.mjs';
import { statusFile, TRUST_LIST } from './mirror.mjs';
import { parseJson, isObject } from './strict.mjs';
import { trimmed } from './text.mjs';
import { findIssuer, readTrustList } from './trust.mjs';
import { verifyPaper } from './verify.mjs';
import { verifyWallet } from './wallet.mjs';

const MAX_LENGTH = 512 * 1024; // as VerificationInput of the library
const shared = new Map();

// One call, for everyday use; verifiers with the same settings share what they have fetched.
export async function verify(credential, { audience, nonce, lifetime, ...settings } = {}) {
  const name = JSON.stringify([settings.trustList, settings.mirror, settings.root, settings.allowLoopback,
    settings.refreshSeconds]);
  if (settings.fetch || settings.remember || settings.clock || !settings.root)
    return openVerifier(settings).verify(credential, { audience, nonce, lifetime });
  if (!shared.has(name)) shared.set(name, openVerifier(settings));
  return shared.get(name).verify(credential, { audience, nonce, lifetime });
}

// root: the accrediting authority's public key (JWK), or several. trustList: address of its signed list. mirror: a
// verifier that passes on trust list and status lists byte for byte, so that issuers do not see who checks whom; or a
// verify bundle in any folder of a web server.
// remember: { load(), save(memory) }, so that an older trust list is refused also after a restart.
export function openVerifier(settings) {
  const { root, trustList, mirror, remember, allowLoopback = false, refreshSeconds = 60, clock = Date.now } = settings;
  const roots = [root].flat();
  if (roots.length === 0 || !roots.every(isP256))
    throw new TypeError('root: the public key of the authority, a P-256 JWK.');
  if (!trustList && !mirror) throw new TypeError('trustList or mirror: where the signed trust list is.');
  const out = { fetch: settings.fetch ?? globalThis.fetch, allowLoopback };
  const seconds = () => Math.floor(clock() / 1000);
  const statusTokens = new Map(),
    lastWords = new Map(), // address -> the last list that was good, until it ends
    statusUntil = new Map(),
    newest = new Map(), // issuer and address -> the latest list seen, by its own time
    issuerKeys = new Map();
  let trust = { refusal: 'trust_list_missing' },
    trustAt = -Infinity,
    memory = null,
    loading = null;

  return { verify: check };

  async function check(credential, asked = {}) {
    if (typeof credential !== 'string') throw new TypeError('credential: text.');
    await (loading ??= refresh().finally(() => (loading = null)));
    const judge = statusRefusal => run(credential, asked, { now: seconds(), trust, statusTokens, statusRefusal, data });
    dropOldStatus();
    let found = await judge(null);
    if (await fetchKeys(found)) found = await judge(null);
    const uri = found.missingStatusList;
    const refusal = uri && (await fetchStatus(uri, found.issuer.id));
    if (uri && refusal !== false) found = await judge(refusal);
    if (found.status && isReplayed(found)) {
      statusTokens.delete(found.status.list);
      found = await judge('status_stale');
    }
    if (found.status) keepStatus(found.status.list, found.statusTtl);
    delete found.missingStatusList;
    delete found.statusTtl;
    delete found.statusSignedAt;
    return found;
  }

  async function refresh() {
    if (seconds() - trustAt < refreshSeconds && trust.list) return;
    const bytes = await (mirror ? mirrored(['trust/list', TRUST_LIST]) : get(trustList, out));
    if (!bytes) return; // the last good list holds until its own nextUpdate
    memory ??= (await remember?.load?.()) ?? null;
    try {
      const list = await readTrustList(new TextDecoder().decode(bytes), roots, memory);
      trust = { list, metadataKeys: Object.fromEntries(issuerKeys) };
      trustAt = seconds();
      if (memory?.sequence !== list.memory.sequence) await remember?.save?.(list.memory);
      memory = list.memory;
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      if (!trust.list) trust = { refusal: error.reason };
    }
  }

  // What a verifier answers, or the file of a bundle.
  async function mirrored(places, refused) {
    for (const place of places) {
      const bytes = await get(`${String(mirror).replace(/\/*$/, '/')}${place}`, { ...out, refused });
      if (bytes) return bytes;
    }
    return null;
  }

  // A list is not asked for anew for a while, never longer than its own ttl: a revocation must be seen.
  function dropOldStatus() {
    for (const [uri, until] of statusUntil) {
      if (seconds() < until) continue;
      statusTokens.delete(uri);
      statusUntil.delete(uri);
    }
  }

  function keepStatus(uri, ttl) {
    lastWords.set(uri, statusTokens.get(uri));
    statusUntil.set(uri, Math.min(statusUntil.get(uri), seconds() + (ttl ?? 60)));
  }

  // Asked for only once the credential is believed (the judge says so), and only from the issuer's own origin. Answers
  // false when there is none, else why the mirror passes none on, or null. Where nobody answers, the last word counts.
  async function fetchStatus(uri, issuer) {
    if (!trust.list || !findIssuer(trust, issuer) || !isSameOrigin(uri, issuer)) return false;
    let refusal = null;
    const refused = code => /^status_(invalid|stale)$/.test(code) && (refusal = code);
    const asked = `trust/status?uri=${encodeURIComponent(uri)}`;
    const found = await (mirror ? mirrored([asked, await statusFile(uri)], refused) : get(uri, out));
    const bytes = found ?? (refusal ? null : lastWords.get(uri));
    if (!bytes) return refusal ?? false;
    statusTokens.set(uri, bytes);
    statusUntil.set(uri, seconds() + Math.min(refreshSeconds, 60));
    return null;
  }

  // An older list could hide a revocation: it never takes the place of a newer one that was seen.
  function isReplayed({ issuer, status }) {
    const name = JSON.stringify([issuer.id, status.list]);
    const isOlder = status.asOf < newest.get(name);
    if (!isOlder) newest.set(name, status.asOf);
    return isOlder;
  }

  // An issuer listed without keys publishes them itself (SD-JWT VC draft-19 section 3).
  async function fetchKeys({ issuer }) {
    const listed = trust.list?.issuers.find(one => one.id === issuer?.id);
    if (!listed || listed.keys.length > 0 || issuerKeys.has(listed.id)) return false;
    const id = new URL(listed.id);
    const document = json(await get(new URL(`/.well-known/jwt-vc-issuer${id.pathname.replace(/\/+$/, '')}`, id), out));
    if (document?.issuer !== listed.id || 'jwks' in document === 'jwks_uri' in document) return false;
    const set = document.jwks_uri
      ? isSameOrigin(document.jwks_uri, listed.id) && json(await get(document.jwks_uri, out))
      : document.jwks;
    const keys = (Array.isArray(set?.keys) ? set.keys : []).filter(key => isP256(key) && !('d' in key));
    if (keys.length === 0) return false;
    issuerKeys.set(listed.id, keys);
    trust = { ...trust, metadataKeys: Object.fromEntries(issuerKeys) };
    return true;
  }
}

// Pure: everything is handed in and nothing is fetched. For those who keep trust and status lists themselves.
export function run(credential, asked, input) {
  const text = trimmed(credential);
  // A number sign before the first tilde is a link's; behind it, it only spoils what it stands in.
  const isWallet = text.includes('~') && text.includes('.') && !text.split('~', 1)[0].includes('#');
  return isWallet && text.length <= MAX_LENGTH ? verifyWallet(text, asked, input) : verifyPaper(text, input);
}

function isSameOrigin(one, other) {
  try {
    const [a, b] = [new URL(one), new URL(other)];
    return a.origin === b.origin && !a.username && !a.password;
  } catch {
    return false;
  }
}

function json(bytes) {
  try {
    const value = bytes && parseJson(bytes);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export { data, kidOf, readTrustList };
