// Reads the QR symbol in a picture, on the device. The browser's own reader where there is one, else zxing-wasm, which
// is fetched from this site only now: it is larger than everything else together.
import { refuse } from './finding.mjs';

const SIDES = [1600, 2600, 900]; // tried in turn: most photos read at the first, small symbols need the second

let reader = null;

export function symbolReader() {
  return (reader ??= builtIn().then(own => own ?? zxing()));
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
    reader = null; // the next try may have a connection
    return refuse('reader');
  }
}

// file: a picture of any size. Answers the symbol's text, or null when no symbol was found.
export async function readPicture(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return refuse('unreadable');
  }
  const read = await symbolReader();
  const longest = Math.max(bitmap.width, bitmap.height);
  for (const side of SIDES) {
    if (side !== SIDES[0] && longest < side * 0.8 && side > SIDES[0]) continue;
    const text = await read(pixels(bitmap, Math.min(1, side / longest)));
    if (text) return text;
  }
  return null;
}

export function pixels(source, scale) {
  const width = Math.round((source.videoWidth ?? source.width) * scale);
  const height = Math.round((source.videoHeight ?? source.height) * scale);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // a transparent screenshot is dark on nothing
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
