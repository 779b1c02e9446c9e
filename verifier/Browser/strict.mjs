// JSON as signatures need it (RFC 8259, RFC 7493), with the meaning every reader gives it: no duplicate names, no lone
// surrogates, bounded depth. A number that is not written as a whole number keeps its spelling: 1e3 is no date.
import { refuse } from './finding.mjs';

const MAX_DEPTH = 16;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;
const WORDS = { true: true, false: false, null: null };
const LONE_SURROGATE = /\p{Surrogate}/u;

export class Fraction {
  constructor(text) {
    this.text = text;
  }

  toJSON() {
    return Number(this.text);
  }
}

// Answers the value; objects have no prototype, so that no name means anything but itself.
export function parseJson(bytes) {
  let text,
    at = 0;
  const malformed = () => refuse('format_unreadable', 'JSON that is malformed, too deep or ambiguous.');
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    malformed();
  }

  const take = pattern => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) malformed();
    at += found.length;
    return found;
  };
  const skip = () => take(SPACE);
  const eat = character => (text[at] === character ? Boolean(++at) : false);

  function string() {
    const value = JSON.parse(take(STRING));
    return LONE_SURROGATE.test(value) ? malformed() : value;
  }

  function number() {
    const token = take(NUMBER);
    const value = Number(token);
    return /[.eE]/.test(token) || !Number.isSafeInteger(value) ? new Fraction(token) : value;
  }

  function list(depth) {
    const values = [];
    skip();
    if (eat(']')) return values;
    do values.push(item(depth));
    while (eat(','));
    return eat(']') ? values : malformed();
  }

  function object(depth) {
    const members = Object.create(null);
    skip();
    if (eat('}')) return members;
    do {
      skip();
      const name = string();
      if (name in members) malformed();
      skip();
      if (!eat(':')) malformed();
      members[name] = item(depth);
    } while (eat(','));
    return eat('}') ? members : malformed();
  }

  function item(depth) {
    skip();
    let value;
    if (text[at] === '{' || text[at] === '[') {
      if (depth === MAX_DEPTH) malformed();
      value = text[at++] === '{' ? object(depth + 1) : list(depth + 1);
    } else if (text[at] === '"') value = string();
    else if (/[a-z]/.test(text[at] ?? '')) {
      const word = Object.keys(WORDS).find(one => text.startsWith(one, at)) ?? malformed();
      at += word.length;
      value = WORDS[word];
    } else value = number();
    skip();
    return value;
  }

  const root = item(0);
  return at === text.length ? root : malformed();
}

export const isObject = value =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Fraction);
