// Finds every certificate in files, for the first page and the batch desk alike: pictures by their symbols; PDFs by the
// signed data attached to them, and where pages have none, by the pictures on them. All on this device.
import { encodeBase32 } from './base32.mjs';
import { attachedCertificates, isPdf, pageCount } from './pdf.mjs';
import { isLocked, picturesIn } from './pdfpictures.mjs';
import { lookAt } from './symbol.mjs';
import { destinationOf } from './symboltext.mjs';

const MAX_FILE = 60 * 1024 * 1024,
  NO_CODE = 'file.no_code';

// Gives { name, href, text } for each certificate or worker's link, once for each file that has it; { name, refused }
// with a phrase's key for each file that has none; and { name, refused, pages } for a PDF in which so many pages have
// none. step is told the share of the whole that is done; signal stops it.
export async function* destinationsIn(files, { step = () => {}, signal = null } = {}) {
  for (const [i, file] of files.entries()) {
    const how = { signal, step: share => step((i + share) / files.length) };
    how.step(0);
    const found = new Set();
    let refused = null;
    for await (const one of inFile(file, how)) {
      if (!one.href) refused = worse(refused, one);
      else if (!found.has(one.href)) yield { name: file.name, ...one };
      if (one.href) found.add(one.href);
    }
    if (found.size === 0) yield { name: file.name, refused: refused?.refused ?? NO_CODE };
    else if (refused?.pages > 0) yield { name: file.name, ...refused };
  }
}

// What was seen and could not be read says more than that nothing was seen.
const worse = (before, { refused, pages = before?.pages }) => ({
  refused: before && (before.refused !== NO_CODE || refused === NO_CODE) ? before.refused : refused,
  pages,
});

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
  for (const text of texts) yield { ...destinationOf(text), text };
  if (texts.length === 0) yield { refused: advice ? `file.advice.${advice}` : NO_CODE };
}

async function* inPdf(file, how) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const attached = (await attachedCertificates(bytes)).map(certificate => `/C#${encodeBase32(certificate)}`);
  for (const href of attached) yield { href };
  const pages = await pageCount(bytes);
  if (pages > 0 && attached.length >= pages) return;
  let looked = 0,
    read = attached.length; // pages, each by its signed data or by a picture that shows something else
  for await (const picture of picturesIn(bytes)) {
    const before = looked++ / Math.max(pages, looked);
    how.step(before);
    let own = false;
    for await (const one of inPicture(picture, {
      ...how,
      step: share => how.step(before + share / Math.max(pages, looked)),
    })) {
      own ||= one.href && !attached.includes(one.href);
      yield one;
    }
    if (own) read++;
  }
  if (looked === 0 && read === 0) yield { refused: isLocked(bytes) ? 'file.pdf.locked' : 'file.pdf.no_data' };
  if (pages > read) yield { refused: NO_CODE, pages: pages - read };
}
