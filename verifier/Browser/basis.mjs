// Says what a verdict rests on when that is not simply the newest lists and the right time: the lists that this device
// kept, or a clock that is wrong.
import { deviceSeconds } from './clock.mjs';
import { el } from './element.mjs';
import { locale, moment, say, settings } from './language.mjs';

const UNITS = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
];

// asking: newer lists have been asked for and are not there yet.
export function basisNotice({ basis, status }, asking = false) {
  const { clock, connected } = basis;
  const now = deviceSeconds() + clock.ahead;
  const said = [];
  if (clock.wrong)
    said.push(say(clock.known ? 'basis.clock' : 'basis.clock.unknown', moment(new Date(Date.now()).toISOString())));
  // What lies in a bundle is nobody's answer of now, whether there is a connection or not.
  const kept = settings.bundle ? 'basis.copy' : asking ? 'basis.asking' : 'basis.kept';
  if (!connected && status) said.push(say(kept, moment(status.asOf), ago(Date.parse(status.asOf) / 1000, now)));
  return el('div', { role: 'status', 'data-basis': '' }, said.map(text => el('p', { class: 'say plain' }, text)));
}

function ago(then, now) {
  const seconds = Math.max(0, now - then);
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(locale()).format(-Math.max(1, Math.floor(seconds / size)), unit);
}
