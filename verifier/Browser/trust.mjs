// The accrediting authority's trust list: who may issue what, since when. Signed by a root key that stands in the page;
// nothing else makes a list trusted, least of all the server it came from.
import { parseJws } from './jws.mjs';
import { toBase64Url } from './base64url.mjs';
import { refuse } from './finding.mjs';
import { isP256, sha256, thumbprint, verifies } from './keys.mjs';
import { parseStrict } from './json.mjs';

const INVALID = 'trust_list_invalid';
const SECONDS = value => Number.isInteger(value) && value >= 0;
const DAY = value => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
const TEXT = value => typeof value === 'string' && value.length > 0;
const OPTIONAL = rule => value => value === undefined || value === null || rule(value);

// roots: a JWK or several, each with from and until (seconds) when its lists count for a time only. memory: { sequence,
// digest } of the newest list accepted before, or null. Answers the list with what to remember next.
export async function readTrustList(text, roots, memory = null) {
  const trimmed = text.trim();
  const jws = parseJws(trimmed, 'trust-list+jwt', INVALID);
  const signers = [];
  for (const root of [roots].flat()) if (await verifies(root, jws.signed, jws.signature)) signers.push(root);
  if (signers.length === 0) refuse(INVALID, 'not signed by the accrediting authority');
  const list = parseStrict(jws.payload, INVALID);
  check(list);
  const inTime = ({ from = 0, until = Infinity }) => from <= list.iat && list.iat < until;
  if (!signers.some(inTime)) refuse(INVALID, 'signed with a root key out of its time');
  const digest = toBase64Url(await sha256(new TextEncoder().encode(trimmed)));
  if (memory && (list.sequence < memory.sequence || (list.sequence === memory.sequence && digest !== memory.digest)))
    refuse('trust_list_rollback', `list ${list.sequence} after list ${memory.sequence}`);
  return { ...list, memory: { sequence: list.sequence, digest } };
}

function check(list) {
  demand(list && SECONDS(list.iat) && SECONDS(list.nextUpdate) && SECONDS(list.sequence) && list.sequence > 0);
  // Members not known here are passed over; what must not be passed over comes with a higher version.
  demand(list.version == null || list.version === 1);
  const { issuers, centres, registers, history } = list;
  demand([issuers, centres, registers ?? [], history ?? []].every(Array.isArray));
  for (const issuer of issuers) {
    demand(TEXT(issuer?.id) && TEXT(issuer.name?.en) && OPTIONAL(SECONDS)(issuer.withdrawnFrom));
    demand(Array.isArray(issuer.keys) && Array.isArray(issuer.awards) && issuer.keys.every(isKey));
    for (const award of issuer.awards)
      demand(TEXT(award?.vct) && Array.isArray(award.frameworks) && DAY(award.from) && OPTIONAL(DAY)(award.until));
  }
  for (const centre of centres)
    demand(TEXT(centre?.code) && TEXT(centre.name?.en) && DAY(centre.from) && OPTIONAL(DAY)(centre.until));
  for (const register of registers ?? [])
    demand(TEXT(register?.kind) && TEXT(register.id) && register.keys?.length > 0 && register.keys.every(isKey));
  for (const earlier of history ?? [])
    demand(TEXT(earlier?.address) && TEXT(earlier.digest) && earlier.sequence < list.sequence);
}

const isKey = key =>
  isP256(key?.jwk) && SECONDS(key.from) && OPTIONAL(SECONDS)(key.until) && OPTIONAL(SECONDS)(key.compromisedFrom);

const demand = holds => holds || refuse(INVALID, 'malformed');

// metadataKeys: iss -> JWKs of the JWT VC Issuer Metadata, for issuers that the list names without keys; they know no
// dates.
export function findIssuer({ list, metadataKeys }, id) {
  const issuer = list.issuers.find(one => one.id === id);
  if (!issuer || issuer.keys.length > 0) return issuer ?? null;
  return {
    ...issuer,
    keys: (metadataKeys?.[id] ?? []).map(jwk => ({ jwk, from: 0 })),
    keysMissing: !metadataKeys?.[id],
  };
}

// A register of this kind ("comparisons", "recruiters") with its address and keys, or null.
export const findRegister = (list, kind) => list.registers?.find(register => register.kind === kind) ?? null;

// The issuer's key whose thumbprint begins with these 8 bytes (COSE key id).
export async function findKey(issuer, kid8) {
  for (const key of issuer.keys) {
    const own = await thumbprint(key.jwk);
    if (kid8.every((byte, i) => byte === own[i])) return key;
  }
  return null;
}

// Why a signature made at this moment does not count, or null.
export function whyKeyNotAt(key, signedAt) {
  if (key.compromisedFrom != null && signedAt >= key.compromisedFrom) return 'key_compromised';
  if (signedAt < key.from) return 'key_not_yet_valid';
  return key.until != null && signedAt >= key.until ? 'key_expired' : null;
}

// ISO days compare as text; both ends belong to the period.
export const covers = (period, day) => period.from <= day && (!period.until || day <= period.until);
