// Reads the QR symbol in a picture, on the device. The browser's own reader where there is one, else zxing-wasm, which
// is fetched from this site only now: it is larger than everything else together.
import { refuse } from './finding.mjs';

let own = null;
let shipped = null;

// The reader for a camera: one is enough, the next frame is a next try.
export async function symbolReader() {
  return (await (own ??= builtIn())) ?? (shipped ??= zxing());
}

async function builtIn() {
  try {
    const formats = await globalThis.BarcodeDetector?.getSupportedFormats();
    if (!formats?.includes('qr_code')) return null;
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async image => (await detector.detect(image))[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}

async function zxing() {
  try {
    const { prepareZXingModule, readBarcodes } = await import('./zxing/es/reader/index.js');
    await prepareZXingModule({
      overrides: { locateFile: path => new URL(`./zxing/reader/${path}`, import.meta.url).href },
      fireImmediately: true,
    });
    const options = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 };
    return async image => (await readBarcodes(image, options))[0]?.text ?? null;
  } catch {
    shipped = null; // the next try may have a connection
    return refuse('reader');
  }
}

// file: a picture of any size. Answers the symbol's text, or null when no symbol was found. What the browser's own
// reader
// does not find gets a second look by ours.
export async function readPicture(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return refuse('unreadable');
  }
  try {
    const builtInReader = await (own ??= builtIn());
    const text = builtInReader && (await readAtScales(bitmap, builtInReader));
    return text ?? (await readAtScales(bitmap, await (shipped ??= zxing())));
  } finally {
    bitmap.close();
  }
}

// Most photos read at the first scale; small symbols need more pixels, blurred ones fewer.
async function readAtScales(bitmap, read) {
  const longest = Math.max(bitmap.width, bitmap.height);
  const scales = [1600, 2600, 900].map(side => Math.min(1, side / longest));
  if (longest < 1400) scales.push(2);
  for (const scale of new Set(scales)) {
    const text = await read(pixels(bitmap, scale));
    if (text) return text;
  }
  return null;
}

export function pixels(source, scale) {
  const width = Math.round((source.videoWidth ?? source.width) * scale);
  const height = Math.round((source.videoHeight ?? source.height) * scale);
  const canvas = globalThis.OffscreenCanvas
    ? new OffscreenCanvas(width, height) // also there in a worker
    : Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // a transparent screenshot is dark on nothing
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
