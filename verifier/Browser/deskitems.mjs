// What people paste into the desk: codes, links, QR texts, a wallet's credential; one a line, or a column out of a
// spreadsheet with other columns beside it. Pure: says what a text is, not what it is worth.
import { destinationOf } from './symboltext.mjs';
import { trimmed } from './text.mjs';

const CODE = /^[0-9A-Z]{4}[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}$/i;
const WALLET = /^[\w-]+\.[\w-]+\.[\w-]+~[\w~.-]*$/;
const BARE = /^[A-Z2-7]{160,4096}$/i; // the payload of a QR code without its link

// kind: paper, code, share, wallet; or none with the phrase that says why.
export function itemOf(text) {
  const sent = unquoted(trimmed(text));
  if (CODE.test(sent)) return { kind: 'code', text: sent };
  if (WALLET.test(sent)) return { kind: 'wallet', text: sent };
  if (BARE.test(sent)) return { kind: 'paper', text: sent.toUpperCase() };
  const { href, refused } = destinationOf(sent);
  if (href?.startsWith('/C#')) return { kind: 'paper', text: href.slice(3) };
  if (href) return { kind: 'share', text: sent };
  return { kind: 'none', text: sent, why: refused === 'file.claim_slip' ? refused : 'desk.other' };
}

// Every line is accounted for: the cells that are something, or the line itself when none is.
export function columnOf(text) {
  return text
    .split(/\r\n?|\n/)
    .map((line, i) => ({ line: trimmed(line), number: i + 1 }))
    .filter(({ line }) => line)
    .flatMap(({ line, number }) => {
      const known = line
        .split(/[\t;,|]/)
        .map(itemOf)
        .filter(({ kind, why }) => kind !== 'none' || why === 'file.claim_slip');
      return (known.length > 0 ? known : [itemOf(line)]).map(item => ({ ...item, line: number }));
    });
}

const unquoted = text => (/^(["']).*\1$/.test(text) ? trimmed(text.slice(1, -1)) : text);
