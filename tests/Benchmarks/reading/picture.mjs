// Grey pictures as { width, height, luma: Float32Array }, and what happens to them between a paper and a phone's memory.
export const make = (width, height, fill = 255) => ({ width, height, luma: new Float32Array(width * height).fill(fill) });

// Netpbm P5, as pdftoppm -gray writes it and zbarimg reads it.
export function parsePgm(bytes) {
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  const [width, height] = [Number(header[1]), Number(header[2])];
  return { width, height, luma: Float32Array.from(bytes.subarray(header[0].length)) };
}

export function toPgm({ width, height, luma }) {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), Buffer.from(toBytes(luma).buffer)]);
}

export const toBytes = luma => Uint8ClampedArray.from(luma);

// The same numbers on every machine (mulberry32).
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

// source: (x, y) of the new picture -> [x, y] of the old one. Four samples a pixel, so that shrinking does not alias.
export function warp(picture, width, height, source, ground = 235) {
  const out = make(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [dx, dy] of [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]) {
        const [sx, sy] = source(x + dx, y + dy);
        sum += sample(picture, sx - 0.5, sy - 0.5, ground);
      }
      out.luma[y * width + x] = sum / 4;
    }
  return out;
}

function sample({ width, height, luma }, x, y, ground) {
  const left = Math.floor(x), top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return ground;
  const fx = x - left, fy = y - top, at = top * width + left;
  return (luma[at] * (1 - fx) + luma[at + 1] * fx) * (1 - fy) + (luma[at + width] * (1 - fx) + luma[at + width + 1] * fx) * fy;
}

// Any kernel given as [dx, dy, weight] that sums to one.
export function convolve({ width, height, luma }, kernel) {
  const out = make(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const [dx, dy, weight] of kernel)
        sum += weight * luma[Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))];
      out.luma[y * width + x] = sum;
    }
  return out;
}

export function gaussian(picture, sigma) {
  const reach = Math.ceil(sigma * 3), weights = [];
  for (let i = -reach; i <= reach; i++) weights.push([i, Math.exp((-i * i) / (2 * sigma * sigma))]);
  const sum = weights.reduce((all, [, weight]) => all + weight, 0);
  const across = convolve(picture, weights.map(([i, weight]) => [i, 0, weight / sum]));
  return convolve(across, weights.map(([i, weight]) => [0, i, weight / sum]));
}

export function motion(picture, length, angle) {
  const steps = Math.max(1, Math.round(length)), kernel = [];
  for (let i = 0; i < steps; i++) {
    const at = i - (steps - 1) / 2;
    kernel.push([Math.round(Math.cos(angle) * at), Math.round(Math.sin(angle) * at), 1 / steps]);
  }
  return convolve(picture, kernel);
}

// What baseline JPEG does to the luminance (ITU-T T.81, annex K tables and A.3.3): transform 8 x 8, round, and back.
const TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COSINE = Array.from({ length: 64 }, (_, i) => Math.cos(((2 * (i >> 3) + 1) * (i & 7) * Math.PI) / 16) * (i & 7 ? 0.5 : Math.SQRT1_2 / 2));

export function jpeg(picture, quality) {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const steps = TABLE.map(value => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))));
  const { width, height, luma } = picture, out = make(width, height), block = new Float64Array(64), half = new Float64Array(64);
  const at = (x, y) => Math.min(height - 1, y) * width + Math.min(width - 1, x);
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) block[i] = Math.round(Math.min(255, Math.max(0, luma[at(left + (i & 7), top + (i >> 3))]))) - 128;
      transform(block, half, (i, k) => COSINE[k * 8 + i]);
      for (let i = 0; i < 64; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      transform(block, half, (i, k) => COSINE[i * 8 + k]);
      for (let i = 0; i < 64; i++) {
        const x = left + (i & 7), y = top + (i >> 3);
        if (x < width && y < height) out.luma[y * width + x] = Math.round(Math.min(255, Math.max(0, block[i] + 128)));
      }
    }
  return out;
}

function transform(block, half, weight) {
  for (let y = 0; y < 8; y++)
    for (let i = 0; i < 8; i++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += block[y * 8 + k] * weight(i, k);
      half[y * 8 + i] = sum;
    }
  for (let x = 0; x < 8; x++)
    for (let i = 0; i < 8; i++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += half[k * 8 + x] * weight(i, k);
      block[i * 8 + x] = sum;
    }
}
