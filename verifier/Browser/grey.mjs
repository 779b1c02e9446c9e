// Grey pictures { width, height, luma } and what helps a reader to see a symbol in them. All in whole bytes and plain
// loops: it runs on cheap phones, in a worker.
const blank = (width, height) => ({ width, height, luma: new Uint8ClampedArray(width * height) });

export function fromRgba({ width, height, data }) {
  const grey = blank(width, height);
  for (let i = 0, at = 0; i < grey.luma.length; i++, at += 4)
    grey.luma[i] = (306 * data[at] + 601 * data[at + 1] + 117 * data[at + 2]) >> 10;
  return grey;
}

// Larger by straight lines between pixels, smaller by averages of all that fall into one.
export function scaled(picture, factor) {
  return factor >= 1 ? stretched(picture, factor) : shrunk(picture, factor);
}

function stretched({ width, height, luma }, factor) {
  const out = blank(Math.round(width * factor), Math.round(height * factor));
  for (let y = 0, at = 0; y < out.height; y++) {
    const sy = Math.min(height - 1.001, Math.max(0, (y + 0.5) / factor - 0.5)),
      top = Math.floor(sy),
      fy = sy - top;
    for (let x = 0; x < out.width; x++, at++) {
      const sx = Math.min(width - 1.001, Math.max(0, (x + 0.5) / factor - 0.5)),
        left = Math.floor(sx),
        fx = sx - left,
        i = top * width + left;
      out.luma[at] =
        (luma[i] * (1 - fx) + luma[i + 1] * fx) * (1 - fy) +
        (luma[i + width] * (1 - fx) + luma[i + width + 1] * fx) * fy;
    }
  }
  return out;
}

function shrunk({ width, height, luma }, factor) {
  const out = blank(Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor)));
  for (let y = 0, at = 0; y < out.height; y++) {
    const top = Math.floor(y / factor),
      bottom = Math.min(height, Math.max(top + 1, Math.floor((y + 1) / factor)));
    for (let x = 0; x < out.width; x++, at++) {
      const left = Math.floor(x / factor),
        right = Math.min(width, Math.max(left + 1, Math.floor((x + 1) / factor)));
      let sum = 0;
      for (let sy = top; sy < bottom; sy++) for (let sx = left; sx < right; sx++) sum += luma[sy * width + sx];
      out.luma[at] = sum / ((bottom - top) * (right - left));
    }
  }
  return out;
}

export function cropped({ width, height, luma }, left, top, right, bottom) {
  const from = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))],
    to = [Math.min(width, Math.ceil(right)), Math.min(height, Math.ceil(bottom))];
  const out = blank(to[0] - from[0], to[1] - from[1]);
  for (let y = 0; y < out.height; y++)
    out.luma.set(luma.subarray((y + from[1]) * width + from[0], (y + from[1]) * width + to[0]), y * out.width);
  return out;
}

// The mean of the square around each pixel, by sums that are kept while going along: as fast for large squares.
export function averaged({ width, height, luma }, reach) {
  const across = new Float32Array(width * height),
    out = blank(width, height);
  for (let y = 0; y < height; y++) line(luma, across, y * width, 1, width, reach);
  const mean = new Float32Array(width * height);
  for (let x = 0; x < width; x++) line(across, mean, x, width, height, reach);
  out.luma.set(mean);
  return out;
}

function line(from, to, start, step, length, reach) {
  const at = i => from[start + Math.min(length - 1, Math.max(0, i)) * step];
  let sum = 0;
  for (let i = -reach; i <= reach; i++) sum += at(i);
  for (let i = 0; i < length; i++) {
    to[start + i * step] = sum / (2 * reach + 1);
    sum += at(i + reach + 1) - at(i - reach);
  }
}

// Three averages make a bell.
export const softened = (picture, reach = 1) => averaged(averaged(picture, reach), reach);

// What a blur has taken away, added again.
export function sharpened(picture, reach, strength) {
  const soft = softened(picture, reach),
    out = blank(picture.width, picture.height);
  for (let i = 0; i < out.luma.length; i++)
    out.luma[i] = picture.luma[i] + strength * (picture.luma[i] - soft.luma[i]);
  return out;
}

// Light and shade evened out: each pixel between the darkest and the lightest of its surroundings.
export function evened(picture, reach) {
  const { width, height, luma } = picture,
    out = blank(width, height);
  const mean = averaged(picture, reach),
    squares = new Float32Array(luma.length),
    across = new Float32Array(luma.length),
    spread = new Float32Array(luma.length);
  for (let i = 0; i < luma.length; i++) squares[i] = (luma[i] - mean.luma[i]) ** 2;
  for (let y = 0; y < height; y++) line(squares, across, y * width, 1, width, reach);
  for (let x = 0; x < width; x++) line(across, spread, x, width, height, reach);
  for (let i = 0; i < luma.length; i++)
    out.luma[i] = 128 + (70 * (luma[i] - mean.luma[i])) / Math.max(4, Math.sqrt(spread[i]));
  return out;
}
