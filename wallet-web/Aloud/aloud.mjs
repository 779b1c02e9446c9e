// Reads the page aloud, in its own language, where the phone has a voice for it; elsewhere the button never shows.
const button = document.querySelector('[data-aloud]');
const speech = window.speechSynthesis;
const language = document.documentElement.lang;
const voice = () => speech.getVoices().find(one => one.lang.toLowerCase().startsWith(language));
// In the order in which they stand; what a screen reader would pass over is passed over.
const WORDS = 'h1, h2, h3, p, li, dt, dd, b, .note, .tag, .name, a.btn, button.btn, summary, label, legend';
const SILENT = '[hidden], [aria-hidden=true], nav, header, script, style, .demo-mark';

const offer = () => (button.hidden = !voice());

function sentences() {
  const said = [];
  const read = [...document.querySelectorAll('main')].flatMap(main => [...main.querySelectorAll(WORDS)]);
  for (const one of read) {
    if (one === button || one.closest(SILENT) || one.closest('[data-when]')?.offsetParent === null) continue;
    if (said.some(([element]) => element.contains(one))) continue;
    const words = one.innerText.replace(/\s+/g, ' ').trim();
    if (words && one.checkVisibility?.() !== false) said.push([one, words]);
  }
  return said.map(([, words]) => words);
}

function stop() {
  speech.cancel();
  button.setAttribute('aria-pressed', 'false');
}

if (button && speech) {
  offer();
  speech.addEventListener?.('voiceschanged', offer);
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-pressed') === 'true') return stop();
    speech.cancel();
    button.setAttribute('aria-pressed', 'true');
    const all = sentences();
    all.forEach((words, index) => {
      const one = new SpeechSynthesisUtterance(words);
      [one.lang, one.voice, one.rate] = [language, voice(), 0.9];
      if (index === all.length - 1) one.addEventListener('end', stop);
      speech.speak(one);
    });
  });
  addEventListener('pagehide', () => speech.cancel());
}
