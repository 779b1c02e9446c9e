// The page behind a worker's link: asks this site's service to fetch what the worker shares and to check it like
// anything else, then shows the reports. What the worker did not choose to show is not there.
import { el } from './element.mjs';
import { postJson } from './fetched.mjs';
import { moment, number, onLanguage, say, startLanguages } from './language.mjs';
import { currentTrust } from './lists.mjs';
import { receiptOffer } from './receiptform.mjs';
import { report, verdict } from './verdict.mjs';

const REFUSALS = {
  share_link_unreadable: 'unreadable',
  wallet_not_listed: 'wallet',
  share_unknown: 'unknown',
  too_many_requests: 'limit',
};
const place = document.getElementById('result');
const checking = [...place.childNodes];
let show = null,
  run = 0;

startLanguages();
onLanguage(() => show?.());
addEventListener('hashchange', open);
open();

async function open() {
  const own = ++run;
  show = null;
  place.replaceChildren(...checking);
  place.setAttribute('aria-busy', 'true');
  const { value, code } =
    location.hash.length > 1
      ? await postJson('/api/shares', { link: ownLink() })
      : { value: null, code: 'share_link_unreadable' };
  if (own !== run) return;
  show = () => place.replaceChildren(...(value ? shared(value) : refused(REFUSALS[code] ?? 'unreachable')));
  show();
  place.removeAttribute('aria-busy');
  place.querySelector('h1').focus({ preventScroll: true });
}

function shared({ state, expires, reports }) {
  if (state !== 'active') return refused('stopped');
  return [
    reports.length > 1 && el('p', { class: 'which' }, say('share.many', number(reports.length))),
    ...reports.map((one, i) =>
      el('div', { class: 'one' }, report(one, { again: open, trust: currentTrust }), receiptOffer(ownLink(), i + 1)),
    ),
    expires && el('p', { class: 'note' }, say('share.until', moment(new Date(expires * 1000).toISOString()))),
  ].filter(Boolean);
}

// The link as the worker sent it: the audience of what stands behind it.
function ownLink() {
  return location.origin + location.pathname + location.hash;
}

function refused(why) {
  const retry = why === 'unreachable' || why === 'limit';
  return [
    verdict({ look: 'unknown', title: say(`share.${why}.title`), text: say(`share.${why}.text`) }),
    retry && el('p', {}, el('button', { class: 'btn', type: 'button', onclick: open }, say('report.again'))),
  ].filter(Boolean);
}
