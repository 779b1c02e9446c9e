// The page of a receipt: reads what stands behind the #, checks it here with the keys this verifier publishes, and
// shows what was found then. It is about that moment, so it never looks like a verdict of now.
import { code, data, el, sign, SVG } from './element.mjs';
import { fetchKept } from './fetched.mjs';
import { Finding } from './finding.mjs';
import { parseStrict } from './json.mjs';
import { parseJws } from './jws.mjs';
import { cryptoIsThere, isP256, verifies } from './keys.mjs';
import { currentLanguage, has, moment, number, onLanguage, say, startLanguages } from './language.mjs';
import { trimmed } from './text.mjs';
import { verdict } from './verdict.mjs';

const KEYS = '/.well-known/jwks.json',
  TYPE = 'verification-receipt+jwt',
  OUTCOMES = { passed: 'passed', failed: 'failed', couldNotCheck: 'could_not_check' };
const place = document.getElementById('result'),
  paste = document.querySelector('[data-paste]');
let show = null,
  run = 0;

startLanguages();
onLanguage(() => show?.());
// The service made it just now: from here on its link is the page's address.
if (place.dataset.receipt) history.replaceState(null, '', `/receipt#${place.dataset.receipt}`);
paste?.addEventListener('submit', event => {
  event.preventDefault();
  const typed = trimmed(paste.elements.receipt.value);
  location.hash = typed.slice(typed.lastIndexOf('#') + 1);
});
addEventListener('hashchange', open);
open();

async function open() {
  const text = location.hash.slice(1),
    own = ++run;
  if (!text) return;
  show = null;
  place.setAttribute('aria-busy', 'true');
  const found = await read(text).catch(error => ({ kind: error instanceof Finding ? 'unreadable' : 'keys' }));
  if (own !== run) return;
  if (paste) paste.hidden = found.kind === 'genuine';
  show = () => place.replaceChildren(...(found.kind === 'genuine' ? receipt(found.payload) : refused(found)));
  show();
  place.removeAttribute('aria-busy');
  const title = place.querySelector('h1');
  title.setAttribute('tabindex', '-1');
  title.focus({ preventScroll: true });
}

async function read(text) {
  if (!cryptoIsThere()) return { kind: 'crypto' };
  const jws = parseJws(text, TYPE, 'unreadable');
  if (jws.signature.length !== 64) return { kind: 'unreadable' }; // cut off on its way
  const { bytes } = await fetchKept(KEYS);
  if (!bytes) return { kind: 'keys' };
  const key = parseStrict(bytes, 'keys').keys.find(({ kid }) => kid === jws.kid);
  if (!key) {
    const { iss } = parseStrict(jws.payload, 'unreadable');
    return iss === place.dataset.verifier ? { kind: 'no' } : { kind: 'elsewhere', iss };
  }
  const signed = isP256(key) && (await verifies(key, jws.signed, jws.signature));
  if (!signed) return { kind: 'no' };
  return { kind: 'genuine', payload: { ...parseStrict(jws.payload, 'unreadable'), text } };
}

function refused({ kind, iss }) {
  if (kind === 'crypto')
    return [verdict({ look: 'unknown', title: say('cannot.crypto.title'), text: say('cannot.crypto.text') })];
  if (kind === 'keys')
    return [
      verdict({ look: 'unknown', title: say('state.could_not_check.title'), text: say('receipt.keys') }),
      el('p', {}, el('button', { class: 'btn', type: 'button', onclick: open }, say('report.again'))),
    ];
  const look = kind === 'no' ? 'no' : 'unknown';
  return [verdict({ look, title: say(`receipt.${kind}.title`), text: say(`receipt.${kind}.text`, String(iss ?? '')) })];
}

function receipt(found) {
  const look = found.state === 'valid' ? 'yes' : found.state === 'could_not_check' ? 'unknown' : 'no';
  const title =
    look === 'yes' ? 'receipt.valid' : look === 'unknown' ? 'answer.could_not_check' : `state.${found.state}.title`;
  return [
    el(
      'article',
      { class: `receipt ${look}` },
      found.demo && el('p', { class: 'demo' }, el('b', {}, say('demo.band')), ' · ', say('demo.text')),
      el('header', {}, el('h1', {}, say('receipt.title')), el('p', {}, say('receipt.found', at(found.iat)))),
      el('p', { class: 'found' }, sign(look, 'big'), el('strong', {}, say(title))),
      !found.certificate && el('p', { class: 'say unknown' }, say('receipt.nameless')),
      el('dl', {}, rows(found)),
      el('ul', { class: `answers ${look}` }, answersOf(found, look).map(answer(found))),
      outcomesOf(look).map(([outcome, word]) => checks(found.checks[outcome], word)),
      el('p', { class: 'next' }, say('receipt.moment')),
      el('p', { class: 'say plain noprint' }, say('receipt.genuine')),
      proof(found),
    ),
    el('p', { class: 'noprint' }, say('receipt.keep')),
    el(
      'p',
      { class: 'noprint two' },
      el('button', { class: 'btn', type: 'button', onclick: () => print() }, say('report.print')),
      el('button', { class: 'btn quiet', type: 'button', onclick: copy }, say('receipt.copy')),
    ),
    el('p', { class: 'note noprint', role: 'status' }),
  ];
}

// On paper: a sheet cannot vouch for itself, so it carries the link that does, drawn; in letters where it is too long.
function proof({ iss, text }) {
  const page = `${iss}/receipt`,
    link = `${page}#${text}`,
    letters = code(link);
  const place = el('div', { class: 'proof' }, el('p', {}, el('b', {}, say('receipt.paper', page)), ' ', letters));
  import('./qr.mjs')
    .then(({ symbolOf }) => symbolOf(link))
    .then(symbol => {
      if (!symbol) return;
      letters.remove();
      place.prepend(picture(symbol));
    }, () => {}); // the letters stay
  return place;
}

function picture(rows) {
  const dark = rows.flatMap((row, y) =>
    row.map((on, x) => {
      if (!on || row[x - 1]) return '';
      const end = row.indexOf(false, x);
      return `M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`;
    }),
  );
  const svg = document.createElementNS(SVG, 'svg'),
    path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', `-4 -4 ${rows.length + 8} ${rows.length + 8}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', dark.join(''));
  svg.append(path);
  return svg;
}

function rows({ certificate, trustList, status, iss, jti, credential, requestedFor, presentedTo }) {
  const award = `award.${certificate?.award}`,
    issuer = certificate?.issuerNames?.[currentLanguage()] ?? certificate?.issuerName ?? certificate?.issuer;
  return [
    ['receipt.reference', requestedFor && data(requestedFor)],
    ['receipt.presented_to', presentedTo && code(presentedTo)],
    ['content.serial_no', certificate?.serial && code(certificate.serial)],
    ['content.award', certificate?.award && (has(award) ? say(award) : data(certificate.award))],
    ['content.issuer', certificate && data(issuer)],
    ['receipt.list', trustList && say('receipt.list.value', number(trustList.sequence), at(trustList.iat))],
    ['receipt.status', status && say('receipt.status.value', at(status.iat))],
    ['receipt.by', code(iss)],
    ['receipt.number', code(jti)],
    ['receipt.digest', code(credential.sha256)],
  ]
    .filter(([, value]) => value)
    .flatMap(([key, value]) => [el('dt', {}, say(key)), el('dd', {}, value)]);
}

// Of a bad certificate only what is bad: nothing of it is to be shown around as a yes.
const answersOf = ({ answers }, look) =>
  Object.entries(answers).filter(([, one]) => look !== 'no' || one.answer === 'no');
const outcomesOf = look => Object.entries(OUTCOMES).filter(([, word]) => look !== 'no' || word !== 'passed');

const answer =
  ({ status }) =>
  ([question, { answer: own, reason }]) => {
    const look = own === 'yes' || own === 'no' ? own : 'unknown';
    // Some reasons name a day that a receipt does not carry; the title says it already.
    const why = own !== 'yes' && !['expired', 'not_yet_valid'].includes(reason);
    return el(
      'li',
      {},
      sign(look),
      el(
        'div',
        {},
        el('b', {}, say(`question.${question}`), ' ', say(`answer.${own}`)),
        why && el('span', {}, say(`reason.${reason}`, '', status ? at(status.iat) : '')),
      ),
    );
  };

function checks(found, word) {
  const names = Array.isArray(found) ? found : Object.keys(found);
  if (names.length === 0) return null;
  const list = names.map(name => say(`check.${name}`)).join(' · ');
  return el('p', { class: 'note' }, el('b', {}, say(`outcome.${word}`), ':'), ' ', list);
}

// With its zone: what is filed is read elsewhere and later, on other clocks.
function at(seconds) {
  const when = new Date(seconds * 1000);
  const ahead = -when.getTimezoneOffset(),
    whole = Math.abs(ahead);
  const rest = whole % 60 ? `:${String(whole % 60).padStart(2, '0')}` : '';
  return `${moment(when.toISOString())} UTC${ahead < 0 ? '-' : '+'}${Math.floor(whole / 60)}${rest}`;
}

async function copy(event) {
  const told = place.querySelector('[role=status]');
  await navigator.clipboard?.writeText(location.href).then(
    () => (told.textContent = say('receipt.copied')),
    () => {},
  );
  event.target.focus();
}
