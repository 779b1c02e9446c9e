// DER (X.690), as much of it as a certificate needs: definite lengths in their shortest form, nothing else.
import { refuse } from './finding.mjs';

const broken = () => refuse('certificate_chain_refused', 'A certificate cannot be read.');

// Answers { tag, bytes (the value), raw (tag, length and value) } of all elements, one after the other.
export function readAll(bytes) {
  const elements = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    const tag = bytes[at++];
    if ((tag & 31) === 31 || at >= bytes.length) broken();
    let length = bytes[at++];
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 3 || at + count > bytes.length) broken();
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + bytes[at++];
      if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) broken();
    }
    if (at + length > bytes.length) broken();
    elements.push({ tag, bytes: bytes.subarray(at, at + length), raw: bytes.subarray(start, at + length) });
    at += length;
  }
  return elements;
}

export function readOne(bytes, tag) {
  const [element, ...rest] = readAll(bytes);
  if (!element || rest.length > 0 || (tag !== undefined && element.tag !== tag)) broken();
  return element;
}

// Object identifiers by their bytes, as hexadecimal.
export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

export function time({ tag, bytes }) {
  const text = String.fromCharCode(...bytes);
  const long = tag === 0x18;
  if (!(long ? /^\d{14}Z$/ : /^\d{12}Z$/).test(text)) broken();
  const digits = Number(text.slice(0, long ? 4 : 2));
  const year = long ? digits : digits + (digits < 50 ? 2000 : 1900);
  const part = i => Number(text.substr((long ? 4 : 2) + 2 * i, 2));
  return Date.UTC(year, part(0) - 1, part(1), part(2), part(3), part(4)) / 1000;
}

// ECDSA-Sig-Value (RFC 3279 section 2.2.3) as r||s of the curve's size.
export function signatureOf(bytes, size) {
  const [r, s, ...rest] = readAll(readOne(bytes, 0x30).bytes);
  if (rest.length > 0) broken();
  const whole = new Uint8Array(2 * size);
  for (const [i, number] of [r, s].entries()) {
    if (number?.tag !== 2 || number.bytes.length === 0 || number.bytes[0] >= 0x80) broken();
    const value = number.bytes[0] === 0 ? number.bytes.subarray(1) : number.bytes;
    if (value.length > size) broken();
    whole.set(value, (i + 1) * size - value.length);
  }
  return whole;
}
