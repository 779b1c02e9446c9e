// What one row of the desk says, as text: the same for the table, for sorting, for the spreadsheet and for print. Where
// the answer is no, nothing of what the paper says is repeated but the number of a genuine one.
import { award, notes } from './award.mjs';
import { level, occupation } from './certificate.mjs';
import { ago, currentLanguage, date, say } from './language.mjs';
import { refusal } from './refusal.mjs';
import { isDemo, lookOf, sentenceOf } from './verdict.mjs';

export const LOOKS = ['yes', 'no', 'unknown', 'none'];

// Nobody could be asked: that says nothing about the certificate, and is not the same as having none.
const UNASKED = new Set(['code.unreachable', 'desk.day', 'share.unreachable.text']);

// found: a report, or why: the phrase that says why there is none, on so many pages of it; or neither while it waits.
export function rowOf(item, part, { found = null, text = null, why = null, pages = 0 } = {}) {
  return { item, part, found, text, why, pages, look: found ? lookOf(found.state) : lookOfNone(why) };
}

const lookOfNone = why => (UNASKED.has(why) ? 'unknown' : why ? 'none' : 'waiting');

// A PDF of many pages gives a row for each certificate in it.
export const labelOf = ({ item, part }) => (item.rows.length > 1 ? `${item.label} · ${part + 1}` : item.label);

// The same certificate under another picture, code or wallet: its issuer's number when that is known, else its bytes.
export function identityOf({ found, text }) {
  if (found?.answers.genuine.answer === 'yes' && found.content?.serial_no)
    return `${found.issuer?.id} ${found.content.serial_no}`;
  return text;
}

export function resultOf({ found, why, pages }) {
  if (!found) return refusal({ refused: why ?? 'desk.notyet', pages });
  return found.state === 'valid' ? say('desk.yes') : say(`state.${found.state}.title`);
}

// Why it is not a plain yes: the first answer that is not, in the order of the questions. And of a yes, what it is not,
// and as of when it is one, unless that is now.
export function reasonOf({ found, look }) {
  const open = Object.entries(found?.answers ?? {}).find(
    ([question, { answer }]) => answer !== 'yes' && (question !== 'person' || answer === 'no'),
  );
  const said = open ? [sentenceOf(open[0], open[1], found)] : [];
  if (look === 'yes') {
    said.push(...notes(found.content));
    if (isOld(found)) said.push(sentenceOf('valid', found.answers.valid, found));
  }
  return said.join(' ');
}

// By lists that this device kept, or by an issuer's list that is an hour old or more.
const isOld = ({ basis, status, checkedAt }) =>
  Boolean(status && (basis?.connected === false || ago(status.asOf, checkedAt)));

// Of what was checked, that which rests on the oldest lists, or on another clock than this device's.
export const oldestOf = rows =>
  rows
    .map(({ found }) => found)
    .filter(found => found?.basis && (found.basis.clock.wrong || (found.status && !found.basis.connected)))
    .sort((one, other) => Date.parse(timeOf(one)) - Date.parse(timeOf(other)))[0];

const timeOf = ({ status, checkedAt }) => status?.asOf ?? checkedAt;

export function contentOf({ found, look }) {
  const { content, issuer, answers } = found ?? {};
  if (!content || answers.genuine.answer !== 'yes') return {};
  const own = issuer?.name?.[currentLanguage()] ?? issuer?.name?.en ?? issuer?.id ?? '';
  if (look === 'no') return { serial: content.serial_no, issuer: own };
  return {
    serial: content.serial_no,
    issuer: own,
    name: content.name_en ?? content.name_bn ?? '',
    nameBn: content.name_bn ?? '',
    award: plain(award(content)),
    occupation: plain(occupation(content.occupation)),
    level: plain(level(content)),
    until: content.valid_until ?? '',
  };
}

export const shownUntil = ({ until }) => (until ? date(until) : '');

// For the spreadsheet: days and moments as ISO 8601 writes them, so that it can sort them in any language, and the
// state's code for other programs.
export function cellsOf(row, number, twin) {
  const { found } = row,
    content = contentOf(row);
  return [
    number,
    labelOf(row),
    resultOf(row),
    found ? found.state : row.look === 'unknown' ? 'could_not_check' : '',
    reasonOf(row),
    content.name,
    content.nameBn,
    content.award,
    content.occupation,
    content.level,
    content.serial,
    content.issuer,
    content.until,
    found?.status ? second(found.status.asOf) : '',
    found ? second(found.checkedAt) : '',
    twin ?? '',
    isDemo(found) ? say('demo.band') : '',
  ];
}

const second = iso => new Date(iso).toISOString().replace(/\.\d+/, '');

export const headings = () => [
  say('desk.row'),
  say('desk.from'),
  say('report.state'),
  say('desk.code'),
  say('report.reason'),
  say('content.full_name'),
  `${say('content.full_name')} (বাংলা)`,
  say('content.award'),
  say('content.occupation'),
  say('content.level'),
  say('content.serial_no'),
  say('content.issuer'),
  say('content.valid_until'),
  say('desk.status'),
  say('desk.checked'),
  say('desk.twice'),
  say('demo.band'),
];

// Page content as its text, without the marks that isolate directions: they would end up in cells.
function plain(content) {
  const text = [content]
    .flat()
    .map(part => part?.textContent ?? part ?? '')
    .join('');
  return text.replace(/[\u2066-\u2069]/g, '');
}
