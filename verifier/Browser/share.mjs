// The page behind a worker's link: asks this site's service to fetch what the worker shares and to check it like
// anything else, then shows the reports. What the worker did not choose to show is not there. Programs that only look
// at links never get as far as here; what is loaded unseen, ahead of a tap, waits until somebody sees it.
import { el } from './element.mjs';
import { postJson } from './fetched.mjs';
import { locale, moment, number, onLanguage, say, startLanguages } from './language.mjs';
import { currentTrust } from './lists.mjs';
import { receiptOffer } from './receiptform.mjs';
import { report, verdict } from './verdict.mjs';
import { visit } from './visit.mjs';

const REFUSALS = {
  share_link_unreadable: 'unreadable',
  wallet_not_listed: 'wallet',
  share_unknown: 'unknown',
  too_many_requests: 'limit',
  wallet_unreachable: 'unreachable',
};
// Not the worker's service: the reader's own line, or this one.
const OURS = { offline: 'error.offline.text', fault: 'error.500.text' };
const place = document.getElementById('result');
const checking = [...place.childNodes];
let show = null,
  run = 0,
  typed = '';

startLanguages();
onLanguage(() => show?.());
addEventListener('hashchange', () => open());
open();

// asked: what the reader gives beside the link: a PIN, or the wish to open though it is counted.
async function open(asked = {}) {
  const own = ++run;
  show = null;
  place.replaceChildren(...checking);
  place.setAttribute('aria-busy', 'true');
  await seen();
  const { value, code } =
    location.hash.length > 1
      ? await postJson('/api/shares', { link: ownLink(), visit: visit(location.hash), ...asked })
      : { value: null, code: 'share_link_unreadable' };
  if (own !== run) return;
  const why = REFUSALS[code] ?? (code === 'unreachable' ? 'offline' : 'fault');
  show = () => place.replaceChildren(...(value ? answered(value) : refused(why)));
  show();
  place.removeAttribute('aria-busy');
  (place.querySelector('input') ?? place.querySelector('h1')).focus({ preventScroll: true });
}

function answered(value) {
  if (value.state === 'active') return shared(value);
  if (value.state === 'confirm_needed') return [ask('confirm_needed', value.openingsLeft)];
  return value.state.startsWith('pin_') ? [askPin(value)] : refused(value.state === 'used_up' ? 'used_up' : 'stopped');
}

function shared({ expires, openingsLeft, reports }) {
  const own = visit(location.hash);
  return [
    reports.length > 1 && el('p', { class: 'which' }, say('share.many', number(reports.length))),
    ...reports.map((one, i) =>
      el(
        'div',
        { class: 'one' },
        report(one, { again: () => open(), trust: currentTrust }),
        receiptOffer(ownLink(), i + 1, own),
      ),
    ),
    expires &&
      el(
        'p',
        { class: 'note' },
        say('share.until', moment(new Date(expires * 1000).toISOString())),
        ' ',
        say('share.link_ends'),
      ),
    openingsLeft !== null && el('p', { class: 'note' }, say('share.left', number(openingsLeft))),
  ].filter(Boolean);
}

// One question, one button.
function ask(what, left, form = null) {
  return el(
    'section',
    { class: 'card ask' },
    el('h1', { tabindex: '-1' }, say(`share.${what}.title`)),
    el('p', {}, say(`share.${what}.text`, left === null ? '' : number(left))),
    form ?? openButton(() => open({ confirm: true })),
  );
}

const openButton = onclick => el('button', { class: 'btn', type: 'button', onclick }, say('share.pin.open'));

function askPin({ state, openingsLeft, wait }) {
  const wrong = state !== 'pin_needed' && say(`share.${state}`, wait && inMinutes(wait));
  const input = el('input', {
    id: 'pin',
    name: 'pin',
    inputmode: 'numeric',
    maxlength: 12,
    autocomplete: 'off',
    dir: 'ltr',
    value: typed,
    required: true,
    oninput: () => (typed = input.value),
    'aria-describedby': wrong ? 'pin-wrong' : null,
    'aria-invalid': wrong ? 'true' : null,
  });
  const send = event => {
    event.preventDefault();
    const pin = input.value.trim();
    if (!pin) return input.focus();
    typed = '';
    open({ pin });
  };
  const form = el(
    'form',
    { onsubmit: send, novalidate: true },
    wrong && el('p', { class: 'say no', role: 'alert', id: 'pin-wrong' }, wrong),
    el('label', { for: 'pin' }, say('share.pin.label')),
    el('p', {}, input),
    openingsLeft !== null && el('p', { class: 'note' }, say('share.left', number(openingsLeft))),
    el('button', { class: 'btn', type: 'submit' }, say('share.pin.open')),
  );
  return ask('pin_needed', null, form);
}

const inMinutes = seconds =>
  new Intl.NumberFormat(locale(), { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(
    Math.ceil(seconds / 60),
  );

// A page that is loaded ahead, or in a tab behind, has nobody who looks at it yet.
function seen() {
  const looked = () => document.visibilityState === 'visible' && !document.prerendering;
  return new Promise(resolve => {
    const look = () => looked() && resolve();
    look();
    document.addEventListener('visibilitychange', look);
    document.addEventListener('prerenderingchange', look);
  });
}

// The link as the worker sent it: the audience of what stands behind it.
function ownLink() {
  return location.origin + location.pathname + location.hash;
}

function refused(why) {
  const ours = OURS[why],
    retry = ours || why === 'unreachable' || why === 'limit';
  return [
    verdict({
      look: 'unknown',
      title: say(`share.${ours ? 'unreachable' : why}.title`),
      text: say(ours ?? `share.${why}.text`),
    }),
    retry && el('p', {}, el('button', { class: 'btn', type: 'button', onclick: () => open() }, say('report.again'))),
  ].filter(Boolean);
}
