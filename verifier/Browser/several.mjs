// Several certificates at once: each checked on this device like a single one, named, and one tap from its page.
import { notes, titleOf } from './award.mjs';
import { el } from './element.mjs';
import { number, placeOf, say, settings } from './language.mjs';
import { openLists } from './lists.mjs';
import { refusal } from './refusal.mjs';

const TONES = { valid: '', could_not_check: 'wait' };

// found: [{ name, href }]; refused: [{ name, refused, pages }]. Answers what stands in place of a message.
export async function severalFound(found, refused) {
  const lists = await openLists();
  const rows = [];
  for (const { href, name } of found) rows.push(await row(href, name, lists));
  return [
    el('p', {}, say('file.several', number(found.length))),
    el('ol', { class: 'choices' }, rows),
    refused.length > 0 &&
      el(
        'ul',
        { class: 'choices' },
        refused.map(one => el('li', {}, el('bdi', {}, one.name), ': ', refusal(one))),
      ),
  ].filter(Boolean);
}

async function row(href, name, lists) {
  const payload = /^\/C#(.+)$/.exec(href)?.[1];
  if (!payload)
    return el('li', {}, settings.bundle ? say('bundle.note') : el('a', { href }, say('share.title')));
  const found = await lists.check(payload);
  const { state, content, answers, issuer } = found;
  const known = answers.genuine.answer === 'yes' ? content : null;
  return el(
    'li',
    {},
    el('a', { href: placeOf(href) }, el('bdi', {}, known?.name_en ?? name)),
    known?.serial_no && [' ', el('bdi', { dir: 'ltr', class: 'code' }, known.serial_no)],
    ' ',
    el('span', { class: `tag ${TONES[state] ?? 'no'}` }, say(titleOf(found))),
    known && issuer.demo && [' ', el('span', { class: 'tag wait' }, say('demo.band'))],
    known && state === 'valid' && notes(known).map(note => el('span', { class: 'note' }, ` ${note}`)),
  );
}
