// Why a symbol could not be read, as far as the picture tells, so that the next one is better: 'light', 'glare',
// 'closer', 'cut', 'still' or 'flatten'; null when there seems to be no symbol at all.
import { cropped, scaled } from './grey.mjs';
import { denseRegion } from './reading.mjs';

const MODULES = 81, // of the symbols that certificates carry, more or less
  DARK = 90,
  FAINT = 45,
  WHITE = 250;

// corners: of a symbol that was seen but not read, or null.
export function adviceOn(picture, corners) {
  const box = corners ? boxOf(corners) : denseRegion(picture);
  const side = Math.max(box.right - box.left, box.bottom - box.top);
  const part = cropped(picture, box.left, box.top, box.right, box.bottom);
  if (part.width < 8 || part.height < 8) return null;
  const { low, high, white } = tones(part);
  if (high < DARK) return 'light';
  if (!corners && busyShare(part, high - low) < 0.06) return high - low < FAINT && high < 170 ? 'light' : null;
  if (high - low < FAINT) return low > 150 ? 'glare' : 'light';
  if (side / MODULES < 2) return 'closer';
  if (white > 0.05) return 'glare';
  if (side / MODULES < 2.4) return 'closer';
  if (isCut(picture, box, corners)) return 'cut';
  if (edge(part, high - low, side / MODULES) < 0.5) return 'still';
  return corners ? 'flatten' : null;
}

function boxOf(corners) {
  const points = Object.values(corners).filter(one => one && typeof one.x === 'number');
  const xs = points.map(one => one.x),
    ys = points.map(one => one.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

// white: the share that is burnt out in spots larger than any white part of a symbol.
function tones(part) {
  const counts = new Uint32Array(256);
  for (const value of part.luma) counts[value]++;
  const at = share => {
    let left = part.luma.length * share;
    return counts.findIndex(count => (left -= count) <= 0);
  };
  const { width, height } = part,
    core = cropped(part, width * 0.2, height * 0.2, width * 0.8, height * 0.8); // without the white frame
  const coarse = scaled(core, Math.min(1, 12 / Math.max(core.width, core.height)));
  return {
    low: at(0.05),
    high: at(0.95),
    white: coarse.luma.filter(value => value >= WHITE).length / coarse.luma.length,
  };
}

// How much of it changes between dark and light: a symbol does everywhere.
function busyShare({ width, height, luma }, contrast) {
  const reach = Math.max(3, Math.round(Math.max(width, height) / 50));
  let busy = 0;
  for (let y = 0; y < height; y++)
    for (let x = reach; x < width; x++)
      if (Math.abs(luma[y * width + x] - luma[y * width + x - reach]) > contrast * 0.35) busy++;
  return busy / luma.length;
}

// The steepest edges, as a share of the whole contrast, over half a module: 1 is sharp.
function edge({ width, height, luma }, contrast, module) {
  const reach = Math.max(1, Math.round(module / 2)),
    counts = new Uint32Array(256);
  for (let y = 0; y < height; y++)
    for (let x = reach; x < width; x++) counts[Math.abs(luma[y * width + x] - luma[y * width + x - reach])]++;
  let left = luma.length * 0.05;
  for (let step = 255; step > 0; step--) if ((left -= counts[step]) <= 0) return step / contrast;
  return 0;
}

function isCut({ width, height }, box, corners) {
  const near = corners ? 2 : Math.max(width, height) * 0.01;
  const touching = [box.left <= near, box.top <= near, box.right >= width - near, box.bottom >= height - near];
  return touching.filter(Boolean).length >= (corners ? 1 : 2) && !touching.every(Boolean);
}
