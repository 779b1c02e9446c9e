// Finds the signed certificates attached to a PDF (ISO 32000-2 section 7.11.4), on the device. It looks for embedded-
// file streams only and believes nothing else on the page: the attachment is checked by its signature like any scan.
const MAX_ATTACHMENT = 64 * 1024,
  MAX_OBJECTS = 16 * 1024 * 1024,
  MAX_STREAMS = 2000,
  LONGEST = 4096; // characters of a dictionary
const PAGE = /\/Type\s*\/Page\b/g;
const COSE_SIGN1 = [0xd2, 0x84];

export const isPdf = bytes => bytesOf(bytes.subarray(0, 1024)).includes('%PDF-');

export async function attachedCertificates(bytes) {
  const found = new Map();
  for (const { dictionary, content } of streams(bytes, /\/Type\s*\/EmbeddedFile\b/g)) {
    const packed = content();
    if (!packed || packed.length > MAX_ATTACHMENT) continue;
    const plain = await decode(packed, dictionary);
    if (plain && COSE_SIGN1.every((byte, i) => plain[i] === byte)) found.set(bytesOf(plain), plain);
  }
  return [...found.values()];
}

// Every stream whose dictionary holds this, with the means to get its bytes.
export function* streams(bytes, mark) {
  const text = bytesOf(bytes);
  let looked = 0,
    last = -1,
    lengths = null;
  for (const match of text.matchAll(mark)) {
    if (++looked > MAX_STREAMS) return;
    const before = text.slice(Math.max(0, match.index - LONGEST), match.index),
      after = text.slice(match.index, match.index + LONGEST);
    const open = before.lastIndexOf(' obj'),
      begin = match.index + after.indexOf('stream');
    if (open < 0 || begin < match.index || begin === last) continue;
    last = begin;
    const dictionary = before.slice(open + 4) + text.slice(match.index, begin);
    yield { dictionary, content: () => contentOf(bytes, text, dictionary, begin, (lengths ??= numbersIn(text))) };
  }
}

// Objects that are nothing but a number: lengths of streams often stand so.
const numbersIn = text =>
  new Map([...text.matchAll(/(\d+)\s+\d+\s+obj\s+(\d+)\s+endobj/g)].map(([, id, value]) => [id, Number(value)]));

function contentOf(bytes, text, dictionary, begin, lengths) {
  const start = begin + 6 + (text.startsWith('\r\n', begin + 6) ? 2 : 1);
  const [, reference, direct] = /\/Length\s+(?:(\d+)\s+\d+\s+R|(\d+))/.exec(dictionary) ?? [];
  const length = direct ? Number(direct) : lengths.get(reference);
  const end = length ? start + length : text.indexOf('endstream', start);
  return end > start && end <= text.length ? bytes.subarray(start, end) : null;
}

async function decode(bytes, dictionary) {
  if (!/\/Filter/.test(dictionary)) return bytes;
  return /\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary) ? inflate(bytes, MAX_ATTACHMENT) : null;
}

export async function inflate(bytes, most) {
  const parts = [];
  let size = 0;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      parts.push(value);
      size += value.length;
      if (size > most) return (await reader.cancel(), null);
    }
  } catch {
    return null;
  }
}

// Each byte as the character of that number.
export function bytesOf(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return text;
}

// How many pages there are, each counted once though a program wrote it anew at the end (ISO 32000-2 section 7.5.6).
export async function pageCount(bytes) {
  const pages = new Set();
  const text = bytesOf(bytes);
  for (const { index } of text.matchAll(PAGE)) {
    const before = text.slice(Math.max(0, index - LONGEST), index);
    const id = /(\d+)\s+\d+\s+obj(?!.*\sobj\b)/s.exec(before)?.[1];
    if (id) pages.add(id);
  }
  // Objects may stand packed together (section 7.5.7): numbers and places first, then they themselves.
  for (const { dictionary, content } of streams(bytes, /\/Type\s*\/ObjStm\b/g)) {
    const packed = content();
    const plain = packed && (/\/Filter/.test(dictionary) ? await inflate(packed, MAX_OBJECTS) : packed);
    const first = Number(/\/First\s+(\d+)/.exec(dictionary)?.[1]);
    if (!plain || !first) continue;
    const objects = bytesOf(plain);
    const numbers = objects.slice(0, first).match(/\d+/g) ?? [];
    for (const { index } of objects.matchAll(PAGE))
      pages.add(numbers.filter((_, i) => i % 2 === 0 && Number(numbers[i + 1]) + first <= index).pop());
  }
  return pages.size;
}
