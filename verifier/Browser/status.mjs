// Token Status List (draft-ietf-oauth-status-list-20), in its CWT form here. Checked against the keys of the
// certificate's issuer before anything is unpacked; unpacking stops at a fixed size.
import { decodeCbor } from './cbor.mjs';
import { checkHeader, parseSign1, signedBytes } from './cose.mjs';
import { Finding, refuse } from './finding.mjs';
import { verifies } from './keys.mjs';
import { findKey, whyKeyNotAt } from './trust.mjs';

const TYPE = 'application/statuslist+cwt',
  INVALID = 'status_invalid';
const SUB = 2,
  EXP = 4,
  IAT = 6,
  STATUS_LIST = 65533,
  TTL = 65534;
const COSE_SIGN1 = 0xd2; // tag(18), RFC 9052 section 2
const MAX_TOKEN = 1024 * 1024,
  MOST_BYTES_A_BIT = 2 ** 21; // 2^24 places
const LAST_SECOND = 253402300799,
  MOST_TTL = 2 ** 31 - 1;
const NAMES = ['valid', 'revoked', 'suspended', 'replaced'];

// In either form, told apart by its first octet: what form the certificate has says nothing about its list. Paper names
// lists in CWT form, so that the reader of the other one is fetched only when there is such a list.
export async function readStatusList(token, uri, issuer) {
  try {
    if (token.length > MAX_TOKEN) refuse(INVALID, 'too large');
    const read = token[0] === COSE_SIGN1 ? readCwt : (await import('./statusjwt.mjs')).readJwt;
    const { packed, ...list } = await read(token, uri, issuer);
    return { uri, ...list, bytes: await inflate(packed, list.bits) };
  } catch (error) {
    throw new Finding(INVALID, error.detail ?? 'malformed');
  }
}

async function readCwt(token, uri, issuer) {
  const envelope = parseSign1(token);
  const key = await findKey(issuer, checkHeader(envelope, TYPE));
  if (!key || !(await verifies(key.jwk, signedBytes(envelope), envelope.signature)))
    refuse(INVALID, 'not signed by the issuer');
  const claims = decodeCbor(envelope.payload);
  const list = claims instanceof Map ? claims.get(STATUS_LIST) : null;
  if (!(list instanceof Map) || !named(claims, 'number') || !named(list, 'string')) refuse(INVALID, 'no status list');
  const iat = number(claims, IAT, LAST_SECOND),
    exp = number(claims, EXP, LAST_SECOND),
    ttl = number(claims, TTL, MOST_TTL);
  if (iat === null || ttl === 0) refuse(INVALID, 'malformed times');
  if (whyKeyNotAt(key, iat)) refuse(INVALID, 'signed with a key out of its time');
  if (claims.get(SUB) !== uri) refuse(INVALID, 'the list of another address');
  const bits = list.get('bits'),
    packed = list.get('lst'),
    more = list.has('aggregation_uri') ? list.get('aggregation_uri') : '';
  if (![1, 2, 4, 8].includes(bits) || !(packed instanceof Uint8Array) || typeof more !== 'string')
    refuse(INVALID, 'malformed');
  return { bits, iat, exp, ttl, packed };
}

const named = (map, kind) => [...map.keys()].every(name => typeof name === kind);

function number(claims, label, most) {
  if (!claims.has(label)) return null;
  const value = claims.get(label);
  return Number.isInteger(value) && value >= 0 && value <= most ? value : refuse(INVALID, 'malformed times');
}

// Judges one place of the list at one moment: the state's name, or a finding that says why there is none.
export function statusAt(list, index, now, skew) {
  if (list.iat > now + skew) refuse(INVALID, 'issued in the future');
  if (now >= (list.exp ?? list.iat + 86400) + skew) refuse('status_stale');
  const perByte = 8 / list.bits;
  if (index >= list.bytes.length * perByte) refuse('status_out_of_range');
  const value = (list.bytes[Math.floor(index / perByte)] >> ((index % perByte) * list.bits)) & ((1 << list.bits) - 1);
  return NAMES[value] ?? refuse(INVALID, 'a value without meaning');
}

// One whole zlib stream (RFC 1950) and nothing behind it. Browsers differ in what they say to a prolonged one, so the
// checksum at the very end is looked at here too.
export async function inflate(packed, bits) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > bits * MOST_BYTES_A_BIT) {
      await reader.cancel();
      refuse(INVALID, 'unpacks to more than any list');
    }
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const end = packed.subarray(-4).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length > 0 && end === adler32(bytes) ? bytes : refuse(INVALID, 'not one whole list');
}

function adler32(bytes) {
  let a = 1,
    b = 0;
  for (let at = 0; at < bytes.length; a %= 65521, b %= 65521)
    for (const end = Math.min(at + 5552, bytes.length); at < end; b += a) a += bytes[at++];
  return b * 65536 + a;
}
