import assert from 'node:assert/strict';
import { test } from 'node:test';
import { module } from './setup.mjs';

const { readClock } = await module('clock.mjs');
const NOW = 1_800_000_000, DAY = 86_400;

test('small differences are nobody\'s business', () => {
  assert.deepEqual(readClock({ device: NOW, server: NOW + 25 }), { ahead: 0, wrong: false, known: true, asked: true });
  assert.deepEqual(readClock({ device: NOW, newest: NOW + 25 }), { ahead: 0, wrong: false, known: true, asked: false });
  assert.deepEqual(readClock({ device: NOW, newest: NOW - DAY }), { ahead: 0, wrong: false, known: true, asked: false });
});

test('the service\'s clock counts, whichever way the device is wrong', () => {
  for (const ahead of [DAY, -DAY]) assert.deepEqual(readClock({ device: NOW, server: NOW + ahead }), { ahead, wrong: true, known: true, asked: true });
  assert.deepEqual(readClock({ device: NOW, server: NOW, newest: NOW + DAY }), { ahead: 0, wrong: false, known: true, asked: true });
});

test('without it, a device that is behind what is past is wrong, and by how much nobody knows', () => {
  assert.deepEqual(readClock({ device: NOW - DAY, newest: NOW }), { ahead: DAY, wrong: true, known: false, asked: false });
});
