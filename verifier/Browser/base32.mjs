// RFC 4648 section 6 base32 without padding, strict: one text for one byte string. Upper and lower case are read alike,
// because people and mail programs change case; nothing else is forgiven.
import { refuse } from './finding.mjs';
import { trimmed } from './text.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MAX_CHARACTERS = 4096;

export function decodeBase32(text) {
  if (text.length === 0) refuse('format_unreadable', 'empty');
  if (text.length > MAX_CHARACTERS) refuse('format_too_large', `${text.length} characters`);
  // Before toUpperCase, which makes an S of the long s and an I of the dotless i.
  if (!/^[A-Za-z2-7]*$/.test(text)) refuse('format_unreadable', 'a character outside base32');
  if ([1, 3, 6].includes(text.length % 8)) refuse('format_unreadable', 'impossible base32 length');
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0,
    held = 0,
    at = 0;
  for (const character of text.toUpperCase()) {
    held = (held << 5) | ALPHABET.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  if (held !== 0) refuse('format_unreadable', 'trailing bits are not zero');
  return bytes;
}

// Takes what people have at hand: the link of the QR (any host without a user's name, any case), the fragment, or the
// bare text.
export function payloadOf(text) {
  const sent = trimmed(text);
  if (sent.length > MAX_CHARACTERS) refuse('format_too_large', `${sent.length} characters`);
  const link = /^https?:\/\/[^/?#@\\\0- ]+\/c#(.*)$/is.exec(sent);
  return link ? link[1] : sent.replace(/^#/, '');
}

export function encodeBase32(bytes) {
  let bits = 0,
    held = 0,
    text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; held &= (1 << bits) - 1) text += ALPHABET[(held >> (bits -= 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}
