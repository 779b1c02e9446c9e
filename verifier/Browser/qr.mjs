// A text as a QR symbol. It is drawn here because a receipt's link is sent to nobody; the drawing is
// qrcode-generator's, fetched from this site only for a receipt.
export const symbolOf = async text => draw((await import('./qrcode/qrcode.mjs')).default, text);

// Rows of dark and light modules without the white frame; null where no symbol holds so much.
export function draw(qrcode, text) {
  const symbol = qrcode(0, 'L');
  symbol.addData(text, 'Byte');
  try {
    symbol.make();
  } catch {
    return null;
  }
  const size = Array.from({ length: symbol.getModuleCount() }, (_, i) => i);
  return size.map(row => size.map(column => symbol.isDark(row, column)));
}
