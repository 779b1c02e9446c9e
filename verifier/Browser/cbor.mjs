// Deterministic CBOR (RFC 8949 section 4.2.1) and nothing else: definite lengths, shortest heads, sorted keys, no
// floats, no duplicates. Integers become numbers, byte strings Uint8Array, maps Map, tags Tagged.
import { refuse } from './finding.mjs';

const MAX_DEPTH = 8;

const malformed = what => refuse('format_not_canonical', `CBOR: ${what}`);

export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

export function decodeCbor(bytes) {
  let at = 0;
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  function head() {
    if (at >= bytes.length) malformed('ends too early');
    const first = bytes[at++];
    const major = first >> 5,
      info = first & 31;
    if (info < 24) return [major, info];
    if (major === 7) malformed('float or unassigned simple value');
    if (info === 31) malformed('indefinite length');
    if (info > 27) malformed('reserved head');
    const size = 1 << (info - 24);
    if (at + size > bytes.length) malformed('ends too early');
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + bytes[at++];
    if (value > Number.MAX_SAFE_INTEGER) malformed('number too large');
    if (value < [24, 0x100, 0x10000, 0x100000000][info - 24]) malformed('head is not the shortest');
    return [major, value];
  }

  function take(length) {
    if (length > bytes.length - at) malformed('ends too early');
    return bytes.subarray(at, (at += length));
  }

  function text(length) {
    try {
      return utf8.decode(take(length));
    } catch (error) {
      if (error.reason) throw error;
      return malformed('text is not UTF-8');
    }
  }

  function list(length, depth) {
    if (length > bytes.length - at) malformed('ends too early');
    return Array.from({ length }, () => item(depth));
  }

  function map(length, depth) {
    if (length * 2 > bytes.length - at) malformed('ends too early');
    const found = new Map();
    let before = null;
    for (let i = 0; i < length; i++) {
      const start = at;
      const key = item(depth);
      if (typeof key !== 'number' && typeof key !== 'string') refuse('format_unreadable', 'map key of a refused kind');
      const encoded = bytes.subarray(start, at);
      if (before && compare(before, encoded) >= 0) malformed('map keys unsorted or twice');
      before = encoded;
      found.set(key, item(depth));
    }
    return found;
  }

  function item(depth) {
    if (depth > MAX_DEPTH) refuse('format_too_large', 'nested too deep');
    const [major, value] = head();
    switch (major) {
      case 0:
        return value;
      case 1:
        return -1 - value;
      case 2:
        return take(value);
      case 3:
        return text(value);
      case 4:
        return list(value, depth + 1);
      case 5:
        return map(value, depth + 1);
      case 6:
        return new Tagged(value, item(depth + 1));
      default:
        return simple(value);
    }
  }

  const root = item(0);
  if (at !== bytes.length) refuse('format_unreadable', 'bytes after the end');
  return root;
}

function simple(value) {
  if (value === 20 || value === 21) return value === 21;
  if (value === 22) return null;
  return malformed('simple value');
}

function compare(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

// The head and body of one byte string or text, enough to rebuild what COSE signs.
export function encodeBytes(bytes) {
  return concat(encodeHead(2, bytes.length), bytes);
}

export function encodeHead(major, length) {
  if (length < 24) return Uint8Array.of((major << 5) | length);
  if (length < 0x100) return Uint8Array.of((major << 5) | 24, length);
  if (length < 0x10000) return Uint8Array.of((major << 5) | 25, length >> 8, length & 255);
  return Uint8Array.of((major << 5) | 26, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255);
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
