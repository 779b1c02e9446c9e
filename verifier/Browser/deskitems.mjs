// What people paste into the desk: codes, links, QR texts, a wallet's credential; one a line, or a column out of a
// spreadsheet with other columns beside it. Pure: says what a text is, not what it is worth. Codes are told here from
// phone numbers, identity numbers and words, so that none of those is sent to be looked up.
import { destinationOf } from './symboltext.mjs';
import { trimmed } from './text.mjs';

// Certificate codes (credentials/Paper/CertificateCode.cs): ten characters and their check, a number modulo a prime.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ',
  CHECKED = 10,
  PRIME = 1021;
const CODE = /^[0-9A-Z\u09E6-\u09EF]{4}([- ]?[0-9A-Z\u09E6-\u09EF]{4}){2}$/i;
const PRINTED = /^\w{4}-\w{4}-\w{4}$/;
// Far more often a phone or identity number: a code of digits alone, one in a hundred thousand, needs its hyphens.
const NUMBER = /^[\d\u09E6-\u09EF]{12}$/;
const WALLET = /^[\w-]+\.[\w-]+\.[\w-]+~[\w~.-]*$/;
const BARE = /^[A-Z2-7]{160,4096}$/i; // the payload of a QR code without its link

// kind: paper, code, share, wallet; or none with the phrase that says why.
export function itemOf(text) {
  const sent = unquoted(trimmed(text));
  if (CODE.test(sent) && !NUMBER.test(sent))
    return isCode(sent) ? { kind: 'code', text: sent } : { kind: 'none', text: sent, why: 'code.unreadable' };
  if (WALLET.test(sent)) return { kind: 'wallet', text: sent };
  if (BARE.test(sent)) return { kind: 'paper', text: sent.toUpperCase() };
  const { href, refused } = destinationOf(sent);
  if (href?.startsWith('/C#')) return { kind: 'paper', text: href.slice(3) };
  if (href) return { kind: 'share', text: sent };
  return { kind: 'none', text: sent, why: refused === 'file.claim_slip' ? refused : 'desk.other' };
}

function isCode(typed) {
  const digits = Array.from(typed.replace(/[- ]/g, '').toUpperCase(), one => ALPHABET.indexOf(folded(one)));
  if (digits.includes(-1)) return false;
  const valueOf = some => some.reduce((value, digit) => value * 32 + digit, 0);
  return valueOf(digits.slice(0, CHECKED)) % PRIME === valueOf(digits.slice(CHECKED));
}

// As people read and type them.
const folded = one =>
  ({ I: '1', L: '1', O: '0' })[one] ?? (one >= '\u09E6' ? String(one.charCodeAt(0) - 0x9e6) : one);

// Every line is accounted for: the cells that are something, or the line itself when none is, and then by the mistyped
// code in it when there is one.
export function columnOf(text) {
  return text
    .split(/\r\n?|\n/)
    .map((line, i) => ({ line: trimmed(line), number: i + 1 }))
    .filter(({ line }) => line)
    .flatMap(({ line, number }) => {
      const cells = line.split(/[\t;,|]/).map(itemOf);
      const known = cells.filter(({ kind, why }) => kind !== 'none' || why === 'file.claim_slip');
      const mistyped = cells.find(({ text, why }) => why === 'code.unreadable' && PRINTED.test(text));
      return (known.length > 0 ? known : [mistyped ?? itemOf(line)]).map(item => ({ ...item, line: number }));
    });
}

const unquoted = text => (/^(["']).*\1$/.test(text) ? trimmed(text.slice(1, -1)) : text);
