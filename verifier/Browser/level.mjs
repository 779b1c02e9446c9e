// What does this level mean in the reader's country? Only what the authority's signed register says today, and what the
// country asks for besides. Nothing here wears green: a comparison is no verdict.
import { deviceSeconds } from './clock.mjs';
import { compareLevel, readComparisons } from './comparisons.mjs';
import { code, data, el } from './element.mjs';
import { fetchKept } from './fetched.mjs';
import { Finding } from './finding.mjs';
import { findRegister } from './trust.mjs';

const ADDRESS = '/trust/comparisons',
  CHOSEN = 'country',
  MEMORY = 'comparisons';
const DHAKA = 6 * 3600;
let register = null; // promise of { content, ahead } or { refusal }, asked for once; ahead: of this device's clock
let currentLanguage, currentTrust, date, has, moment, number, say, settings; // the page's own, see verdict.mjs

export function levelAbroad(content, tools) {
  ({ currentLanguage, currentTrust, date, has, moment, number, say, settings } = tools);
  const place = el('div', { 'aria-live': 'polite' });
  const id = `country-${Math.random().toString(36).slice(2, 8)}`;
  const names = settings.countries
    .map(one => [one, say(`country.${one}`)])
    .sort(([, a], [, b]) => a.localeCompare(b, currentLanguage()));
  const chosen = store(CHOSEN) ?? navigator.language.split('-')[1];
  const select = el(
    'select',
    { id, onchange: () => (store(CHOSEN, select.value), show(place, content, select.value)) },
    el('option', { value: '' }, say('abroad.choose')),
    names.map(([one, name]) => el('option', { value: one, selected: one === chosen }, name)),
  );
  if (select.value) show(place, content, select.value);
  return [el('label', { for: id }, say('abroad.country')), select, place, trade(content)].filter(Boolean);
}

async function show(place, content, country) {
  if (!country) return place.replaceChildren();
  place.replaceChildren(el('p', { class: 'note' }, say('checking.title')));
  place.dataset.country = country;
  register ??= load();
  const found = await register;
  if (found.refusal) register = null; // the next choice asks again
  if (place.dataset.country === country) place.replaceChildren(...answer(found, content, country));
}

async function load() {
  const trust = await currentTrust().catch(() => ({ refusal: 'trust_list_missing' }));
  const entry = trust.list && findRegister(trust.list, 'comparisons');
  // By a clock that is behind, and nobody knows how far, every old list looks new.
  if (!trust.list || !trust.clock.known) return { refusal: 'abroad.unavailable' };
  const { ahead } = trust.clock,
    now = deviceSeconds() + ahead;
  if (trust.list.nextUpdate <= now) return { refusal: 'abroad.unavailable' };
  if (!entry) return { content: null, ahead }; // the authority publishes none: nothing is compared
  const { bytes } = await fetchKept(ADDRESS);
  if (!bytes) return { refusal: 'abroad.unavailable' };
  try {
    const content = await readComparisons(new TextDecoder().decode(bytes), entry, JSON.parse(store(MEMORY)));
    store(MEMORY, JSON.stringify(content.memory));
    return content.nextUpdate <= now ? { refusal: 'abroad.stale' } : { content, ahead };
  } catch (error) {
    if (!(error instanceof Finding || error instanceof SyntaxError)) throw error;
    return { refusal: 'abroad.unavailable' };
  }
}

function answer({ content: published, ahead, refusal }, { framework, framework_version, level, occupation }, country) {
  if (refusal) return [el('p', { class: 'say unknown' }, say(refusal))];
  const name = say(`country.${country}`);
  const question = {
    country,
    framework,
    version: framework_version ?? null,
    level,
    occupation: settings.trades[occupation?.code]?.id ?? null,
    day: new Date((deviceSeconds() + ahead + DHAKA) * 1000).toISOString().slice(0, 10),
  };
  const { result, destination, rows } = published
    ? compareLevel(published, question)
    : { result: 'not_compared', destination: null, rows: [] };
  return [
    el('p', { class: 'say plain' }, el('b', {}, say(`abroad.${result}`, name)), ' ', say('abroad.never')),
    ...rows.map(row),
    ...(destination ? requirements(destination, country, name) : []),
    published &&
      el(
        'p',
        { class: 'note' },
        say('abroad.source', number(published.sequence), moment(new Date(published.iat * 1000).toISOString())),
      ),
  ].filter(Boolean);
}

// What is below "referenced" never stands without the words that it is no recognition.
function row(one) {
  const named = one.kind !== 'none';
  const list = [
    ['level', one.levelThere && [levelThere(one), ' · ', data(one.framework?.name ?? one.to.framework, 'en')]],
    ['basis', named && one.legalInstrument && data(one.legalInstrument, 'en')],
    ['publisher', one.publisher && data(one.publisher, 'en')],
    ['since', named && one.validFrom && date(one.validFrom)],
    ['until', one.validUntil && date(one.validUntil)],
    ['looked', date(one.retrievedOn)],
    ['source', one.sourceUrl && code(one.sourceUrl)],
  ].filter(([, value]) => value);
  return el(
    'div',
    { class: 'row-abroad' },
    el('p', {}, el('span', { class: 'tag plain' }, say(`comparison.${one.status}`))),
    el(
      'dl',
      {},
      list.flatMap(([key, value]) => [el('dt', {}, say(`comparison.${key}`)), el('dd', {}, value)]),
    ),
    one.needsNotice && named && el('p', { class: 'note' }, say('comparison.notice')),
    named && one.disclaimer && el('p', { class: 'note' }, asSigned(), data(one.disclaimer, 'en')),
    one.demo && el('p', { class: 'demo' }, say('comparison.demo')),
  );
}

// The registers are in English: who reads another language is told whose words come.
const asSigned = () => currentLanguage() !== 'en' && [say('requires.words'), ' '];

function levelThere({ levelThere: level, framework }) {
  const count = framework?.levelCount;
  return /^\d+$/.test(level) && count ? say('content.level.of', number(level), number(count)) : level;
}

// Of what the register says more, that is a requirement which has a phrase of its own: a remark is none.
function requirements({ skillTest, extra }, country, name) {
  const { note, ...more } = extra ?? {};
  const asked = [
    [`test.${country}`, skillTest],
    ...Object.entries(more)
      .map(([key, words]) => [`requires.extra.${key}`, words])
      .filter(([phrase]) => has(phrase)),
  ].filter(([, words]) => isText(words));
  return [
    el('h3', {}, say('requires.heading', name)),
    asked.length === 0 && el('p', {}, say('requires.none', name)),
    asked.map(([phrase, words]) => [
      has(phrase) && el('p', {}, el('b', {}, say(phrase))),
      el('p', { class: 'note' }, asSigned(), data(words, 'en')),
    ]),
    isText(note) && el('p', { class: 'note' }, say('requires.note'), ' ', data(note, 'en')),
  ]
    .flat(2)
    .filter(Boolean);
}

const isText = words => typeof words === 'string' && words !== '';

// Other names of the occupation, from the framework data's crosswalk: orientation, not part of the certificate.
function trade({ occupation }) {
  const names = settings.trades[occupation?.code];
  if (!names) return null;
  return el(
    'div',
    { class: 'trade' },
    el(
      'dl',
      {},
      el('dt', {}, say('trade.isco')),
      el('dd', {}, code(names.isco), ' ', data(names.title, 'en')),
      el('dt', {}, say('trade.gulf')),
      el('dd', {}, data(names.gulf, 'en'), ' · ', data(names.ar, 'ar')),
      el('dt', {}, say('trade.my')),
      el('dd', {}, data(names.my, 'ms')),
    ),
    el('p', { class: 'note' }, say('trade.note')),
  );
}

// A full or forbidden store forgets.
function store(key, value) {
  try {
    return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value);
  } catch {
    return null;
  }
}
