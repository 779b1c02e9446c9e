// The page behind the QR link: reads the fragment, checks it here in the browser, shows the verdict.
import { basisNotice } from './basis.mjs';
import { el } from './element.mjs';
import { cryptoIsThere } from './keys.mjs';
import { onLanguage, placeOf, say, settings, startLanguages } from './language.mjs';
import { keepForLater } from './keeping.mjs';
import { currentTrust, isFresh, openLists } from './lists.mjs';
import { receiptOffer } from './receiptform.mjs';
import { report, verdict } from './verdict.mjs';

const PATIENCE = 300; // milliseconds that a verdict by kept lists waits for newer ones
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
  try {
    for await (const drawn of judge()) {
      if (own !== run) return; // another certificate was opened meanwhile
      draw(drawn);
    }
  } catch {
    if (own === run) draw(cannot('state.could_not_check.title', 'cannot.network.text', { again: true }));
  }
  keepForLater();
}

function draw(drawn) {
  const again = show !== null;
  show = () => {
    place.replaceChildren(...drawn());
    document.title = `${place.querySelector('h1').textContent} · ${say('brand')}`;
  };
  // A second look that comes to the same verdict takes nothing away that somebody is typing.
  if (again && drawn.verdict === place.dataset.verdict && place.contains(document.activeElement?.form ?? null))
    place.querySelector('[data-basis]')?.replaceWith(drawn.notice());
  else {
    show();
    place.querySelector('h1').focus({ preventScroll: true });
  }
  place.dataset.verdict = drawn.verdict ?? '';
  place.removeAttribute('aria-busy');
  // Reporting this certificate begins with it in the address, which is sent to nobody.
  const link = document.querySelector('[data-report-link]');
  if (link) link.hash = location.hash;
}

// One verdict, or on a slow line two: by the lists that this device has, while newer ones are on their way.
async function* judge() {
  const text = location.hash.slice(1);
  if (!text) return yield cannot('cannot.empty.title', 'cannot.empty.text', { home: true });
  if (!cryptoIsThere()) return yield cannot('cannot.crypto.title', 'cannot.crypto.text', { home: true });
  if (!globalThis.DecompressionStream)
    return yield cannot('cannot.browser.title', 'cannot.browser.text', { home: true });
  const here = await (await openLists({ connected: false })).check(text);
  if (here.basis.settled && isFresh()) return yield found(here);
  const asked = openLists({ connected: true }).then(lists => lists.check(text));
  if (here.basis.settled) {
    const first = await Promise.race([asked, new Promise(resolve => setTimeout(resolve, PATIENCE))]).catch(() => null);
    if (!first) yield found(here, true);
  }
  yield found(await asked);
}

function found(one, asking = false) {
  const notice = () => basisNotice(one, asking);
  const drawn = () =>
    [
      ...report(one, { again: check, notice: notice(), trust: currentTrust }),
      receiptOffer(location.hash.slice(1)),
    ].filter(Boolean);
  return Object.assign(drawn, { notice, verdict: JSON.stringify([one.state, one.answers.valid.reason]) });
}

function cannot(title, text, { home = false, again = false }) {
  return () =>
    [
      verdict({ look: 'unknown', title: say(title), text: say(text) }),
      home && el('p', {}, el('a', { class: 'btn', href: placeOf('/') }, say('home.title'))),
      again && el('p', {}, el('button', { class: 'btn', type: 'button', onclick: check }, say('report.again'))),
    ].filter(Boolean);
}
