// Callbacks that the libraries ask for, on WebCrypto and jose alone: nothing of ours is imported here.
import { webcrypto, createHash, randomBytes } from 'node:crypto';
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose';

export async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  return { privateKey, jwk: { kty, crv, x, y } };
}

export const hash = (data, algorithm) =>
  new Uint8Array(createHash(algorithm.replace('-', '')).update(typeof data === 'string' ? data : Buffer.from(data)).digest());

export const random = (length) => new Uint8Array(randomBytes(length));

export async function signWith(key, { header, payload }) {
  const jwt = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader(header)
    .sign(key.privateKey);
  return { jwt, signerJwk: key.jwk };
}

/** Raw ES256 verification as @sd-jwt wants it: signing input and base64url signature. */
export function verifierFor(jwk) {
  return async (data, signature) => {
    const key = await webcrypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
      { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key,
      Buffer.from(signature, 'base64url'), Buffer.from(data));
  };
}

export const verifyWithJose = async (jws, jwk) => compactVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
