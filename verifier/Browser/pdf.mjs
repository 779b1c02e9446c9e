// Finds the signed certificates attached to a PDF (ISO 32000-2 section 7.11.4), on the device. It looks for embedded-
// file streams only and believes nothing else on the page: the attachment is checked by its signature like any scan.
const MAX_ATTACHMENT = 64 * 1024,
  MAX_ATTACHMENTS = 200;
const COSE_SIGN1 = [0xd2, 0x84];

export const isPdf = bytes => latin1(bytes.subarray(0, 1024)).includes('%PDF-');

export async function attachedCertificates(bytes) {
  const text = latin1(bytes);
  const found = new Map();
  let looked = 0;
  for (const match of text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)) {
    if (++looked > MAX_ATTACHMENTS) break;
    const stream = streamAround(text, match.index);
    const content = stream && (await decode(bytes.subarray(stream.start, stream.end), stream.dictionary));
    if (content && COSE_SIGN1.every((byte, i) => content[i] === byte)) found.set(latin1(content), content);
  }
  return [...found.values()];
}

// The dictionary that holds this place is the one between its "obj" and its "stream".
function streamAround(text, at) {
  const open = text.lastIndexOf(' obj', at),
    begin = text.indexOf('stream', at);
  if (open < 0 || begin < 0 || begin - open > 4096) return null;
  const dictionary = text.slice(open + 4, begin);
  const start = begin + 6 + (text.startsWith('\r\n', begin + 6) ? 2 : 1);
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary);
  const end = length ? start + Number(length[1]) : text.indexOf('endstream', start);
  return end > start && end <= text.length && end - start <= MAX_ATTACHMENT ? { dictionary, start, end } : null;
}

async function decode(bytes, dictionary) {
  if (!/\/Filter/.test(dictionary)) return bytes;
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary)) return null;
  try {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
    const parts = [];
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      parts.push(value);
      size += value.length;
      if (size > MAX_ATTACHMENT) return (await reader.cancel(), null);
    }
  } catch {
    return null;
  }
}

function latin1(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return text;
}
