// Is it this person? The reader types what stands in the passport; the page says whether it fits, never what would.
// What this protects: an honest desk from its own haste. It is no secret: the answer stands in the signed code, and
// whoever holds a copy of the paper can read it there. So the tries are few, and the words say what a match is worth.
import { el, sign } from './element.mjs';
import { say } from './language.mjs';

const ZEROS = [0x9e6, 0x660, 0x6f0, 0x966, 0xff10]; // Bengali, Arabic, Urdu, Hindi and full-width digits
const MOST_WRONG = 5,
  WINDOW = 600_000;

export function personCheck(content) {
  if (!content) return null;
  const tries = triesFor(content.serial_no);
  const questions = [
    content.passport_last3 && { name: 'passport', length: 3, solution: content.passport_last3, mode: 'text' },
    content.birth_year && { name: 'year', length: 4, solution: String(content.birth_year), mode: 'numeric' },
  ].filter(Boolean);
  return el(
    'div',
    { class: 'person' },
    !content.passport_last3 && el('p', { class: 'note' }, say('person.nothing')),
    questions.map(question => ask(question, tries)),
    el('p', { class: 'note' }, el('b', {}, say('person.honest')), ' ', say('person.wallet')),
  );
}

function ask({ name, length, solution, mode }, tries) {
  const id = `person-${name}-${Math.random().toString(36).slice(2, 8)}`;
  const input = el('input', {
    id,
    name,
    inputmode: mode,
    size: length, // and no most: what is pasted is cut only after what nobody sees in it has gone
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    dir: 'ltr',
    'aria-describedby': `${id}-answer`,
  });
  const answer = el('p', { id: `${id}-answer`, class: 'answer', role: 'status' });
  const reply = (look, ...words) => {
    answer.className = `answer ${look}`;
    answer.replaceChildren(...(look ? [sign(look)] : []), el('span', {}, ...words));
    input.setAttribute('aria-invalid', String(look !== 'yes'));
  };
  const compare = event => {
    event.preventDefault();
    const whole = normalise(input.value),
      typed = name === 'passport' ? whole.slice(-length) : whole, // of a whole number its end
      complete = typed.length === length && (name === 'passport' || /^\d+$/.test(typed));
    if (!complete) return reply('', say(`person.incomplete.${name}`));
    if (tries.spent()) return reply('unknown', say('person.limit'));
    if (typed === solution) return reply('yes', say(`person.match.${name}`), ' ', say('person.match.next'));
    tries.wrong();
    return reply('no', say(`person.nomatch.${name}`));
  };
  return el(
    'form',
    { onsubmit: compare, class: 'noprint' },
    el('label', { for: id }, say(`person.${name}`)),
    el('div', { class: 'compare' }, input, el('button', { class: 'chip', type: 'submit' }, say('person.compare'))),
    answer,
  );
}

// Wrong tries of the last ten minutes, kept on this device so that opening the page again does not forget them.
function triesFor(serial) {
  const key = `tries-${serial}`;
  let here = [];
  const recent = () => {
    try {
      here = JSON.parse(localStorage.getItem(key)) ?? here;
    } catch {
      // private browsing: this page alone counts
    }
    return (here = here.filter(at => Date.now() - at < WINDOW));
  };
  return {
    spent: () => recent().length >= MOST_WRONG,
    wrong() {
      here = [...recent(), Date.now()];
      try {
        localStorage.setItem(key, JSON.stringify(here));
      } catch {
        // as above
      }
    },
  };
}

// Letters and digits alone: between and around them stand spaces, and marks of direction that nobody sees.
export function normalise(typed) {
  return Array.from(typed.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{Nd}]/gu, ''), character => {
    const zero = ZEROS.find(first => character.charCodeAt(0) >= first && character.charCodeAt(0) < first + 10);
    return zero ? String(character.charCodeAt(0) - zero) : character;
  }).join('');
}
