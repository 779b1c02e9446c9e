// Token Status List (draft-ietf-oauth-status-list-20) in its CWT form. Checked against the keys of the certificate's
// issuer before anything is unpacked; unpacking stops at a fixed size.
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
const MAX_TOKEN = 1024 * 1024,
  MAX_UNPACKED = 1024 * 1024;
const NAMES = ['valid', 'revoked', 'suspended', 'replaced'];

export async function readStatusList(token, uri, issuer) {
  try {
    if (token.length > MAX_TOKEN) refuse(INVALID, 'too large');
    const envelope = parseSign1(token);
    const key = await findKey(issuer, checkHeader(envelope, TYPE));
    if (!key || !(await verifies(key.jwk, signedBytes(envelope), envelope.signature)))
      refuse(INVALID, 'not signed by the issuer');
    const claims = decodeCbor(envelope.payload);
    const list = claims instanceof Map ? claims.get(STATUS_LIST) : null;
    if (!(list instanceof Map)) refuse(INVALID, 'no status list');
    if (whyKeyNotAt(key, claims.get(IAT))) refuse(INVALID, 'signed with a key out of its time');
    if (claims.get(SUB) !== uri) refuse(INVALID, 'the list of another address');
    const bits = list.get('bits'),
      packed = list.get('lst');
    const iat = claims.get(IAT),
      exp = claims.get(EXP) ?? null;
    if (![1, 2, 4, 8].includes(bits) || !(packed instanceof Uint8Array)) refuse(INVALID, 'malformed');
    if (typeof iat !== 'number' || (exp !== null && typeof exp !== 'number')) refuse(INVALID, 'malformed times');
    return { uri, bits, iat, exp, ttl: claims.get(TTL) ?? null, bytes: await inflate(packed) };
  } catch (error) {
    throw new Finding(INVALID, error.detail ?? 'malformed');
  }
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

export async function inflate(packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > MAX_UNPACKED) {
      await reader.cancel();
      refuse(INVALID, 'unpacks to more than any list');
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
