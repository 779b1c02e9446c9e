// Finds the text of a QR symbol in a grey picture, however bad the picture is: first as it is, then the part where a
// symbol seems to be, at other scales, sharpened, softened, with light and shade evened out, and last laid flat again.
// Knows nothing of browsers: the page, its worker and the benchmark run the same steps.
import { averaged, cropped, evened, scaled, sharpened, softened } from './grey.mjs';
import { flattened } from './flatten.mjs';

const LONGEST = 1600, // pixels; more only makes the search slower
  REGION = 900,
  PATIENCE = 7000, // milliseconds
  FLATTENINGS = 4; // of different versions of one picture: it is the longest step

// detect: (grey picture, options) -> symbols as zxing-wasm reports them. step: told the share of the work done; may
// throw to stop. Answers { texts, attempts, corners }: the corners are those of a symbol that was seen, read or not.
export async function readSymbol(picture, detect, { step = () => {}, patience = PATIENCE, several = false } = {}) {
  const end = Date.now() + patience;
  let attempts = 0,
    flattenings = FLATTENINGS,
    corners = null;
  const look = async (changed, options = {}) => {
    attempts++;
    const found = await detect(changed, { returnErrors: true, maxNumberOfSymbols: 1, ...options });
    const texts = [...new Set(found.filter(one => one.isValid).map(one => one.text))];
    const { position = null, version = '' } = found.find(one => !one.isValid) ?? found[0] ?? {};
    return { texts, seen: position, version: Number(version) };
  };

  const fit = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const first = await look(fit < 1 ? scaled(picture, fit) : picture, several ? { maxNumberOfSymbols: 6 } : {});
  if (first.seen) corners = times(first.seen, 1 / fit);
  if (first.texts.length > 0) return { texts: first.texts, attempts, corners };

  const region = corners ? around(picture, corners) : denseRegion(picture);
  const plans = [...stepsFor(picture, region, fit)];
  for (const [i, { change, options, from }] of plans.entries()) {
    if (Date.now() >= end) break;
    await step((i + 1) / (plans.length + 1));
    const changed = change();
    const { texts, seen, version } = await look(changed.picture, options);
    if (texts.length > 0) return { texts, attempts, corners };
    if (!seen || --flattenings < 0) continue;
    const own = moved(times(seen, 1 / changed.factor), from);
    corners ??= own;
    for (const flat of flattened(changed.picture, seen, version)) {
      if (Date.now() > end) break;
      await step((i + 1) / (plans.length + 1));
      const again = await look(flat, { isPure: true, binarizer: 'FixedThreshold' });
      if (again.texts.length > 0) return { texts: again.texts, attempts, corners };
    }
  }
  return { texts: [], attempts, corners };
}

// In the order in which they help; each is made only when its turn comes.
function* stepsFor(picture, region, fit) {
  const part = cropped(picture, region.left, region.top, region.right, region.bottom);
  const side = Math.max(part.width, part.height),
    from = { x: region.left, y: region.top };
  const sized = wanted => {
    const factor = Math.min(3, wanted / side);
    return { factor, picture: Math.abs(factor - 1) < 0.1 ? part : scaled(part, factor) };
  };
  const step = (wanted, change = one => one, options = {}) => ({
    from,
    options,
    change() {
      const { factor, picture: base } = sized(wanted);
      return { factor, picture: change(base) };
    },
  });
  yield step(REGION * 1.5);
  yield step(REGION, one => softened(one, 1));
  yield step(REGION * 1.6, one => sharpened(one, 3, 2));
  if (fit < 1)
    yield { from: { x: 0, y: 0 }, options: {}, change: () => ({ factor: 1, picture: scaled(picture, 1) }) };
  yield step(REGION * 1.6, one => softened(one, 1));
  yield step(REGION * 1.2, one => evened(softened(one, 1), Math.round(one.width / 30)));
  yield step(REGION * 1.6, one => sharpened(evened(one, Math.round(one.width / 20)), 3, 1.5));
  yield step(REGION * 2.2, one => sharpened(one, 6, 3));
  yield step(REGION / 2);
  yield step(REGION * 1.2, one => evened(softened(one, 2), Math.round(one.width / 24)), {
    binarizer: 'FixedThreshold',
  });
  yield step(REGION, one => one, { tryDenoise: true, binarizer: 'GlobalHistogram' });
}

const CORNERS = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'];
const mapped = (position, change) => Object.fromEntries(CORNERS.map(name => [name, change(position[name])]));
const times = (position, factor) => mapped(position, ({ x, y }) => ({ x: x * factor, y: y * factor }));
const moved = (position, by) => mapped(position, ({ x, y }) => ({ x: x + by.x, y: y + by.y }));

function around({ width, height }, position) {
  const xs = CORNERS.map(name => position[name].x),
    ys = CORNERS.map(name => position[name].y);
  const margin = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) * 0.2;
  return {
    left: Math.max(0, Math.floor(Math.min(...xs) - margin)),
    top: Math.max(0, Math.floor(Math.min(...ys) - margin)),
    right: Math.min(width, Math.ceil(Math.max(...xs) + margin)),
    bottom: Math.min(height, Math.ceil(Math.max(...ys) + margin)),
  };
}

// Where the picture changes most often from dark to light: nothing on a paper does so as densely as a symbol.
export function denseRegion(picture) {
  const factor = Math.min(1, 480 / Math.max(picture.width, picture.height)),
    small = factor < 1 ? scaled(picture, factor) : picture;
  const { width, height, luma } = small,
    edges = { width, height, luma: new Uint8ClampedArray(width * height) };
  for (let y = 1; y < height; y++)
    for (let x = 1; x < width; x++) {
      const i = y * width + x;
      edges.luma[i] = (Math.abs(luma[i] - luma[i - 1]) + Math.abs(luma[i] - luma[i - width])) * 2;
    }
  const busy = averaged(edges, Math.max(2, Math.round(width / 24)));
  let best = 0;
  for (const value of busy.luma) best = Math.max(best, value);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (busy.luma[y * width + x] < best * 0.5) continue;
      box.left = Math.min(box.left, x);
      box.top = Math.min(box.top, y);
      box.right = Math.max(box.right, x + 1);
      box.bottom = Math.max(box.bottom, y + 1);
    }
  const margin = Math.max(box.right - box.left, box.bottom - box.top) * 0.15;
  return {
    left: Math.max(0, Math.floor((box.left - margin) / factor)),
    top: Math.max(0, Math.floor((box.top - margin) / factor)),
    right: Math.min(picture.width, Math.ceil((box.right + margin) / factor)),
    bottom: Math.min(picture.height, Math.ceil((box.bottom + margin) / factor)),
  };
}

// zxing-wasm takes coloured pictures.
export const zxingDetector = readBarcodes => async ({ width, height, luma }, options) => {
  const data = new Uint8ClampedArray(luma.length * 4);
  for (let i = 0, at = 0; i < luma.length; i++, at += 4) {
    data[at] = data[at + 1] = data[at + 2] = luma[i];
    data[at + 3] = 255;
  }
  const picture = globalThis.ImageData ? new ImageData(data, width, height) : { data, width, height };
  return readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, ...options });
};
