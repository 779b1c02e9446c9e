// The page behind the QR link: reads the fragment, checks it here in the browser, shows the verdict.
import { el } from './element.mjs';
import { cryptoIsThere } from './keys.mjs';
import { onLanguage, say, settings, startLanguages } from './language.mjs';
import { openLists } from './lists.mjs';
import { report, verdict } from './verdict.mjs';

const place = document.getElementById('result');
const checking = [...place.childNodes];
let show = null; // draws what is on the page again, for a change of language
let run = 0;

startLanguages();
onLanguage(() => show?.());
addEventListener('hashchange', check);
check();

async function check() {
  const own = ++run;
  show = null;
  place.replaceChildren(...checking);
  place.setAttribute('aria-busy', 'true');
  const drawn = await judge().catch(() =>
    cannot('state.could_not_check.title', 'cannot.network.text', { again: true }),
  );
  if (own !== run) return; // another certificate was opened meanwhile
  show = () => {
    place.replaceChildren(...drawn());
    document.title = `${place.querySelector('h1').textContent} · ${say('brand')}`;
  };
  show();
  place.removeAttribute('aria-busy');
  place.querySelector('h1').focus({ preventScroll: true });
  keepForLater();
}

// The next time this page opens without a connection. Nothing here may disturb a verdict.
function keepForLater() {
  if (!navigator.serviceWorker) return;
  const made = performance.getEntriesByType('resource').map(({ name }) => name);
  const keep = ['/C', ...made.filter(name => /\/(js|look\.css)/.test(new URL(name).pathname))];
  navigator.serviceWorker
    .register(settings.offline, { scope: '/' })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active.postMessage({ keep }))
    .catch(() => {});
}

async function judge() {
  const text = location.hash.slice(1);
  if (!text) return cannot('cannot.empty.title', 'cannot.empty.text', { home: true });
  if (!cryptoIsThere()) return cannot('cannot.crypto.title', 'cannot.crypto.text', { home: true });
  if (!globalThis.DecompressionStream) return cannot('cannot.browser.title', 'cannot.browser.text', { home: true });
  const found = await (await openLists()).check(text);
  return () => report(found, { again: check });
}

function cannot(title, text, { home = false, again = false }) {
  return () =>
    [
      verdict({ look: 'unknown', title: say(title), text: say(text) }),
      home && el('p', {}, el('a', { class: 'btn', href: '/' }, say('home.title'))),
      again && el('p', {}, el('button', { class: 'btn', type: 'button', onclick: check }, say('report.again'))),
    ].filter(Boolean);
}
