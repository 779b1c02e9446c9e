// Ill-treats a clean picture of a certificate's symbol as papers and cameras do, from mild to hopeless. Every picture is
// also a hand-held photograph: a little turned, a little tilted, a little soft, a little noisy, saved as JPEG.
import { dice, gaussian, jpeg, motion, warp } from './picture.mjs';

export const KINDS = ['blur', 'perspective', 'folds', 'glare', 'JPEG', 'low light'];

// clean: { picture, box: { x, y, size }, modules }. The same number gives the same picture.
export function degrade(clean, kind, number) {
  const roll = dice(number * 7919 + KINDS.indexOf(kind) * 104729 + 17);
  const pixels = kind === 'JPEG' ? roll.between(1.9, 3.4) : roll.between(3, 5); // for a module
  const symbol = clean.modules * pixels, side = Math.round(symbol * 1.55);
  const tilt = kind === 'perspective' ? roll.between(25, 68) : roll.between(0, 12);
  const turn = kind === 'perspective' ? roll.between(0, 360) : roll.between(-12, 12);
  const folds = kind === 'folds' ? creases(roll, symbol, pixels) : [];
  let picture = photograph(clean, { side, symbol, tilt, turn, axis: roll.between(0, Math.PI), folds });
  for (const fold of folds) crease(picture, fold, side);
  if (kind === 'glare') glare(picture, roll, symbol);
  picture = gaussian(picture, pixels * roll.between(0.08, 0.18));
  if (kind === 'blur')
    picture = roll.next() < 0.5
      ? gaussian(picture, pixels * roll.between(0.35, 0.95))
      : motion(picture, pixels * roll.between(0.8, 2.4), roll.between(0, Math.PI));
  light(picture, roll, kind === 'low light');
  return jpeg(picture, kind === 'JPEG' ? roll.between(6, 30) : roll.between(60, 88));
}

// A pinhole camera over the paper. A fold stands up: seen from above its two slopes are shorter than they are, and the
// ridge is shifted towards where the camera looks from.
function photograph({ picture, box }, { side, symbol, tilt, turn, axis, folds }) {
  const distance = symbol * 2.2, slope = Math.tan((tilt * Math.PI) / 180) * 0.75;
  const [ax, ay] = [Math.cos(axis), Math.sin(axis)], [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const scale = box.size / symbol;
  return warp(picture, side, side, (px, py) => {
    let x = px - side / 2, y = py - side / 2;
    const depth = 1 + ((x * ax + y * ay) * slope) / distance;
    const along = x * ax + y * ay, across = -x * ay + y * ax;
    const squeezed = along * Math.sqrt(1 + slope * slope);
    [x, y] = [(squeezed * ax - across * ay) / depth, (squeezed * ay + across * ax) / depth];
    for (const fold of folds) {
      const near = (x * fold.nx + y * fold.ny - fold.offset) / fold.width;
      const closer = fold.closer * Math.max(-1, Math.min(1, near)), raised = fold.raised * Math.max(0, 1 - Math.abs(near));
      [x, y] = [x + closer * fold.nx + raised * fold.rx, y + closer * fold.ny + raised * fold.ry];
    }
    const [u, v] = [x * c + y * s, -x * s + y * c];
    return [box.x + box.size / 2 + u * scale, box.y + box.size / 2 + v * scale];
  });
}

function creases(roll, symbol, pixels) {
  const many = 1 + Math.floor(roll.between(0, 2.5));
  return Array.from({ length: many }, () => {
    const angle = roll.next() < 0.7 ? Math.round(roll.between(0, 4)) * (Math.PI / 2) + roll.normal() * 0.05 : roll.between(0, Math.PI);
    const view = roll.between(0, 2 * Math.PI);
    return {
      rx: Math.cos(view), ry: Math.sin(view), raised: pixels * roll.between(0, 1.6), closer: pixels * roll.between(0, 0.9),
      nx: Math.cos(angle), ny: Math.sin(angle), offset: roll.between(-0.42, 0.42) * symbol, width: roll.between(0.1, 0.35) * symbol,
      shade: roll.between(0.05, 0.5), worn: pixels * roll.between(0.1, 0.9), ink: roll.between(0.3, 1),
    };
  });
}

// One side lies in shadow, and along the line the ink is rubbed off.
function crease({ width, height, luma }, fold, side) {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const near = (x - side / 2) * fold.nx + (y - side / 2) * fold.ny - fold.offset, i = y * width + x;
      if (Math.abs(near) < fold.worn) luma[i] += (235 - luma[i]) * fold.ink;
      luma[i] *= 1 - fold.shade * Math.max(0, 1 - Math.abs(near) / fold.width) * (near > 0 ? 1 : 0.15);
    }
}

function glare({ width, height, luma }, roll, symbol) {
  for (let spot = 0; spot < 1 + Math.floor(roll.between(0, 2)); spot++) {
    const cx = width / 2 + roll.between(-0.5, 0.5) * symbol, cy = height / 2 + roll.between(-0.5, 0.5) * symbol;
    const rx = symbol * roll.between(0.06, 0.3), ry = rx * roll.between(0.4, 1), soft = roll.between(1.2, 2.6), strength = roll.between(120, 420);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const far = Math.hypot((x - cx) / rx, (y - cy) / ry);
        luma[y * width + x] += strength * Math.exp(-Math.pow(far, 2) / soft);
      }
  }
}

function light({ width, height, luma }, roll, dark) {
  const angle = roll.between(0, 2 * Math.PI), uneven = dark ? roll.between(0.1, 0.75) : roll.between(0, 0.2);
  const black = dark ? roll.between(4, 30) : roll.between(8, 25), white = dark ? black + roll.between(14, 70) : roll.between(190, 250);
  const noise = dark ? roll.between(2.5, 11) : roll.between(0.5, 2.5);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const ramp = 1 - uneven * (0.5 + ((x / width - 0.5) * Math.cos(angle) + (y / height - 0.5) * Math.sin(angle)));
      luma[i] = Math.min(255, Math.max(0, black + (white - black) * Math.min(1.15, luma[i] / 255) * ramp + roll.normal() * noise));
    }
}
