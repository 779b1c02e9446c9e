import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { module } from './setup.mjs';

const { draw } = await module('qr.mjs');
const { default: qrcode } = await import(pathToFileURL(join(process.env.MODULES, 'node_modules/qrcode-generator/dist/qrcode.mjs')).href);
const symbolOf = text => draw(qrcode, text);
const { prepareZXingModule, readBarcodes } = await import(pathToFileURL(join(process.env.MODULES, 'node_modules/zxing-wasm/dist/es/reader/index.js')).href);
prepareZXingModule({ overrides: { wasmBinary: readFileSync(join(process.env.MODULES, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')).buffer } });

// As a camera sees it: four dots for each module, with the white frame that a symbol needs.
function picture(rows) {
  const scale = 4, frame = 4, side = (rows.length + 2 * frame) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  rows.forEach((row, y) => row.forEach((dark, x) => {
    if (dark)
      for (let dy = 0; dy < scale; dy++)
        for (let dx = 0; dx < scale; dx++)
          data.fill(0, (((y + frame) * scale + dy) * side + (x + frame) * scale + dx) * 4, (((y + frame) * scale + dy) * side + (x + frame) * scale + dx) * 4 + 3);
  }));
  return { data, width: side, height: side, colorSpace: 'srgb' };
}

const linkOf = length => `https://verify.example/receipt#${'eyJ0eXAiOiJ2ZXJpZmljYXRpb24tcmVjZWlwdCtqd3QifQ.-_Zz09'.repeat(60)}`.slice(0, length);

test('every size of symbol is read back as the link that went in', async () => {
  const sides = new Set();
  for (let length = 200; length <= 2953; length += 49) {
    const text = linkOf(length), rows = symbolOf(text);
    sides.add(rows.length);
    const [found] = await readBarcodes(picture(rows), { formats: ['QRCode'] });
    assert.equal(found?.text, text, `${length} letters, ${rows.length} modules`);
  }
  for (const length of [271, 272, 2809, 2810, 2953]) {
    const [found] = await readBarcodes(picture(symbolOf(linkOf(length))), { formats: ['QRCode'] });
    assert.equal(found?.text, linkOf(length));
  }
  assert.ok(sides.size > 30);
});

test('what is too long for the largest symbol is not drawn', () => assert.equal(symbolOf(linkOf(2954)), null));
