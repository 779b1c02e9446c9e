// Finds every certificate in files: pictures by their symbols; PDFs by the signed data attached to them, and where
// pages have none, by the pictures on them. All on this device.
import { encodeBase32 } from './base32.mjs';
import { attachedCertificates, isPdf, pageCount } from './pdf.mjs';
import { isLocked, picturesIn } from './pdfpictures.mjs';
import { lookAt } from './symbol.mjs';
import { destinationOf } from './symboltext.mjs';

const MAX_FILE = 60 * 1024 * 1024;

// Gives { name, href } for each certificate or worker's link, and { name, refused } with a phrase's key for each file
// that has none. step is told the share of the whole that is done; signal stops it.
export async function* destinationsIn(files, { step = () => {}, signal = null } = {}) {
  for (const [i, file] of files.entries()) {
    const how = { signal, step: share => step((i + share) / files.length) };
    how.step(0);
    let refused = null,
      any = false;
    for await (const one of inFile(file, how)) {
      if (one.href) any = true;
      if (one.href) yield { name: file.name, href: one.href };
      else refused ??= one.refused;
    }
    if (!any) yield { name: file.name, refused: refused ?? 'file.no_code' };
  }
}

async function* inFile(file, how) {
  if (file.size > MAX_FILE) return yield { refused: 'file.too_large' };
  try {
    if (isPdf(new Uint8Array(await file.slice(0, 1024).arrayBuffer()))) yield* inPdf(file, how);
    else yield* inPicture(file, how);
  } catch (error) {
    if (error.reason !== 'unreadable') throw error;
    yield { refused: 'file.unreadable' };
  }
}

async function* inPicture(picture, how) {
  const { texts, advice } = await lookAt(picture, how);
  for (const text of texts) yield destinationOf(text);
  if (texts.length === 0) yield { refused: advice ? `file.advice.${advice}` : 'file.no_code' };
}

async function* inPdf(file, how) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const attached = await attachedCertificates(bytes);
  for (const certificate of attached) yield { href: `/C#${encodeBase32(certificate)}` };
  const pages = pageCount(bytes);
  if (attached.length > 0 && attached.length >= pages) return;
  let looked = 0;
  for await (const picture of picturesIn(bytes)) {
    const before = looked++ / Math.max(pages, looked);
    yield* inPicture(picture, { ...how, step: share => how.step(before + share / Math.max(pages, looked)) });
  }
  if (looked === 0) yield { refused: isLocked(bytes) ? 'file.pdf.locked' : 'file.pdf.no_data' };
}
