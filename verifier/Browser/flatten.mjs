// Lays a symbol flat that was seen but could not be read, because the paper is folded or bent. It starts from the four
// corners, then follows the modules from the corners inwards: where the picture is sampled in the middle of modules, it
// is clearly dark or clearly light; where it is sampled on their edges, it is neither.
const NODE = 3, // modules between two points that are followed
  REACH = 4; // modules around a point that are asked
// Where alignment patterns stand, by version (ISO/IEC 18004 annex E).
const ALIGNED = {
  8: [6, 24, 42],
  9: [6, 26, 46],
  10: [6, 28, 50],
  11: [6, 30, 54],
  12: [6, 32, 58],
  13: [6, 34, 62],
  14: [6, 26, 46, 66],
  15: [6, 26, 48, 70],
  16: [6, 26, 50, 74],
  17: [6, 30, 54, 78],
  18: [6, 30, 56, 82],
};
const ASTRAY = 4; // modules that an alignment pattern is looked for around where its neighbours say

// position: the corners in this picture. version: of the symbol, where a reader has seen it. Gives clean pictures of
// the symbol, the likeliest size first.
export function* flattened(picture, position, version = 0) {
  const shade = thresholds(picture, position);
  const sizes = (ALIGNED[version] ? [version] : Object.keys(ALIGNED))
    .map(one => 17 + 4 * one)
    .map(size => ({ size, fit: timingFit(picture, shade, size, homography(position, size)) }))
    .sort((a, b) => b.fit - a.fit);
  for (const { size, fit } of sizes.slice(0, 2)) {
    if (fit < 0.6) return;
    yield drawn(follow(picture, shade, size, homography(position, size)), size);
  }
}

// From module coordinates to pixels (Heckbert 1989, section 2.2.3).
function homography({ topLeft: a, topRight: b, bottomRight: c, bottomLeft: d }, size) {
  const dx1 = b.x - c.x,
    dx2 = d.x - c.x,
    dy1 = b.y - c.y,
    dy2 = d.y - c.y,
    sx = a.x - b.x + c.x - d.x,
    sy = a.y - b.y + c.y - d.y,
    det = dx1 * dy2 - dx2 * dy1 || 1e-9,
    g = (sx * dy2 - dx2 * sy) / det,
    h = (dx1 * sy - sx * dy1) / det;
  return (u, v) => {
    const s = u / size,
      t = v / size,
      w = g * s + h * t + 1;
    return [
      ((b.x - a.x + g * b.x) * s + (d.x - a.x + h * d.x) * t + a.x) / w,
      ((b.y - a.y + g * b.y) * s + (d.y - a.y + h * d.y) * t + a.y) / w,
    ];
  };
}

// What counts as dark here: the middle between the darkest and the lightest of the surroundings, blurred.
function thresholds({ width, height, luma }, { topLeft, topRight, bottomLeft }) {
  const symbol = Math.max(
    Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y),
    Math.hypot(bottomLeft.x - topLeft.x, bottomLeft.y - topLeft.y),
  );
  const cell = Math.max(4, Math.round(symbol / 12)),
    columns = Math.ceil(width / cell),
    rows = Math.ceil(height / cell);
  const low = new Float32Array(columns * rows).fill(255),
    high = new Float32Array(columns * rows);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = Math.floor(y / cell) * columns + Math.floor(x / cell),
        value = luma[y * width + x];
      if (value < low[i]) low[i] = value;
      if (value > high[i]) high[i] = value;
    }
  const around = (from, column, row, better) => {
    let best = from[row * columns + column];
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
        best = better(best, from[r * columns + c]);
    return best;
  };
  const middle = new Float32Array(columns * rows),
    span = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const dark = around(low, column, row, Math.min),
        light = around(high, column, row, Math.max);
      middle[row * columns + column] = (dark + light) / 2;
      span[row * columns + column] = Math.max(8, (light - dark) / 2);
    }
  const between = (from, x, y) => {
    const gx = Math.min(columns - 1, Math.max(0, x / cell - 0.5)),
      gy = Math.min(rows - 1, Math.max(0, y / cell - 0.5)),
      left = Math.min(columns - 2, Math.floor(gx)),
      top = Math.min(rows - 2, Math.floor(gy)),
      i = Math.max(0, top) * columns + Math.max(0, left),
      fx = gx - left,
      fy = gy - top;
    return (
      (from[i] * (1 - fx) + (from[i + 1] ?? from[i]) * fx) * (1 - fy) +
      ((from[i + columns] ?? from[i]) * (1 - fx) + (from[i + columns + 1] ?? from[i]) * fx) * fy
    );
  };
  // -1 clearly light … 1 clearly dark
  return (x, y) => {
    const left = Math.floor(x - 0.5),
      top = Math.floor(y - 0.5);
    if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return -0.2;
    const fx = x - 0.5 - left,
      fy = y - 0.5 - top,
      i = top * width + left;
    const value =
      (luma[i] * (1 - fx) + luma[i + 1] * fx) * (1 - fy) + (luma[i + width] * (1 - fx) + luma[i + width + 1] * fx) * fy;
    return Math.max(-1, Math.min(1, (between(middle, x, y) - value) / between(span, x, y)));
  };
}

// How well dark and light take turns where they must: along the sixth row and column, and in the three finders.
function timingFit(picture, shade, size, at) {
  let sum = 0,
    count = 0;
  for (let i = 8; i < size - 8; i++)
    for (const [u, v] of [
      [i, 6],
      [6, i],
    ]) {
      sum += shade(...at(u + 0.5, v + 0.5)) * (i % 2 ? -1 : 1) > 0 ? 1 : 0;
      count++;
    }
  return sum / count;
}

const mean = near => near.reduce(([x, y], [dx, dy]) => [x + dx / near.length, y + dy / near.length], [0, 0]);

// How far, in modules, the alignment patterns lie from where four corners would put them, and what lies between them.
function anchored(shade, size, at) {
  const places = ALIGNED[(size - 17) / 4],
    many = places.length,
    push = Array.from({ length: many * many }, () => null);
  const known = (row, column) => push[row * many + column];
  const isFinder = (row, column) =>
    (row === 0 && column === 0) || (row === 0 && column === many - 1) || (row === many - 1 && column === 0);
  const order = [];
  for (let row = 0; row < many; row++)
    for (let column = 0; column < many; column++)
      if (isFinder(row, column)) push[row * many + column] = [0, 0];
      else order.push({ row, column, far: Math.min(row + column, row + many - 1 - column, many - 1 - row + column) });
  order.sort((a, b) => a.far - b.far);
  for (const { row, column } of order) {
    const near = [];
    for (let r = row - 1; r <= row + 1; r++)
      for (let c = column - 1; c <= column + 1; c++)
        if (r >= 0 && c >= 0 && r < many && c < many && known(r, c)) near.push(known(r, c));
    push[row * many + column] = found(places[column], places[row], near.length ? mean(near) : [0, 0]);
  }
  return { places, push };

  function found(u, v, [gx, gy]) {
    let [best, bx, by] = [-Infinity, gx, gy];
    const look = (cx, cy, reach, step) => {
      for (let dy = -reach; dy <= reach; dy += step)
        for (let dx = -reach; dx <= reach; dx += step) {
          let score = -0.8 * Math.hypot(cx + dx - gx, cy + dy - gy);
          for (let y = -2; y <= 2; y++)
            for (let x = -2; x <= 2; x++)
              score +=
                shade(...at(u + x + 0.5 + cx + dx, v + y + 0.5 + cy + dy)) *
                (Math.max(Math.abs(x), Math.abs(y)) === 1 ? -1 : 1);
          if (score > best) [best, bx, by] = [score, cx + dx, cy + dy];
        }
    };
    look(gx, gy, ASTRAY, 0.5);
    look(bx, by, 0.375, 0.125);
    return best > 12 ? [bx, by] : [gx, gy];
  }
}

function between({ places, push }, u, v) {
  const cell = value => {
    let i = 0;
    while (i < places.length - 2 && value > places[i + 1]) i++;
    return [i, (value - places[i]) / (places[i + 1] - places[i])];
  };
  const [column, fx] = cell(u),
    [row, fy] = cell(v),
    many = places.length;
  const part = k =>
    (push[row * many + column][k] * (1 - fx) + push[row * many + column + 1][k] * fx) * (1 - fy) +
    (push[(row + 1) * many + column][k] * (1 - fx) + push[(row + 1) * many + column + 1][k] * fx) * fy;
  return [part(0), part(1)];
}

// How far, in modules, each point lies from where four corners would put it.
function follow(picture, shade, size, at) {
  const anchors = anchored(shade, size, at);
  const nodes = Math.ceil((size - 1) / NODE) + 1,
    push = Array.from({ length: nodes * nodes }, () => null);
  const place = i => Math.min(size - 1, i * NODE);
  const order = [];
  for (let row = 0; row < nodes; row++)
    for (let column = 0; column < nodes; column++) {
      const u = place(column),
        v = place(row),
        far = Math.min(Math.hypot(u - 3, v - 3), Math.hypot(u - size + 4, v - 3), Math.hypot(u - 3, v - size + 4));
      order.push({ row, column, u, v, far });
    }
  order.sort((a, b) => a.far - b.far);
  const clarity = (u, v, dx, dy) => {
    let sum = 0;
    for (let y = -REACH; y <= REACH; y++)
      for (let x = -REACH; x <= REACH; x++) {
        const mu = u + x,
          mv = v + y;
        if (mu < 0 || mv < 0 || mu >= size || mv >= size) continue;
        sum += Math.abs(shade(...at(mu + 0.5 + dx, mv + 0.5 + dy))) / (1 + (x * x + y * y) / 12);
      }
    return sum;
  };
  const neighbours = ({ row, column }, reach) => {
    const near = [];
    for (let r = row - reach; r <= row + reach; r++)
      for (let c = column - reach; c <= column + reach; c++) {
        const own = r >= 0 && c >= 0 && r < nodes && c < nodes ? push[r * nodes + c] : null;
        if (own) near.push(own);
      }
    return near;
  };
  for (const [pass, widest] of [0.5, 0.3].entries())
    for (const node of order) {
      const near = neighbours(node, pass ? 1 : 2);
      const [ax, ay] = between(anchors, node.u, node.v),
        [nx, ny] = near.length ? mean(near) : [0, 0];
      let [bx, by] = [ax + nx, ay + ny];
      const [mx, my] = [bx, by];
      for (const width of [widest, widest / 2, widest / 4]) {
        let best = -Infinity;
        const [cx, cy] = [bx, by];
        for (let y = -1; y <= 1; y++)
          for (let x = -1; x <= 1; x++) {
            const dx = cx + x * width,
              dy = cy + y * width;
            const score = clarity(node.u, node.v, dx, dy) * (1 - 0.12 * ((dx - mx) ** 2 + (dy - my) ** 2));
            if (score > best) [best, bx, by] = [score, dx, dy];
          }
      }
      push[node.row * nodes + node.column] = [bx - ax, by - ay];
    }
  return (u, v) => {
    const gx = Math.min(nodes - 1.001, u / NODE),
      gy = Math.min(nodes - 1.001, v / NODE),
      left = Math.floor(gx),
      top = Math.floor(gy),
      fx = gx - left,
      fy = gy - top,
      i = top * nodes + left;
    const [a, b, c, d] = [push[i], push[i + 1], push[i + nodes], push[i + nodes + 1]];
    const part = k => (a[k] * (1 - fx) + b[k] * fx) * (1 - fy) + (c[k] * (1 - fx) + d[k] * fx) * fy;
    const [au, av] = between(anchors, u, v),
      [du, dv] = [part(0) + au, part(1) + av];
    let sum = 0;
    for (const [x, y] of [[0, 0], [0.22, 0], [-0.22, 0], [0, 0.22], [0, -0.22]])
      sum += shade(...at(u + 0.5 + du + x, v + 0.5 + dv + y));
    return sum;
  };
}

// What stands in every symbol of this size (ISO/IEC 18004 section 6.3): finders, timing, alignment. null elsewhere.
function fixed(u, v, size) {
  for (const [x, y] of [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ]) {
    const far = Math.max(Math.abs(u - x - 3), Math.abs(v - y - 3));
    if (far <= 4) return far <= 1 || far === 3;
  }
  const places = ALIGNED[(size - 17) / 4],
    last = places.length - 1;
  for (const [row, y] of places.entries())
    for (const [column, x] of places.entries()) {
      const far = Math.max(Math.abs(u - x), Math.abs(v - y));
      const isFinder = ((row === 0 || row === last) && column === 0) || (row === 0 && column === last);
      if (far <= 2 && !isFinder) return far !== 1;
    }
  return u === 6 || v === 6 ? (u + v) % 2 === 0 : null;
}

// Each module four pixels wide, with the quiet zone (ISO/IEC 18004 section 6.3.8).
function drawn(isDark, size) {
  const side = (size + 8) * 4,
    luma = new Uint8ClampedArray(side * side).fill(255);
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++) {
      if (!(fixed(u, v, size) ?? isDark(u, v) > 0)) continue;
      const left = (u + 4) * 4;
      for (let y = (v + 4) * 4; y < (v + 5) * 4; y++) luma.fill(0, y * side + left, y * side + left + 4);
    }
  return { width: side, height: side, luma };
}
