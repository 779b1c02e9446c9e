// The first page: camera, picture, PDF or code. Everything is read on the device; only a typed code is sent to this
// service.
import { el } from './element.mjs';
import { postJson } from './fetched.mjs';
import { keepForLater } from './keeping.mjs';
import { placeOf, say, settings, startLanguages } from './language.mjs';
import { destinationOf } from './symboltext.mjs';

const CODES = {
  certificate_code_unreadable: 'code.unreadable',
  certificate_unknown: 'code.unknown',
  too_many_requests: 'code.limit',
  issuer_busy: 'code.limit',
};
const hook = name => document.querySelector(`[data-${name}]`);
const message = hook('message'),
  camera = hook('camera'),
  video = camera.querySelector('video'),
  aim = hook('aim');
let stop = null;
let opened = 0;
let reading = null; // stops the reading of files that is under way

startLanguages();
for (const part of document.querySelectorAll('[data-scripted]')) part.hidden = false;
hook('scan').addEventListener('click', scan);
hook('stop').addEventListener('click', close);
hook('torch').addEventListener('click', () => stop?.torch());
hook('file').addEventListener('change', event => {
  take([...event.target.files]);
  event.target.value = ''; // so that the same file can be chosen again
});
hook('code')?.addEventListener('submit', lookUp);
addEventListener('dragover', event => event.preventDefault());
addEventListener('drop', event => {
  event.preventDefault();
  takeAll(event.dataTransfer);
});
addEventListener('paste', event => {
  if (event.clipboardData.files.length > 0 || !event.target.matches?.('input')) takeAll(event.clipboardData);
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
      hint: advice => {
        aim.textContent = say(advice ? `file.advice.${advice}` : 'scan.closer');
      },
    });
    hook('torch').hidden = !started.torch;
    if (own !== opened) return started.stop(); // closed while it was still starting
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
  stop?.stop();
  stop = null;
  reading?.abort();
  camera.hidden = true;
}

// What was dropped or pasted: files, else a link or what stands in a code.
function takeAll(transfer) {
  if (transfer.files.length > 0) return take([...transfer.files]);
  const text = transfer.getData('text/uri-list') || transfer.getData('text');
  if (text) go(text);
}

async function take(files) {
  if (files.length === 0) return;
  close();
  const own = (reading = new AbortController());
  const bar = el('progress', { max: '1', value: '0', 'aria-label': say('file.reading') });
  const cancel = el('button', { class: 'chip', type: 'button', onclick: () => own.abort() }, say('file.cancel'));
  tell('file.reading', 'plain', bar, cancel);
  const found = new Map(),
    refused = [];
  try {
    const { destinationsIn } = await import('./files.mjs');
    const step = share => (bar.value = share);
    for await (const one of destinationsIn(files, { step, signal: own.signal }))
      one.href ? found.set(one.href, one) : refused.push(one);
  } catch {
    if (own === reading) tell(own.signal.aborted ? null : 'file.reader');
    return;
  }
  if (own !== reading || own.signal.aborted) return;
  await show([...found.values()], refused);
}

async function show(found, refused) {
  if (found.length === 0) return tell(refused[0].refused);
  if (found.length === 1 && refused.length === 0) return leadTo(found[0].href);
  try {
    const { severalFound } = await import('./several.mjs');
    message.className = 'say plain several';
    message.replaceChildren(...(await severalFound(found, refused)));
  } catch {
    tell('file.reader');
  }
}

// A bundle has no page for a worker's link: that is the worker's service.
function leadTo(href) {
  settings.bundle && !href.startsWith('/C#') ? tell('bundle.note') : location.assign(placeOf(href));
}

function go(text) {
  const { href, refused } = destinationOf(text);
  href ? leadTo(href) : tell(refused);
}

async function lookUp(event) {
  event.preventDefault();
  const typed = event.target.elements.code.value.trim();
  if (!typed) return event.target.elements.code.focus();
  if (/^https?:/i.test(typed)) return go(typed);
  tell('code.asking', 'plain');
  const { value, code } = await postJson('/api/lookup', { code: typed });
  if (value) return leadTo(`/C#${value.payload}`);
  tell(CODES[code] ?? (code === 'unreachable' ? 'code.offline' : 'code.unreachable'));
}

function tell(key, look = 'unknown', ...more) {
  message.className = key ? `say ${look}` : '';
  message.replaceChildren(...(key ? [el('span', {}, say(key)), ...more] : []));
  if (key) message.scrollIntoView({ block: 'nearest' });
}
