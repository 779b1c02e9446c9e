// Certificate chains in x5c (RFC 7515 section 4.1.6, SD-JWT VC draft-19 section 2.5, RFC 5280 section 6.1): from the
// issuer's leaf to a root pinned for that issuer by the trust list. Nothing is ever fetched.
import { toBase64Url } from './base64url.mjs';
import { hex, readAll, readOne, signatureOf, time } from './der.mjs';
import { refuse } from './finding.mjs';
import { isP256 } from './keys.mjs';

const MAX_CERTIFICATES = 4,
  MAX_BYTES = 8 * 1024;
const BASIC_CONSTRAINTS = '551d13',
  KEY_USAGE = '551d0f',
  ALTERNATIVE_NAME = '551d11',
  EXTENDED_KEY_USAGE = '551d25',
  EC_KEY = '2a8648ce3d0201';
const UNDERSTOOD = [BASIC_CONSTRAINTS, KEY_USAGE, ALTERNATIVE_NAME, EXTENDED_KEY_USAGE];
// nameConstraints, policyConstraints, inhibitAnyPolicy: to pass over one would be to believe too much.
const REFUSED = ['551d1e', '551d24', '551d36'];
const KEY_ID = '551d0e',
  AUTHORITY_KEY_ID = '551d23';
const CURVES = {
  '2a8648ce3d030107': { namedCurve: 'P-256', size: 32 },
  '2b81040022': { namedCurve: 'P-384', size: 48 },
};
const HASHES = { '2a8648ce3d040302': 'SHA-256', '2a8648ce3d040303': 'SHA-384', '2a8648ce3d040304': 'SHA-512' };

const refused = what => refuse('certificate_chain_refused', what);

// x5c: the header member. roots: base64 DER, pinned. at: seconds. Answers the leaf's key as JWK.
export async function keyOfChain(x5c, roots, at, issuer) {
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MAX_CERTIFICATES)
    refused('x5c is a list of one to four certificates.');
  const chain = x5c.map(one => parse(fromBase64(one)));
  checkLeaf(chain[0], issuer);
  const pinned = roots.map(one => fromBase64(one));
  if (chain.some(one => pinned.some(root => hex(root) === hex(one.raw))))
    refused('The root is pinned, it does not travel in x5c.');
  if (chain.some(one => hex(one.subject) === hex(one.issuer))) refused('A self-signed certificate in x5c.');
  for (const root of pinned) if (await leadsTo(parse(root), chain, at)) return keyOf(chain[0]);
  return refused('The chain does not lead to a pinned root at that time.');
}

function fromBase64(text) {
  try {
    if (typeof text !== 'string' || text.length === 0 || text.length > (MAX_BYTES * 4) / 3) throw new RangeError();
    const binary = atob(text);
    if (btoa(binary) !== text) throw new RangeError();
    return Uint8Array.from(binary, character => character.charCodeAt(0));
  } catch {
    return refused('A certificate is not canonical base64 of a sensible size.');
  }
}

function parse(raw) {
  const [tbs, algorithm, signature] = readAll(readOne(raw, 0x30).bytes);
  if (tbs?.tag !== 0x30 || algorithm?.tag !== 0x30 || signature?.tag !== 0x03) refused('A certificate cannot be read.');
  const fields = readAll(tbs.bytes);
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [serial, inner, issuer, validity, subject, key] = fields;
  const extensions = fields.find(one => one.tag === 0xa3);
  if (!key || hex(inner.raw) !== hex(algorithm.raw) || signature.bytes[0] !== 0)
    refused('A certificate cannot be read.');
  const [from, until] = readAll(validity.bytes).map(time);
  const [keyAlgorithm] = readAll(key.bytes);
  if (until === undefined || !keyAlgorithm) refused('A certificate cannot be read.');
  const listed = extensions ? readAll(readOne(extensions.bytes, 0x30).bytes).map(readExtension) : [];
  const known = new Map(listed);
  // RFC 5280 section 4.2: each extension at most once. Of two, another program may believe the other.
  if (known.size < listed.length) refused('A certificate has an extension twice.');
  return {
    raw,
    serial: serial.bytes,
    tbs: tbs.raw,
    hash: HASHES[hex(readAll(algorithm.bytes)[0]?.bytes ?? [])],
    signature: signature.bytes.subarray(1),
    issuer: issuer.raw,
    subject: subject.raw,
    from,
    until,
    spki: key,
    extensions: known,
  };
}

// Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } (RFC 5280 section 4.1).
function readExtension({ tag, bytes }) {
  const parts = tag === 0x30 ? readAll(bytes) : [];
  const [id, value, flag] = [parts[0], parts.at(-1), parts.length === 2 ? null : parts[1]];
  if (parts.length < 2 || parts.length > 3 || id.tag !== 0x06 || value.tag !== 0x04 || (flag && flag.tag !== 0x01))
    refused('A certificate cannot be read.');
  return [hex(id.bytes), { critical: Boolean(flag) && flag.bytes[0] !== 0, value: value.bytes }];
}

function usages(certificate) {
  const extension = certificate.extensions.get(KEY_USAGE);
  if (!extension) return null;
  const bits = readOne(extension.value, 0x03).bytes[1] ?? 0;
  return { signs: (bits & 0x80) !== 0, certifies: (bits & 0x04) !== 0 };
}

function basic(certificate) {
  const extension = certificate.extensions.get(BASIC_CONSTRAINTS);
  const parts = extension ? readAll(readOne(extension.value, 0x30).bytes) : [];
  const authority = parts[0]?.tag === 0x01 && parts[0].bytes[0] !== 0;
  const length = parts.find(one => one.tag === 0x02);
  return { authority, below: length ? length.bytes.reduce((sum, byte) => sum * 256 + byte, 0) : Infinity };
}

function checkLeaf(leaf, issuer) {
  const usage = usages(leaf);
  if (!usage?.signs || usage.certifies) refused('The leaf may not sign credentials.');
  if (basic(leaf).authority) refused('The leaf is a certification authority.');
  const names = leaf.extensions.get(ALTERNATIVE_NAME);
  const { hostname } = new URL(issuer);
  const trimmed = text => text.replace(/\/+$/, '');
  const isName = ({ tag, bytes }) => {
    const name = String.fromCharCode(...bytes);
    if (tag === 0x86) return trimmed(name) === trimmed(issuer);
    return tag === 0x82 && name.toLowerCase() === hostname.toLowerCase();
  };
  if (!names || !readAll(readOne(names.value, 0x30).bytes).some(isName))
    refused('The leaf does not name this issuer.');
}

// The chain as it was sent, then the pinned root: no shortcuts, no strangers.
async function leadsTo(root, chain, at) {
  const path = [...chain, root];
  for (const [i, certificate] of path.entries()) {
    const above = path[i + 1] ?? root;
    if (at < certificate.from || at > certificate.until) return false;
    const { extensions } = certificate;
    if (REFUSED.some(id => extensions.has(id))) return false;
    if ([...extensions].some(([id, { critical }]) => critical && !UNDERSTOOD.includes(id))) return false;
    if (hex(certificate.issuer) !== hex(above.subject) || !names(certificate, above)) return false;
    if (!(await signedBy(certificate, above))) return false;
    if (i > 0) {
      const { authority, below } = basic(certificate);
      if (!authority || below < i - 1 || usages(certificate)?.certifies === false) return false;
    }
  }
  return true;
}

// AuthorityKeyIdentifier (RFC 5280 section 4.2.1.1): what it says of the one above is so.
function names(certificate, above) {
  const said = certificate.extensions.get(AUTHORITY_KEY_ID);
  const parts = said ? readAll(readOne(said.value, 0x30).bytes) : [];
  const own = above.extensions.get(KEY_ID);
  return parts.every(({ tag, bytes }) => {
    if (tag === 0x80) return !own || hex(bytes) === hex(readOne(own.value, 0x04).bytes);
    if (tag === 0x82) return hex(bytes) === hex(above.serial);
    return readAll(bytes).every(name => name.tag !== 0xa4 || hex(name.bytes) === hex(above.issuer));
  });
}

async function signedBy(certificate, above) {
  const [algorithm] = readAll(above.spki.bytes);
  const [kind, curve] = readAll(algorithm.bytes).map(({ bytes }) => hex(bytes));
  const { namedCurve, size } = CURVES[curve] ?? {};
  if (kind !== EC_KEY || !namedCurve || !certificate.hash) return false;
  try {
    const own = { name: 'ECDSA', namedCurve };
    const key = await crypto.subtle.importKey('spki', above.spki.raw, own, false, ['verify']);
    const signature = signatureOf(certificate.signature, size);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: certificate.hash }, key, signature, certificate.tbs);
  } catch {
    return false;
  }
}

// The report calls a leaf with another kind of key unreadable, as the library does.
function keyOf({ spki }) {
  const [, point] = readAll(spki.bytes);
  const bytes = point?.bytes ?? new Uint8Array();
  const part = at => toBase64Url(bytes.slice(at, at + 32));
  const jwk = { kty: 'EC', crv: 'P-256', x: part(2), y: part(34) };
  return bytes.length === 66 && bytes[1] === 4 && isP256(jwk)
    ? jwk
    : refuse('format_unreadable', "The certificate's key is not an EC key.");
}
