// P-256 keys by WebCrypto: one import, one check, one name (RFC 7638).
import { fromBase64Url, toBase64Url } from './base64url.mjs';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };

export function cryptoIsThere() {
  return Boolean(globalThis.crypto?.subtle);
}

export async function verifies(jwk, data, signature) {
  if (signature.length !== 64) return false;
  try {
    const { kty, crv, x, y } = jwk;
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y, ext: true }, ECDSA, false, ['verify']);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, data);
  } catch {
    return false; // a key that is no point on the curve has signed nothing
  }
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export async function thumbprint({ x, y }) {
  return sha256(new TextEncoder().encode(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`));
}

export async function kidOf(jwk) {
  return toBase64Url(await thumbprint(jwk));
}

export function isP256(jwk) {
  return jwk?.kty === 'EC' && jwk.crv === 'P-256' && [jwk.x, jwk.y].every(part => fromBase64Url(part)?.length === 32);
}
