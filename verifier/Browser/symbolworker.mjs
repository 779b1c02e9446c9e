// Reads pictures beside the page, so that the page stays quick and can stop it.
import { readSymbol } from './reading.mjs';
import { loadDetector } from './zxing.mjs';

let detector = null;

addEventListener('message', async ({ data: { id, picture, ...options } }) => {
  try {
    const detect = await (detector ??= loadDetector());
    const found = await readSymbol(picture, detect, { ...options, step: share => postMessage({ id, share }) });
    postMessage({ id, found });
  } catch {
    detector = null; // the next try may have a connection
    postMessage({ id, failed: true });
  }
});
