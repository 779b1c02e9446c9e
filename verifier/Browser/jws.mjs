// Compact JWS (RFC 7515) with ES256 and nothing else; used for the trust list.
import { fromBase64Url } from './base64url.mjs';
import { refuse } from './finding.mjs';
import { parseStrict } from './json.mjs';

const MAX_CHARACTERS = 16 * 1024 * 1024; // a trust list of ten thousand issuers
const HEADERS = ['alg', 'typ', 'kid'];

export function parseJws(text, type, reason) {
  if (text.length > MAX_CHARACTERS) refuse(reason, 'too large');
  const parts = text.split('.');
  const [header, payload, signature] = parts.map(fromBase64Url);
  if (parts.length !== 3 || !header || !payload || !signature) refuse(reason, 'not a compact JWS');
  const names = parseStrict(header, reason);
  if (names?.alg !== 'ES256' || names.typ !== type || typeof names.kid !== 'string') refuse(reason, 'header refused');
  if (Object.keys(names).some(name => !HEADERS.includes(name))) refuse(reason, 'an unknown header');
  return { kid: names.kid, payload, signature, signed: new TextEncoder().encode(`${parts[0]}.${parts[1]}`) };
}
