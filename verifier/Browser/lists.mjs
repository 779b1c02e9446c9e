// What a verdict rests on, had once and used for as many certificates as there are: framework data, the signed trust
// list, and the status lists that certificates name. It stands in the page, was kept on this device, or is asked for,
// always from this site: the issuer never learns who looked.
import { fromBase64Url } from './base64url.mjs';
import { deviceSeconds, readClock } from './clock.mjs';
import { ask, fetchKept, forget, keep, kept } from './fetched.mjs';
import { Finding } from './finding.mjs';
import { settings } from './language.mjs';
import { readTrustList } from './trust.mjs';
import { verifyPaper } from './verify.mjs';

// One for each root key, so that a change of keys forgets nothing.
const MEMORIES = settings.roots.map(({ kid }) => `trust-list-${kid}`);
const LIST = '/trust/list';
const JUST_MADE = 120, // seconds: a page older than that came out of some store
  STILL_NEW = 60; // and what it brought along is asked for again after that
const inThePage = JSON.parse(document.getElementById('lists')?.textContent ?? '{}');
const loadedAt = deviceSeconds();
// A page that was seen before, or whose time is not this device's, proves nothing about now: it may come from a store,
// a mirror or a USB stick, and the device's clock may be wrong.
const isNew = inThePage.at > (recall()?.at ?? 0) && Math.abs(inThePage.at - loadedAt) <= JUST_MADE;
export const isFresh = () => isNew && deviceSeconds() - loadedAt < STILL_NEW;

// Answers { check(text) → report }: as many as wanted, with one trust list and each status list had once. connected:
// false asks nobody and makes do with what is here. The report's basis tells what the verdict rests on.
export async function openLists({ connected = !isFresh() } = {}) {
  const [data, { trust, clock }] = await Promise.all([framework(), connected ? askedTrust() : trustHere()]);
  const asked = new Map(); // uri -> promise of { tokens, refusal }
  return { check };

  async function check(text) {
    const first = await checkBy(clock, text);
    // An issuer's list that is not signed yet by this device's clock proves that the clock is behind; where the service
    // said what time it is, it is the list that is wrong.
    const { statusSignedAt } = first;
    if (clock.asked || !(statusSignedAt > deviceSeconds() + clock.ahead + data.law.skew)) return first;
    return checkBy(readClock({ device: deviceSeconds(), newest: statusSignedAt }), text);
  }

  async function checkBy(clock, text) {
    const basis = { connected: connected || isFresh(), clock, confirmedAt: null };
    const now = deviceSeconds() + clock.ahead;
    const input = { now, trust, data };
    let found = await verifyPaper(text, { ...input, statusRefusal: clock.known ? null : 'status_stale' });
    const uri = found.missingStatusList;
    if (uri && clock.known) {
      if (!asked.has(uri)) asked.set(uri, tokensOf(uri, connected));
      const { tokens, refusal } = await asked.get(uri);
      found = await verifyPaper(text, { ...input, statusRefusal: refusal });
      let best = null,
        answered = false,
        newest = null;
      for (const token of tokens) {
        const judged = await verifyPaper(text, { ...input, statusTokens: new Map([[uri, token.bytes]]) });
        newest = Math.max(newest, judged.statusSignedAt);
        if (reasonOf(judged, 'status') === 'status_invalid') {
          best ??= { judged, token: {} };
          if (token.kept && judged.statusSignedAt === null) await forget(addressOf(uri));
          continue;
        }
        answered ||= !token.kept;
        if (!best?.token.bytes || judged.status?.asOf > best.judged.status?.asOf) best = { judged, token };
      }
      if (best) {
        found = { ...best.judged, statusSignedAt: newest };
        if (best.token.bytes && !best.token.kept) await keep(addressOf(uri), best.token.bytes, best.token.at ?? now);
        basis.connected = answered;
        basis.confirmedAt = best.token.at ?? null;
      }
    }
    basis.settled = isSettled(found, basis, now);
    return { ...found, basis };
  }
}

// Whether a verdict without asking anybody may be shown meanwhile: nothing is open that an answer could close, and the
// status list's own issuer allows to use it for so long (draft-ietf-oauth-status-list-20 section 13.7, ttl).
function isSettled(found, { clock, connected, confirmedAt }, now) {
  if (!clock.known || found.checks.some(one => one.outcome === 'CouldNotCheck' && one.check !== 'holder_binding'))
    return false;
  if (connected || !found.status) return true;
  return confirmedAt !== null && now >= confirmedAt && now - confirmedAt <= (found.statusTtl ?? 0);
}

const reasonOf = (found, check) => found.checks.find(one => one.check === check)?.reason;
const addressOf = uri => `/trust/status?uri=${encodeURIComponent(uri)}`;

// Newest source first. Of those that are the issuer's the newest counts: an old list does not undo a withdrawal.
async function tokensOf(uri, connected) {
  const tokens = [];
  const inline = inThePage.statusLists?.[uri];
  let refusal = null;
  if (isFresh() && inline) tokens.push({ bytes: fromBase64Url(inline), at: inThePage.at });
  if (tokens.length === 0 && (connected || isFresh())) {
    const { bytes, at, code } = await ask(addressOf(uri));
    // What a bundle holds is nobody's answer of now: it counts like what was kept.
    if (bytes) tokens.push({ bytes, at, kept: Boolean(settings.bundle) });
    if (code === 'status_invalid' || code === 'status_stale') refusal = code;
  }
  const own = await kept(addressOf(uri));
  if (own) tokens.push({ ...own, kept: true });
  if (inline) tokens.push({ bytes: fromBase64Url(inline), at: inThePage.at, kept: true });
  return { tokens, refusal };
}

// The authority's list alone, for what else it vouches for, and what time it is: { list, clock } or { refusal, clock }.
export async function currentTrust() {
  const { trust, clock } = await (isFresh() ? trustHere() : askedTrust());
  return { ...trust, clock };
}

async function framework() {
  const inline = document.getElementById('data');
  if (inline) return JSON.parse(inline.textContent);
  const { bytes } = await fetchKept(settings.data, 'default');
  if (!bytes) throw new Finding('network');
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function askedTrust() {
  const { bytes, at } = await ask(LIST);
  const here = await trustHere(at);
  if (!bytes) return here;
  const trust = await accept(new TextDecoder().decode(bytes), at);
  // What is not even the authority's is no better than no answer: some networks answer everything with their own page.
  if (trust.refusal === 'trust_list_invalid' && here.trust.list) return here;
  if (trust.list) await keep(LIST, bytes, at);
  return { trust, clock: clockOf(trust.list, at) };
}

// server: the service's clock, when it was asked.
async function trustHere(server = null) {
  const own = await kept(LIST);
  const inline = inThePage.trustList ?? null;
  let best = { refusal: 'trust_list_missing' };
  for (const text of [isFresh() ? inline : null, own && new TextDecoder().decode(own.bytes), inline]) {
    if (!text) continue;
    const trust = await accept(text, isFresh() && text === inline ? inThePage.at : null);
    if (trust.list) {
      best = trust;
      if (text === inline && !own) await keep(LIST, new TextEncoder().encode(text), inThePage.at);
      break;
    }
    if (best.refusal === 'trust_list_missing') best = trust;
    if (trust.refusal === 'trust_list_rollback' && isFresh() && text === inline) break; // to be seen, not smoothed over
    if (own && text !== inline) await forget(LIST); // broken, or older than what was seen: the next answer heals it
  }
  const ours = isFresh() ? inThePage.at + deviceSeconds() - loadedAt : null;
  return { trust: best, clock: clockOf(best.list, server ?? ours) };
}

async function accept(text, at) {
  try {
    const list = await readTrustList(text, settings.roots, recall());
    remember({ ...list.memory, at: at ?? recall()?.at ?? 0 });
    return { list };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    return { refusal: error.reason };
  }
}

// What the authority has signed and what this device has been told lies in the past.
const clockOf = (list, server) =>
  readClock({
    device: deviceSeconds(),
    server,
    newest: Math.max(list?.iat ?? 0, recall()?.at ?? 0, inThePage.at ?? 0),
  });

// The newest list seen, so that nobody can bring back one from before a withdrawal. A full or forbidden store forgets.
function recall() {
  try {
    const known = MEMORIES.map(name => JSON.parse(localStorage.getItem(name))).filter(Boolean);
    return known.sort((one, other) => other.sequence - one.sequence)[0] ?? null;
  } catch {
    return null;
  }
}

function remember(memory) {
  try {
    for (const name of MEMORIES) localStorage.setItem(name, JSON.stringify(memory));
  } catch {
    // private browsing
  }
}
