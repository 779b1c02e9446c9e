// Is it this person? The reader types what stands in the passport; the page says whether it fits, never what would.
import { el, sign } from './element.mjs';
import { say } from './language.mjs';

const ZEROS = [0x9e6, 0x660, 0x6f0]; // Bengali, Arabic, Persian and Urdu digits

export function personCheck(content) {
  if (!content) return null;
  const questions = [
    content.passport_last3 && { name: 'passport', length: 3, solution: content.passport_last3, mode: 'text' },
    content.birth_year && { name: 'year', length: 4, solution: String(content.birth_year), mode: 'numeric' },
  ].filter(Boolean);
  return el(
    'div',
    { class: 'person' },
    !content.passport_last3 && el('p', { class: 'note' }, say('person.nothing')),
    questions.map(ask),
  );
}

function ask({ name, length, solution, mode }) {
  const id = `person-${name}-${Math.random().toString(36).slice(2, 8)}`;
  const input = el('input', {
    id,
    name,
    inputmode: mode,
    maxlength: length,
    size: length,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': `${id}-answer`,
  });
  const answer = el('p', { id: `${id}-answer`, class: 'answer', role: 'status' });
  const compare = event => {
    event.preventDefault();
    const typed = normalise(input.value),
      complete = typed.length === length && (name === 'passport' || /^\d+$/.test(typed));
    const fits = complete && typed === solution;
    answer.className = `answer ${!complete ? '' : fits ? 'yes' : 'no'}`;
    answer.replaceChildren(
      ...(complete
        ? [
            sign(fits ? 'yes' : 'no'),
            el(
              'span',
              {},
              say(`person.${fits ? 'match' : 'nomatch'}.${name}`),
              fits && ' ',
              fits && say('person.match.next'),
            ),
          ]
        : [el('span', {}, say(`person.incomplete.${name}`))]),
    );
    input.setAttribute('aria-invalid', String(!fits));
  };
  return el(
    'form',
    { onsubmit: compare, class: 'noprint' },
    el('label', { for: id }, say(`person.${name}`)),
    el('div', { class: 'compare' }, input, el('button', { class: 'chip', type: 'submit' }, say('person.compare'))),
    answer,
  );
}

export function normalise(typed) {
  return Array.from(typed.trim().toUpperCase(), character => {
    const zero = ZEROS.find(first => character.charCodeAt(0) >= first && character.charCodeAt(0) < first + 10);
    return zero ? String(character.charCodeAt(0) - zero) : character;
  }).join('');
}
