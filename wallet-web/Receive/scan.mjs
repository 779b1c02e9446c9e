// Scans the claim slip's QR, by camera or from a picture, on the device: by the browser's own reader, else by the
// checker's, which is loaded only now. The camera runs only after a tap. Without script people paste or type.
const box = document.querySelector('[data-scanner]');
const [camera, file, stop, video, note] = ['[data-camera]', 'input[type=file]', '[data-stop]', 'video', '[role=status]']
  .map(one => box.querySelector(one));
const link = document.querySelector('#Link');
const load = name => import(box.dataset.scanner + name).catch(() => Promise.reject({ reason: 'reader' }));
const say = key => (note.textContent = key ? (note.dataset[key] ?? note.dataset.failed) : '');
const words = { 'scan.denied': 'denied', 'scan.none': 'none', 'scan.insecure': 'none', 'file.reader': 'reader' };
let running = null;

box.hidden = false;
camera.hidden = !navigator.mediaDevices?.getUserMedia;
camera.addEventListener('click', async () => {
  show(true);
  say('looking');
  try {
    const { openCamera } = await load('camera.mjs');
    running = await openCamera(video, { found: take, hint: () => say('closer') });
  } catch ({ reason }) {
    show(false);
    say(words[reason] ?? reason);
    document.querySelector('#other-ways').scrollIntoView({ block: 'nearest' });
  }
});
stop.addEventListener('click', () => {
  running?.stop();
  show(false);
  say('');
});
file.addEventListener('change', async () => {
  const [picture] = file.files;
  if (!picture) return;
  say('reading');
  try {
    const { lookAt } = await load('symbol.mjs');
    const { texts } = await lookAt(picture);
    texts.length > 0 ? take(texts.find(isOffer) ?? texts[0]) : say('nothing');
  } catch ({ reason }) {
    say(reason === 'reader' ? 'reader' : 'nothing');
  }
  file.value = '';
});
addEventListener('pagehide', () => running?.stop());

function show(on) {
  video.hidden = stop.hidden = !on;
  camera.hidden = on;
}

function take(text) {
  show(false);
  say('found');
  link.value = text;
  link.form.requestSubmit();
}

function isOffer(text) {
  return /credential_offer/.test(text);
}
