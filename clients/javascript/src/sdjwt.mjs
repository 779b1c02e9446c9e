// SD-JWT and SD-JWT+KB (RFC 9901): reading the compact form, and the processing of section 7.1 step 3.
import { fromBase64Url, toBase64Url } from './base64url.mjs';
import { Finding, refuse } from './finding.mjs';
import { sha256 } from './keys.mjs';
import { isObject, parseJson } from './strict.mjs';
import { parseToken, payloadObject } from './token.mjs';

const MAX_LENGTH = 512 * 1024,
  MAX_DISCLOSURES = 256,
  MAX_KEY_BINDING = 8 * 1024,
  MAX_DEPTH = 16;
const SD = '_sd',
  SD_ALG = '_sd_alg',
  DIGEST = '...';

const broken = what => refuse('disclosure_refused', what);

// A broken KB-JWT is the presenter's fault and says nothing against the credential: it is read without it.
export async function parsePresentation(text) {
  const end = text.lastIndexOf('~') + 1;
  try {
    return await parseCompact(text);
  } catch (error) {
    if (!(error instanceof Finding) || end === 0 || end === text.length || text.length > MAX_LENGTH) throw error;
    return { ...(await parseCompact(text.slice(0, end))), keyBindingUnreadable: true };
  }
}

async function parseCompact(text) {
  if (text.length > MAX_LENGTH) refuse('format_too_large', 'The presentation is too long.');
  const parts = text.split('~');
  if (parts.length < 2) refuse('format_unreadable', 'An SD-JWT has at least one tilde.');
  const issuerText = parts[0],
    proof = parts.at(-1),
    sent = parts.slice(1, -1);
  if (sent.length > MAX_DISCLOSURES) refuse('format_too_large', 'Too many disclosures.');
  const disclosures = await readDisclosures(sent);
  const keyBinding = proof === '' ? null : parseToken(proof, MAX_KEY_BINDING);
  const issuerJwt = parseToken(issuerText, MAX_LENGTH);
  const withoutKeyBinding = text.slice(0, text.length - proof.length);
  return { issuerJwt, disclosures, keyBinding, withoutKeyBinding };
}

async function readDisclosures(sent) {
  const decoded = sent.map(
    one => fromBase64Url(one) ?? refuse('format_not_canonical', 'A disclosure is not canonical base64url.'),
  );
  const values = decoded.map(parseJson);
  return Promise.all(
    values.map(async (array, i) => {
      if (!Array.isArray(array) || ![2, 3].includes(array.length) || typeof array[0] !== 'string')
        broken('A disclosure is an array of salt, name (in objects) and value.');
      const name = array.length === 3 ? array[1] : null;
      if (array.length === 3 && typeof name !== 'string') broken("A disclosed claim's name is text.");
      if ([SD, SD_ALG, DIGEST].includes(name)) broken('A disclosed claim has a reserved name.');
      return { digest: await digestOf(sent[i]), name, value: array.at(-1) };
    }),
  );
}

export async function digestOf(ascii) {
  return toBase64Url(await sha256(new TextEncoder().encode(ascii)));
}

// The payload with every disclosed claim in its place. disclosed: for an object of the result the names, for an array
// the elements that came from disclosures.
export function process({ issuerJwt, disclosures }) {
  const payload = payloadObject(issuerJwt);
  if (SD_ALG in payload && payload[SD_ALG] !== 'sha-256')
    refuse('algorithm_refused', 'Only the hash algorithm sha-256 is accepted.');
  const sent = new Map(disclosures.map(one => [one.digest, one]));
  if (sent.size !== disclosures.length) broken('A disclosure was sent twice.');
  const seen = new Set(),
    used = new Set(),
    disclosed = new Map();
  const claims = object(payload, 0);
  if (used.size !== disclosures.length) broken('A disclosure is not referred to by any digest.');
  return { payload, claims, disclosed };

  function object(source, depth) {
    if (depth > MAX_DEPTH) refuse('format_too_large', 'Claims are nested too deeply.');
    const result = Object.create(null),
      names = new Set();
    let digests = [];
    for (const [name, value] of Object.entries(source)) {
      if (name === SD) digests = Array.isArray(value) ? value : broken('_sd is not an array.');
      else if (name === SD_ALG && depth === 0) continue;
      else if (name === SD_ALG || name === DIGEST) broken('A reserved name in a place where it means nothing.');
      else result[name] = any(value, depth + 1);
    }
    // After the plain claims, so that a collision with any of them is seen (step 3.c.ii).
    for (const digest of digests) {
      const one = find(digest);
      if (!one) continue;
      if (one.name === null) broken("A disclosure without a name stands for an object's claim.");
      if (one.name in result) broken('A disclosed claim has the name of a claim that is already there.');
      used.add(one);
      names.add(one.name);
      result[one.name] = any(one.value, depth + 1);
    }
    disclosed.set(result, names);
    return result;
  }

  function array(source, depth) {
    if (depth > MAX_DEPTH) refuse('format_too_large', 'Claims are nested too deeply.');
    const result = [],
      hidden = new Set();
    for (const element of source) {
      if (!isObject(element) || !(DIGEST in element)) {
        result.push(any(element, depth + 1));
        continue;
      }
      if (Object.keys(element).length !== 1) broken('An array digest has company in its object.');
      const one = find(element[DIGEST]);
      if (!one) continue;
      if (one.name !== null) broken('A disclosure with a name stands for an array element.');
      used.add(one);
      hidden.add(result.length);
      result.push(any(one.value, depth + 1));
    }
    disclosed.set(result, hidden);
    return result;
  }

  function any(value, depth) {
    return Array.isArray(value) ? array(value, depth) : isObject(value) ? object(value, depth) : value;
  }

  function find(digest) {
    if (typeof digest !== 'string') broken('A digest is not text.');
    // Step 4: the same digest twice, disclosed or not, here or inside a disclosure, spoils the whole SD-JWT.
    if (seen.has(digest)) broken('A digest appears twice.');
    seen.add(digest);
    return sent.get(digest) ?? null;
  }
}
