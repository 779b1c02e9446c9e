// Compact JWS (RFC 7515 section 7.1), ES256 and nothing else, for tokens whose header may carry a certificate chain.
import { fromBase64Url } from './base64url.mjs';
import { refuse } from './finding.mjs';
import { isObject, parseJson } from './strict.mjs';

const MAX_HEADER = 32 * 1024,
  MAX_KID = 512,
  LAST_SECOND = 253402300799;
const REFUSED = ['jwk', 'jku', 'x5u', 'crit', 'b64', 'enc', 'zip'];

export function parseToken(text, maxLength) {
  if (text.length > maxLength) refuse('format_too_large', 'The token is too long.');
  const parts = text.split('.');
  if (parts.length !== 3 || parts[0] === '') refuse('format_unreadable', 'A JWS has three parts.');
  if (parts[0].length > MAX_HEADER) refuse('format_too_large', 'The header is too long.');
  const [headerBytes, payload, signature] = parts.map(fromBase64Url);
  if (!headerBytes || !payload || !signature)
    refuse('format_not_canonical', 'A part is not canonical base64url.');
  const header = parseJson(headerBytes);
  if (!isObject(header)) refuse('format_unreadable', 'The header is not a JSON object.');
  const { kid, typ, alg } = header;
  if (
    REFUSED.some(name => name in header) ||
    ('typ' in header && typeof typ !== 'string') ||
    ('kid' in header && !isPlain(kid))
  )
    refuse('header_refused', 'A header member that is not accepted.');
  if (alg !== 'ES256') refuse('algorithm_refused', 'Only ES256 is accepted.');
  return {
    header,
    payload,
    signature,
    kid: kid ?? null,
    typ: typ ?? null,
    signed: new TextEncoder().encode(`${parts[0]}.${parts[1]}`),
  };
}

export function requireType(token, type) {
  if (token.typ !== type) refuse('type_refused', `The token's typ is not ${type}.`);
  return token;
}

export function payloadObject({ payload }) {
  const claims = parseJson(payload);
  return isObject(claims) ? claims : refuse('format_unreadable', 'The payload is not a JSON object.');
}

// A NumericDate (RFC 7519 section 2) in whole seconds, until the end of the year 9999.
export const isDate = value => Number.isInteger(value) && value >= 0 && value <= LAST_SECOND;

// A key id is looked up in lists: nothing but short printable ASCII.
const isPlain = kid => typeof kid === 'string' && kid.length <= MAX_KID && /^[ -~]+$/.test(kid);
