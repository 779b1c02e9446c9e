import assert from 'node:assert/strict';
import { test } from 'node:test';
import { data, module, vectors } from './setup.mjs';

const { verifyPaper } = await module('verify.mjs');
const { readTrustList } = await module('trust.mjs');
const { answersOf, stateOf } = await module('answers.mjs');
const { cases, rootJwk } = vectors('verdicts.json');
const asArray = value => Array.isArray(value) ? value : [value];

async function trustOf(one) {
  if (!one.trustList) return { refusal: 'trust_list_missing' };
  try {
    const list = await readTrustList(one.trustList, one.rootJwk ?? rootJwk, one.remembered ?? null);
    return { list, metadataKeys: one.metadataKeys };
  } catch (error) {
    return { refusal: error.reason };
  }
}

const statusTokens = lists => new Map(Object.entries(lists ?? {}).map(([uri, token]) => [uri, new Uint8Array(Buffer.from(token, 'base64'))]));

const papers = cases.filter(one => one.payload && !one.payload.includes('~'));
assert.ok(papers.length > 100, 'there are verdicts to give');
for (const one of papers) test(one.name, async () => {
  const found = await verifyPaper(one.payload, { now: one.now, trust: await trustOf(one), statusTokens: statusTokens(one.statusLists), data });
  const { expect } = one;
  for (const [check, { outcome, reason }] of Object.entries(expect.checks ?? {})) {
    const own = found.checks.find(({ check: name }) => name === check);
    assert.equal(own?.outcome, outcome, `${check}: ${own?.reason} ${own?.detail}`);
    assert.ok(asArray(reason).includes(own.reason), `${check}: ${own.reason} instead of ${reason}`);
  }
  if (expect.checks) assert.deepEqual(found.checks.map(({ check }) => check), data.law.checks.map(({ check }) => check).filter(check => check in expect.checks));
  for (const [question, { answer, reason }] of Object.entries(expect.answers)) {
    assert.equal(found.answers[question].answer, answer, question);
    assert.ok(asArray(reason).includes(found.answers[question].reason), `${question}: ${found.answers[question].reason}`);
  }
  assert.equal(found.state, expect.state);
  assert.equal(found.content === null, found.answers.genuine.answer === 'no');
  if (expect.content) assert.deepEqual(found.content, expect.content);
});

test('checks become answers and answers a state by the table, for every form of credential', () => {
  for (const { name, expect } of cases.filter(one => one.expect.checks)) {
    const listed = Object.entries(expect.checks).map(([check, { outcome, reason }]) => ({ check, outcome, reason: asArray(reason)[0] }));
    assert.equal(stateOf(answersOf(listed, data.law), data.law), expect.state, name);
  }
});
