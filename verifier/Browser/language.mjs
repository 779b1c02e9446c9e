// The reader's language: phrases, digits, dates. The page comes in one language; another is one tap away and needs no
// reload, so that nothing is lost and nothing is checked twice.
const DIGITS = { bn: 0x9e6, ar: 0x660 };
const ISOLATE = '\u2068',
  END = '\u2069'; // keeps a name's own direction from reordering the sentence around it

const page = JSON.parse(document.getElementById('page').textContent);
let phrases = page.phrases;
let language = document.documentElement.lang;
const listeners = [];

export const settings = page;
export const currentLanguage = () => language;
export const onLanguage = listener => listeners.push(listener);

export const has = key => key in phrases;

export function say(key, ...args) {
  return (phrases[key] ?? key).replace(/\{(\d)\}/g, (_, i) => (args[i] == null ? '' : `${ISOLATE}${args[i]}${END}`));
}

export function number(value) {
  const zero = DIGITS[language];
  return zero ? String(value).replace(/\d/g, digit => String.fromCharCode(zero + Number(digit))) : String(value);
}

// yyyy-mm-dd as people write it.
export function date(day) {
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  return say('date', number(dayOfMonth), phrases[`month.${month}`], number(year))
    .replaceAll(ISOLATE, '')
    .replaceAll(END, '');
}

// A moment on the reader's own clock.
export function moment(iso) {
  const at = new Date(iso),
    two = value => String(value).padStart(2, '0');
  const day = date(`${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`);
  return phrases.moment.replace('{0}', day).replace('{1}', number(`${two(at.getHours())}:${two(at.getMinutes())}`));
}

export function startLanguages() {
  for (const choice of document.querySelectorAll('[data-language]'))
    choice.addEventListener('click', async event => {
      event.preventDefault();
      const wanted = choice.dataset.language;
      if (wanted === language) return;
      try {
        const answer = await fetch(page.languages[wanted]);
        phrases = await answer.json();
      } catch {
        return; // no connection: the language that is there stays
      }
      language = wanted;
      document.documentElement.lang = wanted;
      document.documentElement.dir = wanted === 'ar' ? 'rtl' : 'ltr';
      for (const other of document.querySelectorAll('[data-language]'))
        other === choice ? other.setAttribute('aria-current', 'true') : other.removeAttribute('aria-current');
      translate(document);
      for (const listener of listeners) listener();
      // The server remembers the choice by a cookie; without a connection it is forgotten, no more.
      fetch(`${location.pathname}?lang=${wanted}`, { cache: 'no-store' }).catch(() => {});
    });
}

export function translate(root) {
  for (const element of root.querySelectorAll('[data-t]'))
    element.textContent = phrases[element.dataset.t] ?? element.textContent;
  const title = document.querySelector('title[data-t]');
  if (title) document.title = phrases[title.dataset.t];
}
