// The reader's language: phrases, digits, dates. The page comes in one language; another is one tap away and needs no
// reload, so that nothing is lost and nothing is checked twice.
// The Gregorian calendar everywhere, for so are the certificates dated; digits as people of that language read them.
const LOCALES = {
  en: 'en-GB',
  ar: 'ar-u-ca-gregory-nu-arab',
  bn: 'bn-u-ca-gregory-nu-beng',
  hi: 'hi-u-ca-gregory-nu-latn',
  ur: 'ur-u-ca-gregory-nu-latn',
  ja: 'ja-u-ca-gregory',
};
const RIGHT_TO_LEFT = ['ar', 'ur'];
const MEMORY = 'language';
const ISOLATE = '\u2068',
  END = '\u2069'; // keeps a name's own direction from reordering the sentence around it

const page = JSON.parse(document.getElementById('page').textContent);
let phrases = page.phrases;
let language = document.documentElement.lang;
const listeners = [];

export const settings = page;
// Where a page of ours lies. Those of a bundle lie beside this one, wherever its mirror put them.
export const placeOf = href => (page.bundle ? new URL(page.bundle.root + href.slice(1), location.href).href : href);
export const currentLanguage = () => language;
export const onLanguage = listener => listeners.push(listener);

export const has = key => key in phrases;

export function say(key, ...args) {
  return (phrases[key] ?? key).replace(/\{(\d)\}/g, (_, i) => (args[i] == null ? '' : `${ISOLATE}${args[i]}${END}`));
}

export const locale = () => LOCALES[language] ?? language;

export const number = value => new Intl.NumberFormat(locale(), { useGrouping: false }).format(value);

// yyyy-mm-dd as people write it: a day in Bangladesh, the same wherever it is read.
export function date(day) {
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  return written(Date.UTC(year, month - 1, dayOfMonth), 'UTC');
}

// A moment on the reader's own clock.
export function moment(iso) {
  const at = new Date(iso);
  const time = new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  return phrases.moment.replace('{0}', written(at)).replace('{1}', time);
}

const written = (at, timeZone) =>
  new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at);

export const timeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';

// "3 hours ago", once it is an hour or more; nothing for what is fresh.
export function ago(iso, now) {
  const hours = Math.floor((Date.parse(now) - Date.parse(iso)) / 3_600_000);
  if (!(hours >= 1)) return null;
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'always' });
  return hours < 48 ? words.format(-hours, 'hour') : words.format(-Math.floor(hours / 24), 'day');
}

// What the reader chose once counts; then what the browser asks for, also where no server reads Accept-Language.
export function startLanguages() {
  for (const choice of document.querySelectorAll('[data-language]'))
    choice.addEventListener('click', event => {
      event.preventDefault();
      const wanted = choice.dataset.language;
      // The server remembers the choice by a cookie; without a connection only this page does.
      change(wanted).then(() => {
        remember(wanted);
        fetch(`${location.pathname}?lang=${wanted}`, { cache: 'no-store' }).catch(() => {});
      }, () => {});
    });
  // A link in a language is a choice. Else what was chosen here comes first: a page kept for the time without a
  // connection may speak an earlier one.
  const linked = new URLSearchParams(location.search).get('lang') === language ? language : null;
  const chosen = linked ?? recall() ?? ('chosen' in document.documentElement.dataset ? language : null);
  if (chosen) remember(chosen);
  const asked = [chosen, ...navigator.languages].map(tag => tag?.split('-')[0].toLowerCase());
  change(asked.find(code => code in page.languages) ?? language).catch(() => {});
}

// Fails without a connection: the language that is there stays.
async function change(wanted) {
  if (wanted === language) return;
  const answer = await fetch(page.languages[wanted]);
  phrases = await answer.json();
  language = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(wanted) ? 'rtl' : 'ltr';
  for (const choice of document.querySelectorAll('[data-language]'))
    choice.dataset.language === wanted
      ? choice.setAttribute('aria-current', 'true')
      : choice.removeAttribute('aria-current');
  translate(document);
  for (const listener of listeners) listener();
}

function recall() {
  try {
    return localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

function remember(chosen) {
  try {
    localStorage.setItem(MEMORY, chosen);
  } catch {
    // private browsing
  }
}

export function translate(root) {
  for (const element of root.querySelectorAll('[data-t]'))
    element.textContent = phrases[element.dataset.t] ?? element.textContent;
  for (const element of root.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', phrases[element.dataset.label]);
  const title = document.querySelector('title[data-t]');
  if (title) document.title = phrases[title.dataset.t];
}
