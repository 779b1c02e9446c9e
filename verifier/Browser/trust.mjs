// The accrediting authority's trust list: who may issue what, since when. Signed by a root key that stands in the page;
// nothing else makes a list trusted, least of all the server it came from.
import { parseJws } from './jws.mjs';
import { toBase64Url } from './base64url.mjs';
import { refuse } from './finding.mjs';
import { isP256, sha256, thumbprint, verifies } from './keys.mjs';
import { parseStrict } from './json.mjs';

const INVALID = 'trust_list_invalid';
const LAST_SECOND = 253402300799;
const SECONDS = value => Number.isInteger(value) && value >= 0 && value <= LAST_SECOND;
const STRING = value => typeof value === 'string';
const DAY = value =>
  STRING(value) && /^\d{4}-\d\d-\d\d$/.test(value) && new Date(value).toJSON()?.startsWith(value) === true;
const TEXT = value => STRING(value) && value.length > 0;
const BASE64 = value => TEXT(value) && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
const FLAG = value => typeof value === 'boolean';
const OPTIONAL = rule => value => value === undefined || value === null || rule(value);
const NAME = value => STRING(value?.en) && [value.bn, value.ar].every(OPTIONAL(STRING));

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

// The members that the library demands too, in their kinds (TrustListJson.cs, TrustListRules.cs).
function check(list) {
  demand(list && SECONDS(list.iat) && SECONDS(list.nextUpdate) && SECONDS(list.sequence) && list.sequence > 0);
  // Members not known here are passed over; what must not be passed over comes with a higher version.
  demand(list.version == null || list.version === 1);
  demand(TEXT(list.iss) && list.nextUpdate > list.iat);
  const { scheme, issuers, centres, wallets, registers, history } = list;
  demand(NAME(scheme?.name) && STRING(scheme.territory) && OPTIONAL(FLAG)(scheme.demo));
  demand([issuers, centres, wallets, registers ?? [], history ?? []].every(Array.isArray));
  for (const issuer of issuers) {
    demand(TEXT(issuer?.id) && NAME(issuer.name) && OPTIONAL(FLAG)(issuer.demo) && OPTIONAL(STRING)(issuer.lookup));
    demand(areKeys(issuer.keys) && OPTIONAL(SECONDS)(issuer.withdrawnFrom));
    demand(isListOf(issuer.roots, BASE64) && isListOf(issuer.awards, isAward) && issuer.awards.length > 0);
  }
  for (const wallet of wallets) demand(TEXT(wallet?.id) && NAME(wallet.name));
  for (const centre of centres)
    demand(TEXT(centre?.code) && NAME(centre.name) && STRING(centre.district) && isPeriod(centre));
  for (const register of registers ?? [])
    demand(TEXT(register?.kind) && TEXT(register.id) && areKeys(register.keys) && register.keys.length > 0);
  for (const earlier of history ?? [])
    demand(TEXT(earlier?.address) && TEXT(earlier.digest) && earlier.sequence < list.sequence);
  for (const listed of [issuers, wallets]) demand(isOnce(listed.map(({ id }) => id)));
}

const isListOf = (list, rule) => Array.isArray(list) && list.every(rule);
const isOnce = names => new Set(names).size === names.length;
const isPeriod = ({ from, until }) => DAY(from) && OPTIONAL(DAY)(until) && (until ?? from) >= from;
const isAward = award =>
  TEXT(award?.vct) && isListOf(award.frameworks, TEXT) && award.frameworks.length > 0 && isPeriod(award);
const areKeys = keys => isListOf(keys, isKey) && isOnce(keys.map(({ jwk }) => jwk.kid));
const isKey = key =>
  isP256(key?.jwk) &&
  TEXT(key.jwk.kid) &&
  !('d' in key.jwk) &&
  SECONDS(key.from) &&
  OPTIONAL(value => SECONDS(value) && value > key.from)(key.until) &&
  OPTIONAL(SECONDS)(key.compromisedFrom);

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
