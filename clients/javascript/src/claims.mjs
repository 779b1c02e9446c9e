// The claims of an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc-19 section 2) after processing, read strictly, and held to the
// type metadata this client carries (sections 4.6 and 7).
import { fromBase64Url } from './base64url.mjs';
import { hex } from './der.mjs';
import { refuse } from './finding.mjs';
import { isP256 } from './keys.mjs';
import { isObject } from './strict.mjs';
import { isPrintable } from './text.mjs';
import { isDate } from './token.mjs';

const NEVER_HIDDEN = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'aka_vcts', 'status'];
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

const malformed = what => refuse('format_unreadable', what);

export function readClaims({ payload, claims, disclosed }) {
  if (NEVER_HIDDEN.some(name => disclosed.get(claims).has(name)))
    refuse('disclosure_refused', 'A registered claim is selectively disclosed.');
  const text = name =>
    !(name in claims)
      ? null
      : typeof claims[name] === 'string' && claims[name].length > 0
        ? claims[name]
        : malformed(`${name} is not text.`);
  const date = name =>
    !(name in claims)
      ? null
      : isDate(claims[name])
        ? claims[name]
        : malformed(`${name} is not a NumericDate in whole seconds.`);
  const vct = text('vct') ?? malformed('vct is missing.');
  const read = {
    vct,
    issuer: text('iss'),
    integrity: text('vct#integrity'),
    issuedAt: date('iat'),
    notBefore: date('nbf'),
    expires: date('exp'),
  };
  checkOthers(claims, vct);
  return { ...read, holder: holderOf(payload, claims), status: statusOf(claims) };
}

function checkOthers(claims, vct) {
  if (!('aka_vcts' in claims)) return;
  const others = claims.aka_vcts;
  if (!Array.isArray(others) || others.length === 0 || others.some(one => typeof one !== 'string'))
    malformed('aka_vcts is not a list of type identifiers.');
  if (others.includes(vct) || new Set(others).size !== others.length) malformed('aka_vcts repeats a type.');
}

function holderOf(payload, claims) {
  if (!('cnf' in claims)) return null;
  // cnf is never a disclosure, so that the key stands in the payload as it was signed.
  const jwk = isObject(claims.cnf) && isObject(payload.cnf) ? payload.cnf.jwk : undefined;
  return isPublicKey(jwk) ? jwk : malformed('cnf holds no usable jwk.');
}

function isPublicKey(jwk) {
  return (
    isObject(jwk) &&
    !('d' in jwk) &&
    isP256(jwk) &&
    (!('alg' in jwk) || jwk.alg === 'ES256') &&
    (!('use' in jwk) || jwk.use === 'sig') &&
    (!('kid' in jwk) || typeof jwk.kid === 'string') &&
    isOnCurve(jwk)
  );
}

function isOnCurve({ x, y }) {
  const number = part => BigInt(`0x${hex(fromBase64Url(part))}`);
  const [bx, by] = [number(x), number(y)];
  return bx < P && by < P && (by * by - (bx * bx * bx - 3n * bx + B)) % P === 0n;
}

function statusOf(claims) {
  if (!('status' in claims)) return null;
  if (!isObject(claims.status)) malformed('status is not an object.');
  if (!('status_list' in claims.status)) return null;
  const entry = claims.status.status_list;
  const { idx, uri } = isObject(entry) ? entry : {};
  if (!Number.isInteger(idx) || idx < 0 || idx > 0x7fffffff || typeof uri !== 'string')
    malformed('status_list needs a non-negative idx and a uri.');
  return { index: idx, uri };
}

// The first rule of the type metadata that the claims break, or null.
export function metadataConflict({ claims, disclosed }, integrity, type) {
  if (integrity !== null && !isIntegrity(integrity, type)) return 'vct#integrity does not match the type metadata.';
  return conflictIn(claims, type.claims, disclosed) ?? (isShown(claims) ? null : 'A text that does not look like it.');
}

// Every text that is signed, by the rule of the paper form.
function isShown(value) {
  if (typeof value === 'string') return isPrintable(value);
  return Array.isArray(value) ? value.every(isShown) : !isObject(value) || Object.values(value).every(isShown);
}

export function dayOf(value) {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || value.startsWith('0000')) return null;
  const [year, month, day] = value.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? value : null;
}

// What the schema of the type says a claim is.
const KINDS = {
  string: value => typeof value === 'string',
  date: value => dayOf(value) !== null,
  integer: Number.isSafeInteger,
  boolean: value => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
};

// Of the hashes the strongest algorithm counts (W3C SRI section 3.3.4).
function isIntegrity(value, type) {
  const hashes = value.split(/[ \t\n\r\f]/).filter(Boolean);
  for (const algorithm of ['sha512', 'sha384', 'sha256']) {
    const own = hashes.filter(hash => hash.startsWith(`${algorithm}-`));
    if (own.length > 0) return own.some(hash => hash.split('?')[0] === type.integrity[algorithm]);
  }
  return false;
}

// node: { kind?, allowed?, sd?, mandatory?, name?, members?, elements? }, compiled from type metadata and schema.
function conflictIn(value, node, disclosed) {
  if (isObject(value)) {
    const hidden = disclosed.get(value);
    for (const [name, child] of Object.entries(node.members ?? {})) {
      const present = name in value;
      const wrong = present ? conflictAt(value[name], child, hidden?.has(name) === true) : absence(child);
      if (wrong) return `${child.name}: ${wrong}`;
      const below = present && conflictIn(value[name], child, disclosed);
      if (below) return below;
    }
  } else if (Array.isArray(value) && node.elements) {
    const hidden = disclosed.get(value);
    for (const [i, element] of value.entries()) {
      const wrong = conflictAt(element, node.elements, element !== null && hidden?.has(i) === true);
      if (wrong) return `${node.elements.name}: ${wrong}`;
      const below = conflictIn(element, node.elements, disclosed);
      if (below) return below;
    }
  }
  return null;
}

function conflictAt(value, { kind, allowed, sd }, isDisclosed) {
  const fits = allowed ? allowed.includes(value) : !kind || KINDS[kind](value);
  if (!fits) return 'is of a kind that the type does not have';
  if (sd === 'always' && !isDisclosed) return 'must be selectively disclosable';
  return sd === 'never' && isDisclosed ? 'must not be selectively disclosable' : null;
}

// A claim that may be hidden may be missing; only one in plain sight can be demanded of a presentation.
const absence = ({ mandatory, sd }) => (mandatory && sd === 'never' ? 'is missing' : null);
