// Stands first in the page and runs before the rest of it has arrived: what a verdict will need and the page does not
// bring along is asked for now, because on a slow line every answer takes seconds. A hint, no more: whether it is used
// is for the checks to say.
const { trustList, statusLists } = JSON.parse(document.getElementById('lists').textContent);
const asked = (globalThis.askedEarly = new Map());

if (location.hash.length > 1) {
  if (!trustList) ask('/trust/list');
  const uri = statusListOf(location.hash.slice(1));
  if (uri && !statusLists[uri]) ask(`/trust/status?uri=${encodeURIComponent(uri)}`);
}

function ask(address) {
  const answer = fetch(address, { cache: 'no-cache' });
  answer.catch(() => {}); // whoever wants it will see why there is none
  asked.set(address, answer);
}

// Base32, then the text after the name "uri" (CBOR, RFC 8949 section 3: a head of one or two bytes).
function statusListOf(payload) {
  let bytes = '',
    held = 0,
    bits = 0;
  for (const character of payload.toUpperCase()) {
    held = ((held << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += String.fromCharCode((held >> bits) & 255);
  }
  const at = bytes.indexOf('curi') + 4,
    head = bytes.charCodeAt(at);
  if (at < 4) return null;
  const uri = head === 0x78 ? bytes.substr(at + 2, bytes.charCodeAt(at + 1)) : bytes.substr(at + 1, head & 31);
  return /^https?:\/\/[!-~]+$/.test(uri) ? uri : null;
}
