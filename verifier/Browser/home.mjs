// The first page: camera, picture, PDF or code. Everything is read on the device; only a typed code is sent to this
// service.
import { encodeBase32 } from './base32.mjs';
import { el } from './element.mjs';
import { postJson } from './fetched.mjs';
import { keepForLater } from './keeping.mjs';
import { say, startLanguages } from './language.mjs';
import { destinationOf } from './symboltext.mjs';

const MAX_FILE = 40 * 1024 * 1024;
const CODES = {
  certificate_code_unreadable: 'code.unreadable',
  certificate_unknown: 'code.unknown',
  too_many_requests: 'code.limit',
};
const hook = name => document.querySelector(`[data-${name}]`);
const message = hook('message'),
  camera = hook('camera'),
  video = camera.querySelector('video'),
  aim = hook('aim');
let stop = null;
let opened = 0;

startLanguages();
for (const part of document.querySelectorAll('[data-scripted]')) part.hidden = false;
hook('scan').addEventListener('click', scan);
hook('stop').addEventListener('click', close);
hook('file').addEventListener('change', event => take(event.target.files[0]));
hook('code').addEventListener('submit', lookUp);
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', event => {
  event.preventDefault();
  take(event.dataTransfer.files[0]);
});
addEventListener('paste', event => {
  const file = event.clipboardData.files[0];
  if (file) take(file);
  else if (!event.target.matches?.('input')) go(event.clipboardData.getData('text'));
});
document.addEventListener('visibilitychange', () => document.hidden && close());
keepForLater();

async function scan() {
  close();
  const own = opened;
  tell(null);
  camera.hidden = false;
  aim.textContent = say('scan.aim');
  try {
    const { openCamera } = await import('./camera.mjs');
    const started = await openCamera(video, {
      found: text => (close(), go(text)),
      hint: () => {
        aim.textContent = say('scan.closer');
      },
    });
    if (own !== opened) return started(); // closed while it was still starting
    stop = started;
    camera.scrollIntoView({ block: 'nearest' });
    hook('stop').focus();
  } catch (error) {
    close();
    tell(error.reason ?? 'file.reader');
  }
}

function close() {
  opened++;
  stop?.();
  stop = null;
  camera.hidden = true;
}

async function take(file) {
  if (!file) return;
  close();
  if (file.size > MAX_FILE) return tell('file.too_large');
  tell('file.reading', 'plain');
  try {
    const { isPdf, attachedCertificates } = await import('./pdf.mjs');
    const start = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
    if (isPdf(start)) return choose(await attachedCertificates(new Uint8Array(await file.arrayBuffer())));
    const { readPicture } = await import('./symbol.mjs');
    const text = await readPicture(file);
    return text ? go(text) : tell('file.no_code');
  } catch (error) {
    return tell(error.reason === 'unreadable' ? 'file.unreadable' : 'file.reader');
  }
}

function choose(certificates) {
  const hrefs = certificates.map(bytes => `/C#${encodeBase32(bytes)}`);
  if (hrefs.length === 0) return tell('file.pdf.no_data');
  if (hrefs.length === 1) return location.assign(hrefs[0]);
  tell('file.pdf.several', 'plain');
  return message.append(
    el(
      'ol',
      { class: 'choices' },
      hrefs.map((href, i) => el('li', {}, el('a', { class: 'chip', href }, say('file.pdf.one', String(i + 1))))),
    ),
  );
}

function go(text) {
  const { href, refused } = destinationOf(text);
  href ? location.assign(href) : tell(refused);
}

async function lookUp(event) {
  event.preventDefault();
  const typed = event.target.elements.code.value.trim();
  if (!typed) return event.target.elements.code.focus();
  if (/^https?:/i.test(typed)) return go(typed);
  tell('code.asking', 'plain');
  const { value, code } = await postJson('/api/lookup', { code: typed });
  return value ? location.assign(`/C#${value.payload}`) : tell(CODES[code] ?? 'code.unreachable');
}

function tell(key, look = 'unknown') {
  message.className = key ? `say ${look}` : '';
  message.replaceChildren(...(key ? [el('span', {}, say(key))] : []));
  if (key) message.scrollIntoView({ block: 'nearest' });
}
