// Judges what the desk was given, in three lanes that run side by side: files are read by workers, papers are checked
// here with lists that were fetched once, and codes, workers' links and wallets' credentials are asked of this service
// one after the other, as slowly as it wants.
import { postJson } from './fetched.mjs';
import { openReaders } from './deskreaders.mjs';
import { currentTrust, openLists } from './lists.mjs';
import { visit } from './visit.mjs';

const LONGEST_WAIT = 15 * 60,
  RETRIES = 2;
const LOOKUP = {
  certificate_code_unreadable: 'code.unreadable',
  certificate_unknown: 'code.unknown',
  issuer_unreachable: 'code.unreachable',
};
const SHARE = {
  share_link_unreadable: 'share.unreadable.text',
  wallet_not_listed: 'share.wallet.text',
  share_unknown: 'share.unknown.text',
  wallet_unreachable: 'share.unreachable.text',
};
// A link with a PIN, or one whose openings are counted, is for a person to open.
const SHUT = {
  pin_needed: 'share.pin_needed.text',
  confirm_needed: 'share.confirm_needed.title',
  used_up: 'share.used_up.text',
};

// done(item, results): each result is { found, text } or { why, pages }. wait(seconds, why): told every second, with
// null when it is over.
// settled(): nothing is left to do, or it was stopped.
export function openChecks({ worker, done, wait, settled }) {
  const cores = Math.max(1, Math.min(3, (navigator.hardwareConcurrency ?? 2) - 1));
  const readers = openReaders(worker, cores);
  const files = lane(cores, readFile),
    papers = lane(1, readText),
    asked = lane(1, ask);
  let busy = 0,
    lists = null,
    stopped = false,
    wake = null,
    tooMuchToday = false;
  return { add, stop, currentTrust };

  function add(items) {
    if (stopped) return; // what is under way ends first
    if (busy === 0) {
      tooMuchToday = false;
      lists = openLists();
      lists.catch(() => {});
    }
    for (const item of items)
      (item.file ? files : ['code', 'share', 'wallet'].includes(item.kind) ? asked : papers)(item);
  }

  function stop() {
    stopped = busy > 0;
    wake?.();
  }

  // Takes items one by one, so many at a time; begins at the first and ends with the last.
  function lane(width, judge) {
    const queue = [];
    let walkers = 0;
    return item => {
      queue.push(item);
      if (walkers < width) walk();
    };

    async function walk() {
      walkers++;
      busy++;
      while (queue.length > 0 && !stopped) {
        const item = queue.shift();
        const results = await judge(item).catch(() => [{ why: 'cannot.network.text' }]);
        if (results) done(item, results);
      }
      queue.length = 0;
      walkers--;
      if (--busy > 0) return;
      stopped = false;
      readers.close();
      settled();
    }
  }

  async function readFile(item) {
    const results = [];
    for (const { href, text, refused, pages } of await readers.read(item.file))
      if (!href) results.push({ why: refused, pages });
      else if (href.startsWith('/C#')) results.push(await paper(href.slice(3)));
      else results.push(...((await ask({ kind: 'share', text })) ?? [{ why: 'desk.stopped' }]));
    return results;
  }

  async function readText(item) {
    return item.kind === 'paper' ? [await paper(item.text)] : [{ why: item.why }];
  }

  async function paper(text) {
    return { text, found: await (await lists).check(text) };
  }

  // Null when it was stopped before there was an answer.
  async function ask(item) {
    if (tooMuchToday) return [{ why: 'desk.day' }];
    if (item.kind === 'code') {
      const answer = await asking('/api/lookup', { code: item.text });
      if (!answer) return null;
      return [answer.value ? await paper(answer.value.payload) : { why: LOOKUP[answer.code] ?? answer.why }];
    }
    if (item.kind === 'wallet') {
      const answer = await asking('/api/verify', { credential: item.text });
      return answer && [answer.value ? { found: answer.value } : { why: answer.why }];
    }
    const answer = await asking('/api/shares', { link: item.text, visit: visit(item.text) });
    if (!answer) return null;
    if (!answer.value) return [{ why: SHARE[answer.code] ?? answer.why }];
    if (answer.value.state !== 'active') return [{ why: SHUT[answer.value.state] ?? 'share.stopped.text' }];
    return answer.value.reports.map(found => ({ found }));
  }

  async function asking(address, body) {
    for (let failures = 0; !stopped; ) {
      const answer = await postJson(address, body);
      if (answer.value) return answer;
      if (answer.code === 'too_many_requests' || answer.code === 'issuer_busy') {
        if ((answer.wait ?? 60) > LONGEST_WAIT) {
          tooMuchToday = true;
          return { why: 'desk.day' };
        }
        await pause(answer.wait ?? 60, 'desk.waiting');
        // A device that knows it is cut off is waited for; one that does not would wait for nothing for ever.
      } else if (answer.code === 'unreachable' && (!navigator.onLine || failures++ < RETRIES))
        await pause(2 * Math.max(1, failures), 'desk.offline');
      else return { ...answer, why: answer.code === 'unreachable' ? 'error.offline.title' : 'error.500.title' };
    }
    return null;
  }

  async function pause(seconds, why) {
    for (let left = seconds; left > 0 && !stopped; left--) {
      wait(left, why);
      await new Promise(resolve => {
        wake = resolve;
        setTimeout(resolve, 1000);
      });
    }
    wait(null);
  }
}
