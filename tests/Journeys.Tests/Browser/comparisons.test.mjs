// The register of comparisons in the browser: what is believed, and what may be said of a level abroad.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeKey, module } from './setup.mjs';

const { compareLevel, readComparisons } = await module('comparisons.mjs');
const { toBase64Url } = await module('base64url.mjs');

const iat = 1795231800, authority = 'https://authority.example', id = `${authority}/comparisons.jwt`;
const key = await makeKey(), other = await makeKey();
const entry = { kind: 'comparisons', id, keys: [{ jwk: key.jwk, from: iat - 1000, until: iat + 1000, compromisedFrom: null }] };
const from = { framework: 'BD-NSQF', version: '2021', level: '*' };
const row = (name, status, changes = {}) => ({
  id: name, from, to: { framework: 'SA-NQF', version: null, level: '2' }, status, legalInstrument: 'Decree 1', publisher: 'ETEC', sourceUrl: null,
  sourceDocumentHash: null, retrievedOn: '2026-11-21', validFrom: null, validUntil: null, scope: { occupations: ['*'] }, disclaimer: null,
  proposedBy: 'one', approvedBy: 'two', supersedes: null, ...changes,
});
const content = (rows = [], changes = {}) => ({
  iss: authority, iat, sequence: 5, nextUpdate: iat + 86400, demo: false,
  destinations: [{ code: 'SA', nameEn: 'Saudi Arabia', nameBn: 'সৌদি আরব', frameworks: ['SA-NQF'], skillTest: 'SVP', extra: null, languages: null }],
  frameworks: [{ id: 'SA-NQF', country: 'SA', name: 'NQF-KSA', levelCount: 8 }], rows, ...changes,
});
async function sign(value, { by = key, typ = 'comparison-register+jwt' } = {}) {
  const part = one => toBase64Url(new TextEncoder().encode(JSON.stringify(one)));
  const signed = `${part({ alg: 'ES256', typ, kid: by.jwk.kid })}.${part(value)}`;
  return `${signed}.${toBase64Url(await by.sign(new TextEncoder().encode(signed)))}`;
}
const refuses = (text, reason = 'comparisons_invalid', memory = null, register = entry) =>
  assert.rejects(async () => readComparisons(await text, register, memory), error => error.reason === reason);
const ask = (rows, changes = {}) =>
  compareLevel(content(rows), { country: 'SA', framework: 'BD-NSQF', version: '2021', level: '2', occupation: 'plumbing', day: '2026-11-21', ...changes });

test('a register signed by a key that the trust list names is read and remembered', async () => {
  const read = await readComparisons(await sign(content([row('one', 'none-published')])), entry);
  assert.equal(read.rows.length, 1);
  assert.equal(read.memory.sequence, 5);
});

test('a register by any other key, of another type, or by a key outside its time is refused', async () => {
  await refuses(sign(content(), { by: other }));
  await refuses(sign(content(), { typ: 'trust-list+jwt' }));
  await refuses(sign(content([], { iat: iat + 2000, nextUpdate: iat + 9000 })));
  const stolen = { ...entry, keys: [{ ...entry.keys[0], compromisedFrom: iat - 1 }] };
  await refuses(sign(content()), 'comparisons_invalid', null, stolen);
  await refuses(sign(content([], { iss: 'https://else.example' })));
  await refuses(sign(content()).then(text => `${text.slice(0, -4)}AAAA`));
});

test('an older register, or another one of the same number, is refused', async () => {
  const text = await sign(content()), { memory } = await readComparisons(text, entry);
  await readComparisons(text, entry, memory);
  await refuses(sign(content([], { sequence: 4 })), 'comparisons_rollback', memory);
  await refuses(sign(content([row('one', 'none-published')])), 'comparisons_rollback', memory);
});

test('a row that one officer made alone, an invented row among real ones, or a row twice makes it unbelievable', async () => {
  await refuses(sign(content([row('one', 'referenced', { approvedBy: 'one' })])));
  await refuses(sign(content([row('one', 'referenced', { demo: true })])));
  await refuses(sign(content([row('one', 'referenced'), row('one', 'expired')])));
  await refuses(sign(content([row('one', 'recognised')])));
});

test('nothing published is not compared, whatever the numbers', () => {
  assert.equal(ask([]).result, 'not_compared');
  assert.equal(ask([row('one', 'none-published')]).result, 'not_compared');
  assert.equal(ask([], { country: 'ZZ' }).destination, null);
});

test('talks are never recognition and never name a level', () => {
  const { result, rows } = ask([row('one', 'under-negotiation')]);
  assert.equal(result, 'not_compared');
  assert.equal(rows[0].kind, 'none');
  assert.equal(rows[0].levelThere, null);
});

test('a test names the test and no level', () => {
  const { result, rows } = ask([row('one', 'bilateral-test-required'), row('two', 'under-negotiation')]);
  assert.equal(result, 'test');
  assert.equal(rows[0].levelThere, null);
  assert.ok(rows[0].needsNotice);
});

test('a comparison names the published level with the words that it is no recognition', () => {
  const { result, rows } = ask([row('one', 'indicative-comparison', { to: { framework: 'SA-NQF', version: null, level: '3' } })]);
  assert.equal(result, 'compared');
  assert.equal(rows[0].levelThere, '3');
  assert.ok(rows[0].needsNotice);
});

test('only an agreement or a decree is recognition, and it stands first', () => {
  const { result, rows } = ask([row('a', 'indicative-comparison'), row('b', 'mra-in-force')]);
  assert.equal(result, 'recognised');
  assert.equal(rows[0].id, 'b');
  assert.ok(!rows[0].needsNotice);
});

test('a row speaks only on its days, for its occupations, its levels and its version', () => {
  const mra = changes => ask([row('one', 'mra-in-force', changes)]).result;
  assert.equal(mra({ validUntil: '2026-11-20' }), 'not_compared');
  assert.equal(mra({ validUntil: '2026-11-21' }), 'recognised');
  assert.equal(mra({ validFrom: '2026-11-22' }), 'not_compared');
  assert.equal(mra({ validFrom: '2026-11-21' }), 'recognised');
  assert.equal(mra({ scope: { occupations: ['welding'] } }), 'not_compared');
  assert.equal(mra({ scope: { occupations: ['welding', 'plumbing'] } }), 'recognised');
  assert.equal(mra({ scope: { occupations: ['*'], levels: ['3'] } }), 'not_compared');
  assert.equal(mra({ from: { ...from, level: '3' } }), 'not_compared');
  assert.equal(mra({ from: { ...from, version: '2030' } }), 'not_compared');
  assert.equal(mra({ from: { ...from, framework: 'BD-NTVQF' } }), 'not_compared');
  assert.equal(mra({ to: { framework: 'AE-NQF', version: null, level: '2' } }), 'not_compared');
});

test('what expired says so after its end and names no level', () => {
  const { result, rows } = ask([row('one', 'expired', { validUntil: '2026-01-01' })]);
  assert.equal(result, 'not_compared');
  assert.equal(rows[0].levelThere, null);
  assert.equal(ask([row('one', 'expired', { validUntil: '2027-01-01' })]).rows.length, 0);
});
