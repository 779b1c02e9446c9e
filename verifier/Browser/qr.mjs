// A text as a QR symbol (ISO/IEC 18004:2015), drawn here because a receipt's link is sent to nobody: bytes, correction
// level L, sizes 10 to 40. One mask does for all: a signed link is as good as random.
const FIRST = 10,
  LAST = 40;
const CORRECTION = [18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28]; // bytes a block; from 27 on 30
const BLOCKS = [4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10].concat(
  [12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
);
const LEVEL_AND_MASK = 0x77c4; // L and mask 0 with their own correction (7.9)

// Rows of dark and light modules without the white frame; null where no symbol holds so much.
export function symbolOf(text) {
  const bytes = new TextEncoder().encode(text);
  for (let version = FIRST; version <= LAST; version++) {
    const shape = shapeOf(version);
    if (bytes.length + 3 <= shape.capacity) return draw(version, interleaved(bytes, shape));
  }
  return null;
}

function shapeOf(version) {
  const aligned = Math.floor(version / 7) + 2;
  const modules = (16 * version + 128) * version + 64 - ((25 * aligned - 10) * aligned - 55) - 36;
  const total = Math.floor(modules / 8),
    correction = CORRECTION[version - FIRST] ?? 30,
    blocks = BLOCKS[version - FIRST];
  return { total, correction, blocks, capacity: total - correction * blocks };
}

// Mode, length, bytes, end, padding (7.4); then blocks, the first some a byte shorter, read across (7.5, 7.6).
function interleaved(bytes, { total, correction, blocks, capacity }) {
  const all = new Uint8Array(capacity);
  const halves = [4, bytes.length >> 12, bytes.length >> 8, bytes.length >> 4, bytes.length];
  for (const byte of bytes) halves.push(byte >> 4, byte);
  halves.forEach((half, i) => (all[i >> 1] |= (half & 15) << (i % 2 ? 0 : 4)));
  for (let i = bytes.length + 3; i < capacity; i++) all[i] = (i - bytes.length) % 2 ? 0xec : 0x11;
  const divisor = divisorOf(correction);
  const short = Math.floor(total / blocks) - correction,
    shorts = blocks - (total % blocks);
  const parts = Array.from({ length: blocks }, (_, i) => {
    const from = i * short + Math.max(0, i - shorts);
    return all.subarray(from, from + short + (i < shorts ? 0 : 1));
  });
  const ends = parts.map(part => remainder(part, divisor));
  const across = (rows, length) => Array.from({ length }, (_, i) => rows.map(row => row[i])).flat();
  return [...across(parts, short + 1), ...across(ends, correction)].filter(byte => byte !== undefined);
}

// Reed-Solomon over GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> i) & 1) * a);
  return product;
}

function divisorOf(degree) {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2))
    for (let j = 0; j < degree; j++) result[j] = times(result[j], root) ^ (result[j + 1] ?? 0);
  return result;
}

function remainder(bytes, divisor) {
  const result = [...divisor].fill(0);
  for (const byte of bytes) {
    const factor = byte ^ result.shift();
    result.push(0);
    divisor.forEach((one, i) => (result[i] ^= times(one, factor)));
  }
  return result;
}

function draw(version, bytes) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => Array(size).fill(null)); // null: for data
  const set = (x, y, dark) => (rows[y][x] = Boolean(dark));
  const square = (x, y, reach, isDark) => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        if (rows[y + dy]?.[x + dx] !== undefined) set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  const far = size - 7,
    places = placesOf(version, far);
  for (const y of places)
    for (const x of places)
      if (!((x === 6 && (y === 6 || y === far)) || (x === far && y === 6))) square(x, y, 2, ring => ring !== 1);
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, ring => ring !== 2 && ring !== 4);
  for (let i = 0; i < 15; i++) {
    const dark = (LEVEL_AND_MASK >> i) & 1;
    set(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, dark);
    set(i < 8 ? size - 1 - i : i < 9 ? 7 : 14 - i, 8, dark);
  }
  set(8, size - 8, true);
  const named = versionBits(version);
  for (let i = 0; i < 18; i++) {
    const near = Math.floor(i / 3),
      dark = (named >> i) & 1;
    set(size - 11 + (i % 3), near, dark);
    set(near, size - 11 + (i % 3), dark);
  }
  fill(rows, bytes);
  return rows;
}

function placesOf(version, far) {
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => far - i * step)];
}

function versionBits(version) {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  return (version << 12) | rest;
}

// Two columns at a time, up and down from the right (7.7.3), masked (7.8).
function fill(rows, bytes) {
  const size = rows.length;
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const y = (right + 1) & 2 ? step : size - 1 - step;
        if (rows[y][x] !== null) continue;
        rows[y][x] = Boolean((bytes[at >> 3] >> (7 - (at & 7))) & 1) !== ((x + y) % 2 === 0);
        at++;
      }
  }
}
