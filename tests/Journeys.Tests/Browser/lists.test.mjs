// The lists of the checker page and the device's clock, in Node with as much of a browser as the module asks for.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { data, module, vectors } from './setup.mjs';

const { cases } = vectors('verdicts.json');
const { now, payload, rootJwk, trustList, statusLists } = cases.find(one => one.name === 'certificate in order');
const [[uri, token]] = Object.entries(statusLists);
const REAL = 60, // the device's first second; its lists: an hour and ten minutes before now
  HALF_HOUR = 1800;
let device = now,
  server = null;

Date.now = () => device * 1000;
globalThis.document = {
  documentElement: { lang: 'en' },
  getElementById: id =>
    ({
      page: { textContent: JSON.stringify({ roots: [{ ...rootJwk, kid: 'root' }], phrases: {} }) },
      data: { textContent: JSON.stringify(data) },
    })[id] ?? null,
};
globalThis.localStorage = { getItem: name => memory.get(name) ?? null, setItem: (name, text) => memory.set(name, text) };
globalThis.fetch = async address => {
  const headers = server === null ? {} : { Date: new Date(server * 1000).toUTCString() };
  return new Response(address === '/trust/list' ? trustList : Buffer.from(token, 'base64'), { headers });
};
const memory = new Map();
const { openLists } = await module('lists.mjs');
const check = async () => (await openLists({ connected: true })).check(payload);

beforeEach(() => memory.clear());

test('by the right time the certificate is valid', async () => {
  [device, server] = [now + REAL, null];
  const found = await check();
  assert.equal(found.state, 'valid');
  assert.equal(found.basis.clock.wrong, false);
});

test('a list that is not signed yet by the device\'s clock proves that the clock is behind, and is told as that', async () => {
  [device, server] = [now - HALF_HOUR, null];
  const found = await check();
  assert.deepEqual([found.state, found.answers.valid.reason], ['could_not_check', 'status_stale']);
  assert.equal(found.missingStatusList, uri);
  assert.deepEqual(found.basis.clock, { ahead: HALF_HOUR - 600, wrong: true, known: false, asked: false });
});

test('where the service says what time it is, its time is used', async () => {
  [device, server] = [now - HALF_HOUR, now];
  const found = await check();
  assert.equal(found.state, 'valid');
  assert.deepEqual(found.basis.clock, { ahead: HALF_HOUR, wrong: true, known: true, asked: true });
});

test('where the service says that the device is right, it is the list that is wrong', async () => {
  [device, server] = [now - HALF_HOUR, now - HALF_HOUR];
  const found = await check();
  assert.deepEqual([found.state, found.answers.valid.reason], ['could_not_check', 'status_invalid']);
  assert.equal(found.basis.clock.wrong, false);
});
