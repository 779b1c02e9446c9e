// What the batch desk makes of pasted text, and the spreadsheet it gives.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const own = name => import(pathToFileURL(`${process.env.MODULES}/${name}`));
const { csvOf } = await own('deskcsv.mjs');
const { columnOf, itemOf } = await own('deskitems.mjs');

test('no cell can become a formula, whatever stands before the sign', () => {
  for (const bad of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', '  =1', '＝1', '＋1', '－1', '＠1', '|x', '%x'])
    assert.match(csvOf([[bad]]), /^\uFEFF"'/, JSON.stringify(bad));
  for (const good of ['MD RAFIQUL', 'রহিম', '2026-03-16', 'a=b', 'x-y']) assert.equal(csvOf([[good]]), `\uFEFF"${good}"\r\n`);
});

test('quotes, line ends and empty cells stay inside their cell', () => {
  assert.equal(csvOf([['a"b', null, 'c\r\nd', undefined, 7]]), '\uFEFF"a""b","","c\nd","","7"\r\n');
});

test('marks of direction that only a page needs are left out', () => {
  assert.equal(csvOf([['Expired on \u20681 June 2028\u2069.', '\u2066=1']]), '\uFEFF"Expired on 1 June 2028.","\'=1"\r\n');
});

test('a byte order mark on the first cell and other unseen letters hide no kind of text', () => {
  const payload = 'ABCDEFGH'.repeat(40);
  for (const [text, kind] of [
    ['7K3M-9QXT-2BYR', 'code'],
    [`HTTPS://VERIFY.EXAMPLE/C#${payload}`, 'paper'],
    [payload, 'paper'],
    ['https://verify.example/S#wallet.example/shares/q83vEjRWeJASNFZ4kBI0Vg', 'share'],
    ['eyJh.eyJi.c2ln~WyJz~', 'wallet'],
  ])
    for (const around of ['\uFEFF', '\u0085', '\u200B', '\u2068'])
      assert.deepEqual(columnOf(`${around}${text}${around}\n`).map(item => item.kind), [kind], text);
});

test('a link longer than any honest one is none', () => {
  assert.equal(itemOf(`https://${'a'.repeat(5000)}/C#${'ABCDEFGH'.repeat(40)}`).kind, 'none');
});

test('a control character is left out', () => assert.equal(csvOf([['a\u0000b\u001bc']]), '\uFEFF"abc"\r\n'));

test('a code, a link and a wallet credential are told apart', () => {
  const payload = 'ABCDEFGH'.repeat(40);
  for (const [text, kind] of [
    ['7K3M-9QXT-2BYR', 'code'],
    ['7k3m 9qxt 2byr', 'code'],
    ['7K3M9QXT2BYR', 'code'],
    [`HTTPS://VERIFY.EXAMPLE/C#${payload}`, 'paper'],
    [`"https://verify.example/c#${payload.toLowerCase()}"`, 'paper'],
    [payload, 'paper'],
    ['https://verify.example/S#wallet.example/shares/q83vEjRWeJASNFZ4kBI0Vg', 'share'],
    ['eyJh.eyJi.c2ln~WyJz~', 'wallet'],
    ['NSC-CON-PLM-L2-900101', 'none'],
    ['javascript:alert(1)', 'none'],
    ['openid-credential-offer://?credential_offer_uri=x', 'none'],
  ])
    assert.equal(itemOf(text).kind, kind, text);
});

test('only what bears the check of a certificate code is one', () => {
  for (const [text, kind, why] of [
    ['iL1I-1000-00RN', 'code'], // I, L and O as people read them
    ['৭K৩M-৯QXT-২BYR', 'code'],
    ['7K3M-9QXT-2BY0', 'none', 'code.unreadable'],
    ['7K3U-9QXT-2B4W', 'none', 'code.unreadable'],
    ['Certificates', 'none', 'code.unreadable'],
    ['966501234567', 'none', 'desk.other'],
    ['000100000510', 'none', 'desk.other'], // twelve digits alone, though they fit
    ['0001-0000-0510', 'code'],
  ]) {
    const item = itemOf(text);
    assert.deepEqual([item.kind, item.why], [kind, why], text);
  }
});

test('beside a code nothing else of a line is one, and a mistyped code is told', () => {
  assert.deepEqual(
    columnOf('7K3M-9QXT-2BYR\t966501234567\t900101145678\tCertificates\n7K3M-9QXT-2BY0,Rahim,966501234567').map(one => [one.kind, one.text, one.why]),
    [
      ['code', '7K3M-9QXT-2BYR', undefined],
      ['none', '7K3M-9QXT-2BY0', 'code.unreadable'],
    ],
  );
});

test('a column out of a spreadsheet keeps every line accounted for', () => {
  const items = columnOf('Code\tName\r\n7K3M-9QXT-2BYR\tRahim\n\n"7K3M-9QXT-2CYS";Karim\rhello, world');
  assert.deepEqual(
    items.map(({ kind, line, text }) => [kind, line, text]),
    [
      ['none', 1, 'Code\tName'],
      ['code', 2, '7K3M-9QXT-2BYR'],
      ['code', 4, '7K3M-9QXT-2CYS'],
      ['none', 5, 'hello, world'],
    ],
  );
});
