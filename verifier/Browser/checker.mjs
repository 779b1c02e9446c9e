// The page behind the QR link: reads the fragment, checks it here in the browser, shows the verdict.
import { el } from './element.mjs';
import { fetchKept } from './fetched.mjs';
import { Finding } from './finding.mjs';
import { cryptoIsThere } from './keys.mjs';
import { onLanguage, say, settings, startLanguages } from './language.mjs';
import { readTrustList } from './trust.mjs';
import { report, verdict } from './verdict.mjs';
import { verifyPaper } from './verify.mjs';

const MEMORY = `trust-list-${settings.root.kid}`;
const CLOCKS_MAY_DIFFER = 30;
const place = document.getElementById('result');
const checking = [...place.childNodes];
let show = null; // draws what is on the page again, for a change of language
let run = 0;
let ahead = 0; // how far the server's clock is ahead of this device's, in seconds, when it matters

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
  const [data, trust] = await Promise.all([framework(), trustList()]);
  const statusTokens = new Map();
  const input = () => ({ now: Math.floor(Date.now() / 1000) + ahead, trust, statusTokens, data });
  let found = await verifyPaper(text, input());
  const uri = found.missingStatusList;
  if (uri) {
    const { bytes, code } = await fetchKept(`/trust/status?uri=${encodeURIComponent(uri)}`);
    if (bytes) statusTokens.set(uri, bytes);
    found = await verifyPaper(text, { ...input(), statusRefusal: code === 'status_invalid' ? code : null });
  }
  return () => report(found, { again: check });
}

async function framework() {
  const { bytes } = await fetchKept(settings.data, 'default');
  if (!bytes) throw new Finding('network');
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function trustList() {
  const { bytes, at } = await fetchKept('/trust/list');
  const difference = at ? Math.round(at - Date.now() / 1000) : 0;
  if (at) ahead = Math.abs(difference) > CLOCKS_MAY_DIFFER ? difference : 0;
  if (!bytes) return { refusal: 'trust_list_missing' };
  try {
    const list = await readTrustList(new TextDecoder().decode(bytes), settings.root, recall());
    remember(list.memory);
    return { list };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    return { refusal: error.reason };
  }
}

// The newest list seen, so that nobody can bring back one from before a withdrawal. A full or forbidden store forgets.
function recall() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY));
  } catch {
    return null;
  }
}

function remember(memory) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify(memory));
  } catch {
    // private browsing
  }
}

function cannot(title, text, { home = false, again = false }) {
  return () =>
    [
      verdict({ look: 'unknown', title: say(title), text: say(text) }),
      home && el('p', {}, el('a', { class: 'btn', href: '/' }, say('home.title'))),
      again && el('p', {}, el('button', { class: 'btn', type: 'button', onclick: check }, say('report.again'))),
    ].filter(Boolean);
}
