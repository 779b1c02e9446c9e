// node run.mjs FOLDER [PICTURES]: reads degraded pictures of the clean symbols in FOLDER (*.pgm beside *.txt) with the
// reader of the checker's page, with jsQR and with zbar, and prints how many each of them read.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import jsqr from 'jsqr';
import { KINDS, degrade } from './degrade.mjs';
import { parsePgm, toBytes, toPgm } from './picture.mjs';

const [folder, wanted = '1000', only = ''] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url)), browser = join(here, '../../../verifier/Browser');
const module = path => import(pathToFileURL(join(browser, path)).href);
const { readSymbol, zxingDetector } = await module('reading.mjs');
const zxing = await module('node_modules/zxing-wasm/dist/es/reader/index.js');
await zxing.prepareZXingModule({
  overrides: { wasmBinary: readFileSync(join(browser, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')).buffer }, fireImmediately: true,
});
const detect = zxingDetector(zxing.readBarcodes);
const grey = ({ width, height, luma }) => ({ width, height, luma: toBytes(luma) });

const samples = [];
for (const name of readdirSync(folder).filter(one => one.endsWith('.pgm')).sort()) {
  const picture = parsePgm(readFileSync(join(folder, name)));
  const text = readFileSync(join(folder, name.replace('.pgm', '.txt')), 'utf8');
  const [found] = await detect(grey(picture), {});
  if (found?.text !== text) throw new Error(`${name} does not read even when clean`);
  const { topLeft, bottomRight } = found.position, size = (bottomRight.x - topLeft.x + bottomRight.y - topLeft.y) / 2;
  samples.push({ picture, text, modules: 17 + 4 * Number(found.version), box: { x: topLeft.x, y: topLeft.y, size } });
}

const work = mkdtempSync(join(tmpdir(), 'sp-reading-')), kinds = KINDS.filter(kind => kind.includes(only));
const each = Math.ceil(Number(wanted) / KINDS.length), rows = [], spent = [];
for (const kind of kinds) {
  const read = { ours: 0, first: 0, jsqr: 0, zbar: 0 }, files = [], lost = [];
  for (let number = 0; number < each; number++) {
    const sample = samples[(number * 7 + KINDS.indexOf(kind)) % samples.length], picture = degrade(sample, kind, number);
    const own = grey(picture), begun = performance.now();
    const found = await readSymbol(own, detect);
    spent.push(performance.now() - begun);
    read.ours += found.texts[0] === sample.text;
    read.first += found.texts[0] === sample.text && found.attempts === 1;
    const rgba = new Uint8ClampedArray(own.luma.length * 4);
    own.luma.forEach((value, i) => rgba.fill(value, i * 4, i * 4 + 3).fill(255, i * 4 + 3, i * 4 + 4));
    const other = jsqr.default ? jsqr.default(rgba, own.width, own.height) : jsqr(rgba, own.width, own.height);
    read.jsqr += other?.data === sample.text;
    const file = join(work, `${kind.replace(' ', '')}-${number}.pgm`);
    writeFileSync(file, toPgm(picture));
    files.push([file, sample.text, found.texts[0] === sample.text]);
  }
  for (const [file, text, own] of files) {
    const { stdout } = spawnSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' });
    const good = stdout.trim() === text;
    read.zbar += good;
    if (good && !own) lost.push(file);
  }
  rows.push({ kind, each, ...read });
  line(kind, each, read);
  if (process.env.KEEP) console.log(lost.join('\n'));
}
const total = rows.reduce((sum, row) => Object.fromEntries(Object.keys(sum).map(key => [key, sum[key] + row[key]])), { each: 0, ours: 0, first: 0, jsqr: 0, zbar: 0 });
line('all', total.each, total);
spent.sort((a, b) => a - b);
console.log(`our time a picture: median ${spent[spent.length >> 1].toFixed(0)} ms, p95 ${spent[Math.floor(spent.length * 0.95)].toFixed(0)} ms, most ${spent.at(-1).toFixed(0)} ms`);
if (!process.env.KEEP) rmSync(work, { recursive: true });

function line(kind, count, read) {
  const share = key => `${((100 * read[key]) / count).toFixed(1)} %`.padStart(9);
  if (kind === kinds[0]) console.log(`${'degradation'.padEnd(14)}${'pictures'.padStart(9)}${'ours'.padStart(9)}${'(at once)'.padStart(10)}${'jsQR 1.4'.padStart(10)}${'zbar'.padStart(9)}`);
  console.log(`${kind.padEnd(14)}${String(count).padStart(9)}${share('ours')} ${share('first')} ${share('jsqr')}${share('zbar')}`);
}
