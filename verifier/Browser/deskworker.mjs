// Reads one file after the other away from the page, so that the page stays alive: the certificates attached to a PDF,
// or the symbol in a picture. Answers { texts } or { why }, a phrase; nothing of the file is kept.
import { encodeBase32 } from './base32.mjs';
import { attachedCertificates, isPdf } from './pdf.mjs';
import { readPicture } from './symbol.mjs';

const MAX_FILE = 40 * 1024 * 1024;

addEventListener('message', async ({ data: { id, file } }) => {
  const answer = await read(file).catch(error => ({
    why: error.reason === 'reader' ? 'file.reader' : 'file.unreadable',
  }));
  postMessage({ id, ...answer });
});

async function read(file) {
  if (file.size > MAX_FILE) return { why: 'file.too_large' };
  const start = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  if (isPdf(start)) {
    const certificates = await attachedCertificates(new Uint8Array(await file.arrayBuffer()));
    return certificates.length > 0 ? { texts: certificates.map(encodeBase32) } : { why: 'file.pdf.no_data' };
  }
  const text = await readPicture(file);
  return text ? { texts: [text] } : { why: 'file.no_code' };
}
