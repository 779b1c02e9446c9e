// Token Status List (draft-ietf-oauth-status-list-20 section 5.1) in its JWT form. Checked against the keys of the
// credential's issuer before anything is unpacked, which readStatusList of status.mjs does. Whatever is refused, that
// one calls it an invalid list.
import { fromBase64Url } from './base64url.mjs';
import { keyOfChain } from './chain.mjs';
import { refuse } from './finding.mjs';
import { kidOf, verifies } from './keys.mjs';
import { isObject } from './strict.mjs';
import { isDate, parseToken, payloadObject, requireType } from './token.mjs';
import { whyKeyNotAt } from './trust.mjs';

const AROUND = /^[\t-\r ]+|[\t-\r ]+$/g;
const INVALID = 'status_invalid',
  MAX_LENGTH = 1024 * 1024;

export async function readJwt(bytes, uri, issuer) {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(AROUND, '');
  const token = requireType(parseToken(text, MAX_LENGTH), 'statuslist+jwt');
  const { sub, iat, exp, ttl, status_list: list } = payloadObject(token);
  if (!isObject(list) || typeof sub !== 'string' || !isDate(iat)) refuse(INVALID, 'a required claim is missing');
  if (exp !== undefined && !isDate(exp)) refuse(INVALID, 'exp is not a date');
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0 && ttl < 2 ** 31))
    refuse(INVALID, 'ttl is not a positive number');
  await checkSignature(token, iat, issuer);
  if (sub !== uri) refuse(INVALID, 'the list of another address');
  const packed = fromBase64Url(list.lst);
  const more = 'aggregation_uri' in list ? list.aggregation_uri : '';
  if (![1, 2, 4, 8].includes(list.bits) || !packed || typeof more !== 'string') refuse(INVALID, 'malformed');
  return { bits: list.bits, iat, exp: exp ?? null, ttl: ttl ?? null, packed };
}

async function checkSignature(token, iat, issuer) {
  const { header, kid, signed, signature } = token;
  const { keys } = issuer;
  if ('x5c' in header && !isChain(header.x5c)) refuse(INVALID, 'x5c is not a short list of certificates');
  let key = kid === null ? (keys.length === 1 ? keys[0] : null) : keys.find(one => one.jwk.kid === kid);
  for (const one of keys) if (!key && kid !== null && (await kidOf(one.jwk)) === kid) key = one;
  if (key) {
    if (whyKeyNotAt(key, iat)) refuse(INVALID, 'signed with a key out of its time');
    if (!(await verifies(key.jwk, signed, signature))) refuse(INVALID, 'not signed by the issuer');
    return;
  }
  if (!('x5c' in header)) refuse(INVALID, 'not signed by the issuer');
  const leaf = await keyOfChain(header.x5c, issuer.roots ?? [], iat, issuer.id);
  if ((kid !== null && kid !== (await kidOf(leaf))) || !(await verifies(leaf, signed, signature)))
    refuse(INVALID, 'not signed by the issuer');
}

const isChain = x5c =>
  Array.isArray(x5c) &&
  x5c.length > 0 &&
  x5c.length <= 8 &&
  x5c.every(one => typeof one === 'string' && isBase64(one));

// In its one canonical spelling.
function isBase64(text) {
  try {
    return btoa(atob(text)) === text;
  } catch {
    return false;
  }
}
