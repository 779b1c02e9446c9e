// zxing-wasm, fetched from this site only when a picture is to be read: it is larger than everything else together.
import { zxingDetector } from './reading.mjs';

export async function loadDetector() {
  const { prepareZXingModule, readBarcodes } = await import('./zxing/es/reader/index.js');
  await prepareZXingModule({
    overrides: { locateFile: path => new URL(`./zxing/reader/${path}`, import.meta.url).href },
    fireImmediately: true,
  });
  return zxingDetector(readBarcodes);
}
