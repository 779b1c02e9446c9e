// Reads the QR symbols in a picture, on the device: by the browser's own reader where there is one, and what that does
// not find by ours, which tries harder.
import { adviceOn } from './advice.mjs';
import { refuse } from './finding.mjs';
import { fromRgba } from './grey.mjs';

const LONGEST = 4000; // pixels of a picture's side: more than any symbol needs, less than phones run out of memory at
let own = null;
let worker = null;
let waiting = new Map(); // id -> { resolve, reject, step }
let asked = 0;

// For a camera: quick, because the next frame is a next try. Answers the text or null.
export async function symbolReader() {
  const builtInReader = await (own ??= builtIn());
  if (builtInReader)
    return async image => {
      const found = await builtInReader(image);
      return found ? (found[0] ?? null) : quickly(fromRgba(image));
    };
  // Loads it, or says that it cannot be loaded.
  await quickly({ width: 1, height: 1, luma: new Uint8ClampedArray(1) });
  return image => quickly(fromRgba(image));
}

const quickly = async picture => (await read(picture, { patience: 0 })).texts[0] ?? null;

// file: a picture of any size, or one that is open already. Answers { texts, advice }: what stands in its symbols, else
// what might help to read them (advice.mjs). step is told the share of the work that is done; signal stops it.
export async function lookAt(file, { step = () => {}, signal = null } = {}) {
  const bitmap = file.close ? file : await createImageBitmap(file).catch(() => refuse('unreadable'));
  try {
    const picture = pixels(bitmap, Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height)));
    const builtInReader = await (own ??= builtIn());
    const found = await builtInReader?.(picture);
    if (found?.length > 0) return { texts: found, advice: null };
    const grey = fromRgba(picture);
    const { texts, corners } = await read(grey, { several: true }, step, signal);
    return { texts, advice: texts.length > 0 ? null : adviceOn(grey, corners) };
  } finally {
    bitmap.close();
  }
}

// Null where there is none. It answers null where it is there and does not work, as on phones that lack the service
// behind it.
async function builtIn() {
  try {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
    if (!formats?.includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return image =>
      detector.detect(image).then(
        found => [...new Set(found.map(one => one.rawValue))],
        () => null,
      );
  } catch {
    return null;
  }
}

// In a worker of its own; whoever calls from a worker is beside the page already.
async function read(picture, options, step = () => {}, signal = null) {
  if (signal?.aborted) refuse('stopped');
  if (!globalThis.document) return readHere(picture, options);
  worker ??= startWorker();
  const id = ++asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, step });
    signal?.addEventListener('abort', () => stopWorker('stopped'), { once: true });
    worker.postMessage({ id, picture, ...options });
  });
}

async function readHere(picture, options) {
  const [{ readSymbol }, { loadDetector }] = await Promise.all([import('./reading.mjs'), import('./zxing.mjs')]);
  const detect = await loadDetector().catch(() => refuse('reader'));
  return readSymbol(picture, detect, options);
}

function startWorker() {
  const started = new Worker(new URL('./symbolworker.mjs', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data: { id, share, found, failed } }) => {
    const one = waiting.get(id);
    if (!one) return;
    if (share) return one.step(share);
    waiting.delete(id);
    failed ? one.reject({ reason: 'reader' }) : one.resolve(found);
  });
  started.addEventListener('error', () => stopWorker('reader'));
  return started;
}

function stopWorker(reason) {
  worker?.terminate();
  worker = null;
  const open = waiting;
  waiting = new Map();
  for (const { reject } of open.values()) reject({ reason });
}

export function pixels(source, scale) {
  const width = Math.max(1, Math.round((source.videoWidth ?? source.width) * scale));
  const height = Math.max(1, Math.round((source.videoHeight ?? source.height) * scale));
  const canvas = globalThis.OffscreenCanvas
    ? new OffscreenCanvas(width, height) // also there in a worker
    : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // a transparent screenshot is dark on nothing
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
