// The pictures in a PDF (ISO 32000-2 section 8.9.5), for PDFs without signed data: scans and photos of certificates.
// Reads what browsers can open (JPEG) and plain pixels; drawings, fax and JPEG 2000 pictures need a program for PDFs.
import { bytesOf, inflate, streams } from './pdf.mjs';

const SMALLEST = 80, // pixels: nothing smaller holds a certificate's symbol
  LARGEST = 40e6,
  MOST = 100,
  MOST_BYTES = 64 * 1024 * 1024;

// Gives each picture as something that can be drawn on a canvas, one after the other: they may be large.
export async function* picturesIn(bytes) {
  let given = 0;
  for (const { dictionary, content } of streams(bytes, /\/Subtype\s*\/Image\b/g)) {
    const number = name => Number(new RegExp(`/${name}\\s+(\\d+)`).exec(dictionary)?.[1] ?? 0);
    const [width, height] = [number('Width'), number('Height')];
    if (Math.min(width, height) < SMALLEST || width * height > LARGEST) continue;
    const picture = await pictureOf(content(), dictionary, { width, height, bits: number('BitsPerComponent') || 1 });
    if (!picture) continue;
    yield picture;
    if (++given >= MOST) return;
  }
}

async function pictureOf(content, dictionary, shape) {
  if (!content) return null;
  const filters = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(dictionary)?.[1].match(/\w+/g) ?? [];
  let data = content;
  for (const filter of filters) {
    if (filter === 'FlateDecode') data = await inflate(data, MOST_BYTES);
    else if (filter === 'DCTDecode')
      return createImageBitmap(new Blob([data], { type: 'image/jpeg' })).catch(() => null);
    else return null;
    if (!data) return null;
  }
  const plain = pixelsOf(data, dictionary, shape);
  return plain && createImageBitmap(plain).catch(() => null);
}

function pixelsOf(data, dictionary, { width, height, bits }) {
  const predictor = Number(/\/Predictor\s+(\d+)/.exec(dictionary)?.[1] ?? 1);
  const extra = predictor >= 10 ? 1 : 0; // each row begins with the way it was foretold
  const components = [1, 3, 4].find(
    count => data.length >= height * (extra + Math.ceil((width * count * bits) / 8)) &&
      data.length < height * (extra + Math.ceil((width * count * bits) / 8)) + width + 64,
  );
  if (!components || ![1, 8].includes(bits) || ![1, 10, 11, 12, 13, 14, 15].includes(predictor)) return null;
  const row = Math.ceil((width * components * bits) / 8),
    rows = extra ? unforetold(data, row, height, Math.max(1, (components * bits) >> 3)) : data;
  const inverted = /\/Decode\s*\[\s*1\b/.test(dictionary),
    picture = new ImageData(width, height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += 4) {
      const at = y * row + x * components;
      const grey = bits === 1 ? ((rows[y * row + (x >> 3)] >> (7 - (x & 7))) & 1) * 255 : rows[at];
      const [r, g, b] =
        components === 3 ? [grey, rows[at + 1], rows[at + 2]] : components === 4 ? cmyk(rows, at) : [grey, grey, grey];
      picture.data[to] = inverted ? 255 - r : r;
      picture.data[to + 1] = inverted ? 255 - g : g;
      picture.data[to + 2] = inverted ? 255 - b : b;
      picture.data[to + 3] = 255;
    }
  return picture;
}

const cmyk = (rows, at) => [0, 1, 2].map(i => ((255 - rows[at + i]) * (255 - rows[at + 3])) / 255);

// PNG prediction (ISO/IEC 15948 section 9).
function unforetold(data, row, height, back) {
  const rows = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    const kind = data[y * (row + 1)],
      from = y * (row + 1) + 1,
      to = y * row;
    for (let i = 0; i < row; i++) {
      const left = i >= back ? rows[to + i - back] : 0,
        up = y ? rows[to + i - row] : 0,
        corner = y && i >= back ? rows[to + i - row - back] : 0;
      const foretold = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0;
      rows[to + i] = data[from + i] + foretold;
    }
  }
  return rows;
}

function paeth(left, up, corner) {
  const guess = left + up - corner,
    [a, b, c] = [left, up, corner].map(one => Math.abs(guess - one));
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

export const isLocked = bytes => bytesOf(bytes).includes('/Encrypt');
