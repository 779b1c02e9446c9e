// The batch desk: many photos, PDFs, codes and links at once, one table. Everything lives in this page and ends with
// it; only codes, workers' links and wallets' credentials are sent, to be looked up.
import { basisNotice } from './basis.mjs';
import { el } from './element.mjs';
import { cellsOf, headings, labelOf, oldestOf, rowOf } from './deskrows.mjs';
import { csvOf } from './deskcsv.mjs';
import { columnOf } from './deskitems.mjs';
import { openTable } from './desktable.mjs';
import { cryptoIsThere } from './keys.mjs';
import { moment, number, onLanguage, say, startLanguages, timeZone } from './language.mjs';
import { receiptOffer } from './receiptform.mjs';
import { report } from './verdict.mjs';

const MOST = 1000,
  SAY_EVERY = 10000,
  LONGEST_COLUMN = 2 * 1024 * 1024,
  TOO_LONG = { why: 'desk.list.long' },
  SHORT = 44;
const hook = name => document.querySelector(`[data-${name}]`);
const bar = hook('bar'),
  count = hook('count'),
  pause = hook('pause'),
  said = hook('said'),
  message = hook('message'),
  basis = hook('rests'),
  dialog = hook('verdict');
let items = [],
  running = false,
  saved = true,
  drawing = null,
  waiting = null,
  again = null, // says what was said last, in another language
  lastSaid = 0;
const table = openTable(hook('table'), { open: showVerdict });
let checks = null; // what judges is loaded with the first certificate

startLanguages();
onLanguage(() => {
  draw();
  again?.();
});
for (const part of document.querySelectorAll('[data-scripted]')) part.hidden = false;
if (!cryptoIsThere() || !globalThis.DecompressionStream || !globalThis.OffscreenCanvas) {
  hook('intake').hidden = true;
  tell(cryptoIsThere() ? 'cannot.browser.text' : 'cannot.crypto.text');
}

hook('files').addEventListener('change', event => {
  addFiles([...event.target.files]);
  event.target.value = '';
});
hook('column').addEventListener('submit', event => {
  event.preventDefault();
  const field = event.target.elements.column;
  addTexts(field.value);
  field.value = '';
});
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', event => {
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) addFiles([...event.dataTransfer.files]);
  else addTexts(event.dataTransfer.getData('text'));
});
addEventListener('paste', event => {
  if (event.clipboardData.files.length > 0) addFiles([...event.clipboardData.files]);
  else if (!event.target.matches?.('textarea, input')) addTexts(event.clipboardData.getData('text'));
});
addEventListener('beforeunload', event => items.length > 0 && !saved && event.preventDefault());
hook('stop').addEventListener('click', () => checks?.then(({ stop }) => stop()));
hook('continue').addEventListener('click', goOn);
hook('download').addEventListener('click', download);
hook('print').addEventListener('click', () => print());
hook('clear').addEventListener('click', clear);
hook('close').addEventListener('click', () => dialog.close());
addEventListener('beforeprint', () => {
  hook('printed').textContent = printedAt();
  table.drawAll();
});
addEventListener('afterprint', draw);

// A dropped list of codes is a column like a pasted one. All are added at once, so that what is left out is counted.
async function addFiles(files) {
  add((await Promise.all(files.map(itemsIn))).flat());
}

async function itemsIn(file) {
  const { name, type } = file;
  if (!/^text\//.test(type) && !/\.(txt|csv|tsv)$/i.test(name)) return [{ label: name, kind: 'file', file }];
  const text = file.size > LONGEST_COLUMN ? null : file.text();
  const { items: found, why } = text ? await text.then(columnIn, () => ({ why: 'file.unreadable' })) : TOO_LONG;
  return found ?? [{ label: name, kind: 'none', why }];
}

function addTexts(text) {
  const { items: found, why } = columnIn(text);
  found ? add(found) : tell(why);
}

function columnIn(text) {
  if (text.length > LONGEST_COLUMN) return TOO_LONG;
  const found = columnOf(text).map(item => ({ ...item, label: shortened(item.text) }));
  return found.length > 0 ? { items: found } : { why: 'desk.list.empty' };
}

function add(more) {
  if (more.length === 0) return;
  const room = MOST - items.length;
  const taken = more.slice(0, room).map(item => {
    const own = { ...item, rows: [] };
    own.rows.push(rowOf(own, 0));
    return own;
  });
  items.push(...taken);
  saved = false;
  tell(more.length > room ? 'desk.most' : null, number(more.length - room));
  draw();
  start(taken);
}

function start(more) {
  if (more.length === 0) return;
  running = true;
  progress();
  checks ??= load();
  checks.then(({ add: judge }) => judge(more), () => {
    checks = null; // the next try may have a connection
    settle();
    tell(navigator.onLine ? 'cannot.network.text' : 'desk.offline');
    if (!navigator.onLine) addEventListener('online', goOn, { once: true });
  });
}

function goOn() {
  tell(null);
  start(waitingItems());
}

async function load() {
  const { openChecks } = await import('./deskcheck.mjs');
  return openChecks({ worker: hook('desk').dataset.worker, done: take, wait: tellWait, settled: settle });
}

function settle() {
  running = false;
  tellWait(null);
  draw();
  const { yes, no, unknown, none, waiting: left } = table.counts();
  if (left === 0 && items.length > 0)
    speak(() => say('desk.done', number(yes), number(no), number(unknown), number(none)));
}

function take(item, results) {
  item.rows = results.map((result, i) => rowOf(item, i, result));
  item.file = null; // what was read is not held any longer
  saved = false;
  progress();
  // Many rows at once are drawn together: the page stays quick, and a reader's place is not lost at every file.
  drawing ??= setTimeout(draw, 400);
}

const waitingItems = () => items.filter(({ rows }) => rows[0]?.look === 'waiting');

function draw() {
  // What waited to be drawn is drawn now; once more would only take the focus away.
  clearTimeout(drawing);
  drawing = null;
  const rows = items.flatMap(item => item.rows);
  hook('results').hidden = rows.length === 0;
  table.draw(rows);
  const oldest = oldestOf(rows),
    notice = oldest ? [basisNotice(oldest)] : [];
  if (notice[0]?.textContent !== basis.textContent) basis.replaceChildren(...notice);
  progress();
}

function progress() {
  const done = items.length - waitingItems().length;
  hook('progress').hidden = items.length === 0;
  bar.max = items.length;
  bar.value = done;
  count.textContent = say('desk.progress', number(done), number(items.length));
  bar.setAttribute('aria-label', count.textContent);
  hook('stop').hidden = !running;
  hook('continue').hidden = running || done === items.length;
  if (running && Date.now() - lastSaid > SAY_EVERY) {
    lastSaid = Date.now();
    speak(() => say('desk.progress', number(done), number(items.length)));
  }
}

function tellWait(seconds, why = null) {
  // Said once for each reason, not every second, and not again at every try.
  if (why && why !== waiting) speak(() => say(why, number(seconds)));
  if (why || !running) waiting = why;
  pause.textContent = why ? say(why, number(seconds)) : '';
}

function speak(what) {
  again = () => (said.textContent = what());
  again();
}

function showVerdict(row) {
  const place = dialog.querySelector('[data-report]');
  const receipt = row.text ? receiptOffer(row.text) : null;
  receipt?.setAttribute('target', '_blank'); // the table stays
  const trust = async () => (await checks).currentTrust();
  const notice = row.found.basis && basisNotice(row.found);
  place.replaceChildren(...[...report(row.found, { notice, trust }), receipt].filter(Boolean));
  dialog.setAttribute('aria-label', labelOf(row));
  dialog.showModal();
  dialog.scrollTop = 0;
}

function download() {
  const rows = table.all().map(row => cellsOf(row, row.number, table.twinOf(row)));
  const file = new Blob([csvOf([headings(), ...rows])], { type: 'text/csv;charset=utf-8' });
  const href = URL.createObjectURL(file);
  el('a', { href, download: `certificates-${new Date().toISOString().slice(0, 10)}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
  saved = true;
}

function clear() {
  if (!saved && !confirm(say('desk.clear.sure'))) return;
  checks?.then(({ stop }) => stop());
  items = [];
  saved = true;
  again = null;
  said.textContent = '';
  table.showAll();
  draw();
  hook('files').focus();
}

function tell(key, ...args) {
  message.className = key ? 'say unknown' : '';
  message.replaceChildren(...(key ? [el('span', {}, say(key, ...args))] : []));
}

const now = () => moment(new Date().toISOString());

// Each of its own direction: an address must not draw the date beside it apart.
const printedAt = () =>
  `\u2068${location.origin}\u2069 · \u2068${now()}\u2069 · \u2068${say('report.clock', timeZone())}\u2069`;

const shortened = text => (text.length > SHORT ? `${text.slice(0, SHORT - 12)}…${text.slice(-10)}` : text);
