// The JavaScript client on the vectors of SD-JWT VC, and on those of the paper certificate.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';

const client = await import(pathToFileURL(join(process.env.CLIENT, 'index.mjs')).href);
const read = name => JSON.parse(readFileSync(join(process.env.VECTORS, name), 'utf8'));
const asArray = value => (Array.isArray(value) ? value : [value]);
const { defaults, cases: wallet } = read('wallet-verdicts.json');
const cases = [...read('verdicts.json').cases, ...wallet.map(one => ({ ...defaults, ...one }))];

async function trustOf(one) {
  if (!one.trustList) return { refusal: 'trust_list_missing' };
  try {
    return { list: await client.readTrustList(one.trustList, one.rootJwk, one.remembered ?? null), metadataKeys: one.metadataKeys };
  } catch (error) {
    return { refusal: error.reason };
  }
}

assert.ok(cases.length > 100, 'there are verdicts to give');
for (const one of cases) test(one.name, async () => {
  const statusTokens = new Map(Object.entries(one.statusLists ?? {}).map(([uri, token]) => [uri, new Uint8Array(Buffer.from(token, 'base64'))]));
  const { audience, nonce, expect, now } = one;
  const found = await client.run(one.payload, { audience, nonce }, { now, trust: await trustOf(one), statusTokens, data: client.data });
  for (const [check, { outcome, reason }] of Object.entries(expect.checks ?? {})) {
    const own = found.checks.find(({ check: name }) => name === check);
    assert.equal(own?.outcome, outcome, `${check}: ${own?.reason} ${own?.detail}`);
    assert.ok(asArray(reason).includes(own.reason), `${check}: ${own.reason} instead of ${reason}: ${own.detail}`);
  }
  if (expect.checks) assert.deepEqual(found.checks.map(({ check }) => check), Object.keys(expect.checks));
  for (const [question, { answer, reason }] of Object.entries(expect.answers)) {
    assert.equal(found.answers[question].answer, answer, `${question}: ${JSON.stringify(found.checks)}`);
    assert.ok(asArray(reason).includes(found.answers[question].reason), `${question}: ${found.answers[question].reason}`);
  }
  assert.equal(found.state, expect.state);
  assert.equal(found.content === null, found.answers.genuine.answer === 'no');
  if (expect.content) assert.deepEqual(found.content, expect.content);
});

test('the data beside the client are those of the checker page', () => {
  const page = JSON.parse(readFileSync(process.env.PAGE_DATA, 'utf8'));
  const { sdJwtTypes, ...own } = client.data;
  const { sdJwtChecks, ...law } = own.law;
  for (const name of Object.keys(page)) assert.deepEqual(name === 'law' ? law : own[name], page[name], name);
  assert.equal(Object.keys(sdJwtTypes).length, Object.keys(page.types).length);
  assert.equal(sdJwtChecks.length, law.checks.length);
});
