import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { test } from 'node:test';
import { module, vectors } from './setup.mjs';

const { destinationOf } = await module('symboltext.mjs');
const { attachedCertificates, isPdf, pageCount } = await module('pdf.mjs');
const { decodeBase32 } = await module('base32.mjs');
const { payload } = vectors('paper.json').certificates[0];

test('a certificate is opened here, whatever host its symbol names', () => {
  assert.deepEqual(destinationOf(`HTTPS://EVIL.EXAMPLE/C#${payload}`), { href: `/C#${payload}` });
  assert.deepEqual(destinationOf(' https://verify.example/s#wallet.example/shares/abc '), { href: '/S#wallet.example/shares/abc' });
});

test('anything else is not opened', () => {
  for (const text of ['https://evil.example/', 'javascript:alert(1)//C#AAAA', 'https://a/C#<script>', `https://a/x/C#${payload}`, 'WIFI:S:x;;', '', 'https://a/S#"><x y'])
    assert.equal(destinationOf(text).refused, 'file.other_code', text);
  assert.equal(destinationOf('openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fx').refused, 'file.claim_slip');
  assert.equal(destinationOf('https://wallet.example/receive?credential_offer_uri=https%3A%2F%2Fx').refused, 'file.claim_slip');
});

const pdf = (...objects) => Buffer.concat([Buffer.from('%PDF-1.7\n'), ...objects]);
const stream = (number, dictionary, bytes) => Buffer.concat([Buffer.from(`${number} 0 obj\n<< ${dictionary} /Length ${bytes.length} >>\nstream\n`, 'latin1'), bytes, Buffer.from('\nendstream\nendobj\n')]);
const cwt = Buffer.from(decodeBase32(payload));

test('the attached certificate of a PDF is found, packed or plain, once', async () => {
  const packed = stream(9, '/Type /EmbeddedFile /Subtype /application#2Fcwt /Filter /FlateDecode', deflateSync(cwt));
  const plain = stream(10, '/Type/EmbeddedFile', cwt);
  for (const file of [pdf(packed), pdf(plain), pdf(packed, plain)]) {
    assert.ok(isPdf(file));
    const found = await attachedCertificates(new Uint8Array(file));
    assert.equal(found.length, 1);
    assert.deepEqual(Buffer.from(found[0]), cwt);
  }
});

test('other attachments, bombs and broken files give nothing and no fault', async () => {
  const files = [
    pdf(), pdf(stream(1, '/Type /EmbeddedFile', Buffer.from('hello'))), pdf(Buffer.from('/Type /EmbeddedFile')),
    pdf(stream(1, '/Type /EmbeddedFile /Filter /FlateDecode', deflateSync(Buffer.alloc(20_000_000, 0xd2)))),
    pdf(stream(1, '/Type /EmbeddedFile /Filter /FlateDecode', Buffer.from('not deflate'))),
    pdf(Buffer.from('1 0 obj << /Type /EmbeddedFile /Length 99999999 >>\nstream\nxx')), pdf(Buffer.from('/Type /EmbeddedFile '.repeat(5000))),
  ];
  for (const file of files) assert.deepEqual(await attachedCertificates(new Uint8Array(file)), []);
});

test('pages are counted once, also packed together and written anew', async () => {
  const page = number => Buffer.from(`${number} 0 obj\n<< /Type /Page /Parent 1 0 R >>\nendobj\n`);
  const tree = Buffer.from('1 0 obj\n<< /Type /Pages /Count 2 >>\nendobj\n');
  const packed = Buffer.from('7 0 8 18 9 34 <</Type/Page/A 1>>\n<</Type /Page>>\n<</Type/Pages>>');
  const objects = stream(3, '/Type /ObjStm /N 3 /First 14 /Filter /FlateDecode', deflateSync(packed));
  for (const [file, count] of [
    [pdf(tree, page(2), page(5)), 2],
    [pdf(tree, page(2), page(5), page(2)), 2],
    [pdf(objects), 2],
    [pdf(page(2), objects, objects), 3],
    [pdf(stream(3, '/Type /ObjStm /First 9 /Filter /FlateDecode', Buffer.from('not deflate'))), 0],
    [pdf(Buffer.from('/Type /Page')), 0],
  ])
    assert.equal(await pageCount(new Uint8Array(file)), count);
});

test('zxing-wasm reads the QR of a certificate', async () => {
  assert.ok(process.env.QR_PNG, 'a picture was given');
  const { prepareZXingModule, readBarcodes } = await import(pathToFileURL(join(process.env.MODULES, 'node_modules/zxing-wasm/dist/es/reader/index.js')).href);
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(join(process.env.MODULES, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')).buffer } });
  const [found] = await readBarcodes(new Blob([readFileSync(process.env.QR_PNG)]), { formats: ['QRCode'], tryHarder: true });
  assert.equal(found.text, readFileSync(process.env.QR_TEXT, 'utf8'));
});
