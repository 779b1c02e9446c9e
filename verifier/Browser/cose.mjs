// COSE_Sign1 (RFC 9052 section 4.2) with ES256 and nothing else.
import { Tagged, concat, decodeCbor, encodeBytes } from './cbor.mjs';
import { refuse } from './finding.mjs';

const ALG = 1,
  KID = 4,
  TYP = 16,
  ES256 = -7,
  SIGN1 = 18;

// Reads the envelope. The algorithm must stand in the protected header, the unprotected one must be empty, and no other
// parameter is understood, so none is let through.
export function parseSign1(bytes) {
  const root = decodeCbor(bytes);
  if (!(root instanceof Tagged) || root.tag !== SIGN1 || !Array.isArray(root.value) || root.value.length !== 4)
    refuse('format_unreadable', 'not a COSE_Sign1');
  const [protectedBytes, unprotected, payload, signature] = root.value;
  if (
    !(protectedBytes instanceof Uint8Array) ||
    !(unprotected instanceof Map) ||
    !(payload instanceof Uint8Array) ||
    !(signature instanceof Uint8Array)
  )
    refuse('format_unreadable', 'not a COSE_Sign1');
  const header = decodeCbor(protectedBytes);
  if (!(header instanceof Map)) refuse('format_unreadable', 'protected header is not a map');
  return { protectedBytes, header, unprotected, payload, signature };
}

export function checkHeader({ header, unprotected }, type) {
  if (unprotected.size > 0) refuse('header_refused', 'unprotected header is not empty');
  if ([...header.keys()].some(label => ![ALG, KID, TYP].includes(label)))
    refuse('header_refused', 'an unknown protected header');
  if (header.get(ALG) !== ES256) refuse('algorithm_refused', 'not ES256');
  const kid = header.get(KID),
    typ = header.get(TYP);
  if (!(kid instanceof Uint8Array) || kid.length !== 8 || typeof typ !== 'string')
    refuse('header_refused', 'kid (8 bytes) and typ are required');
  if (typ !== type) refuse('type_refused', `typ is not ${type}`);
  return kid;
}

// RFC 9052 section 4.4: ["Signature1", protected, external_aad = h'', payload].
export function signedBytes({ protectedBytes, payload }) {
  const context = new TextEncoder().encode('Signature1');
  return concat(
    Uint8Array.of(0x84, 0x6a),
    context,
    encodeBytes(protectedBytes),
    Uint8Array.of(0x40),
    encodeBytes(payload),
  );
}
