// What the tests of the browser modules share: the modules, the vectors, and an authority and issuer of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const module = name => import(pathToFileURL(join(process.env.MODULES, name)).href);
export const vectors = name => JSON.parse(readFileSync(join(process.env.VECTORS, name), 'utf8'));
export const data = JSON.parse(readFileSync(process.env.PAGE_DATA, 'utf8'));

const { encodeHead, concat, encodeBytes } = await module('cbor.mjs');
const { toBase64Url } = await module('base64url.mjs');
const { thumbprint } = await module('keys.mjs');
const utf8 = text => new TextEncoder().encode(text);

// Deterministic CBOR of maps (as arrays of pairs, sorted here), texts, bytes, integers.
export function cbor(value) {
  if (value > 0xffffffff) return Uint8Array.of(0x1b, ...Array.from({ length: 8 }, (_, i) => Math.floor(value / 256 ** (7 - i)) % 256));
  if (typeof value === 'number') return value >= 0 ? encodeHead(0, value) : encodeHead(1, -1 - value);
  if (typeof value === 'string') return concat(encodeHead(3, utf8(value).length), utf8(value));
  if (value instanceof Uint8Array) return encodeBytes(value);
  const pairs = [...value].map(([key, one]) => [cbor(key), cbor(one)])
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return concat(encodeHead(5, pairs.length), ...pairs.flat());
}

export async function makeKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const print = await thumbprint({ x, y });
  const sign = async bytes => new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes));
  return { jwk: { kty, crv, x, y, kid: toBase64Url(print) }, kid8: print.slice(0, 8), sign };
}

export async function signCose(key, type, claims) {
  const header = cbor(new Map([[1, -7], [4, key.kid8], [16, type]])), payload = cbor(claims);
  const { signedBytes } = await module('cose.mjs');
  const signature = await key.sign(signedBytes({ protectedBytes: header, payload }));
  return concat(Uint8Array.of(0xd2, 0x84), encodeBytes(header), Uint8Array.of(0xa0), encodeBytes(payload), encodeBytes(signature));
}

export async function signTrustList(root, list) {
  const part = value => toBase64Url(utf8(JSON.stringify(value)));
  const signed = `${part({ alg: 'ES256', typ: 'trust-list+jwt', kid: root.jwk.kid })}.${part(list)}`;
  return `${signed}.${toBase64Url(await root.sign(utf8(signed)))}`;
}
