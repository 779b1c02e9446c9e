// The authority's register of comparisons: what somebody has published about a level abroad. Signed by a key that the
// trust list names; read here as the C# library reads it (credentials/Registers), and nothing is ever computed from
// level numbers.
import { toBase64Url } from './base64url.mjs';
import { refuse } from './finding.mjs';
import { parseStrict } from './json.mjs';
import { parseJws } from './jws.mjs';
import { sha256, verifies } from './keys.mjs';
import { whyKeyNotAt } from './trust.mjs';

const INVALID = 'comparisons_invalid',
  ANY = '*';
// Strongest first. Only the first two are recognition; what a level is abroad may be named for these four only.
const STATUSES = [
  'mra-in-force',
  'unilateral-recognition',
  'referenced',
  'bilateral-test-required',
  'indicative-comparison',
  'under-negotiation',
  'none-published',
  'expired',
];
const KINDS = {
  'mra-in-force': 'recognised',
  'unilateral-recognition': 'recognised',
  referenced: 'referenced',
  'indicative-comparison': 'compared',
  'bilateral-test-required': 'test',
};
const SECONDS = value => Number.isInteger(value) && value >= 0;
const TEXT = value => typeof value === 'string' && value.length > 0;
const OPTIONAL = rule => value => value === undefined || value === null || rule(value);
const DAY = value => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

// register: the trust list's entry of kind "comparisons". memory: { sequence, digest } of the newest one accepted
// before, or null.
export async function readComparisons(text, register, memory = null) {
  const trimmed = text.trim();
  const jws = parseJws(trimmed, 'comparison-register+jwt', INVALID);
  let key = null;
  for (const one of register.keys) if (!key && (await verifies(one.jwk, jws.signed, jws.signature))) key = one;
  if (!key) refuse(INVALID, 'not signed by a key that the trust list names');
  const content = parseStrict(jws.payload, INVALID);
  check(content);
  if (whyKeyNotAt(key, content.iat)) refuse(INVALID, 'the key does not count at the time of signing');
  if (!register.id.startsWith(`${content.iss}/`)) refuse(INVALID, "another authority's");
  const digest = toBase64Url(await sha256(new TextEncoder().encode(trimmed)));
  if (
    memory &&
    (content.sequence < memory.sequence || (content.sequence === memory.sequence && digest !== memory.digest))
  )
    refuse('comparisons_rollback', `register ${content.sequence} after ${memory.sequence}`);
  return { ...content, memory: { sequence: content.sequence, digest } };
}

function check(content) {
  demand(TEXT(content?.iss) && SECONDS(content.iat) && SECONDS(content.nextUpdate) && content.nextUpdate > content.iat);
  demand(Number.isInteger(content.sequence) && content.sequence > 0);
  demand([content.destinations, content.frameworks, content.rows].every(Array.isArray));
  for (const one of content.destinations)
    demand(/^[A-Z]{2}$/.test(one?.code) && TEXT(one.nameEn) && Array.isArray(one.frameworks));
  for (const one of content.frameworks) demand(TEXT(one?.id) && TEXT(one.country) && TEXT(one.name));
  for (const row of content.rows) {
    demand(TEXT(row?.id) && STATUSES.includes(row.status) && DAY(row.retrievedOn));
    demand(TEXT(row.from?.framework) && TEXT(row.from.level) && TEXT(row.to?.framework));
    demand(OPTIONAL(DAY)(row.validFrom) && OPTIONAL(DAY)(row.validUntil) && OPTIONAL(Array.isArray)(row.scope?.levels));
    demand(Array.isArray(row.scope?.occupations) && !(row.demo && !content.demo));
    demand(TEXT(row.proposedBy) && TEXT(row.approvedBy) && row.proposedBy !== row.approvedBy);
  }
  demand(new Set(content.rows.map(row => row.id)).size === content.rows.length);
}

const demand = holds => holds || refuse(INVALID, 'malformed');

// The strongest thing that may be said of a level in a country on a day, and the rows that say it.
export function compareLevel(content, { country, framework, version = null, level, occupation, day }) {
  const destination = content.destinations.find(one => one.code === country) ?? null;
  const there = new Set([
    ...content.frameworks.filter(one => one.country === country).map(one => one.id),
    ...(destination?.frameworks ?? []),
  ]);
  const rows = content.rows
    .filter(
      row =>
        there.has(row.to.framework) &&
        row.from.framework === framework &&
        (version === null || row.from.version === version) &&
        covers(row.from.level, level) &&
        (!row.scope.levels?.length || row.scope.levels.some(one => covers(one, level))) &&
        row.scope.occupations.some(one => covers(one, occupation)) &&
        speaksOn(row, day),
    )
    .map(row => ({ ...row, ...meaningOf(row, content) }))
    .sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || (a.id < b.id ? -1 : 1));
  const said = ['recognised', 'referenced', 'compared', 'test'].find(kind => rows.some(row => row.kind === kind));
  return { result: said ?? 'not_compared', destination, rows };
}

const covers = (named, asked) => named === ANY || named === asked;

// A row that expired speaks after its end, to say so.
const speaksOn = ({ status, validFrom, validUntil }, day) =>
  status === 'expired'
    ? Boolean(validUntil) && validUntil < day
    : (!validFrom || validFrom <= day) && (!validUntil || day <= validUntil);

function meaningOf({ status, to }, { frameworks }) {
  const kind = KINDS[status] ?? 'none';
  const framework = frameworks.find(one => one.id === to.framework) ?? null;
  return {
    kind,
    framework,
    levelThere: kind === 'none' || kind === 'test' ? null : (to.level ?? null),
    needsNotice: STATUSES.indexOf(status) > STATUSES.indexOf('referenced'),
  };
}
