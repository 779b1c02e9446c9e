// What the certificate says, as signed: occupation-specific units first, general ones folded. Shown only under a
// verdict that is not a no. On a paper, what the person check asks for stays hidden: the solution is not given away
// beside the question.
import { award, notes } from './award.mjs';
import { code, data, el } from './element.mjs';
import { currentLanguage, date, has, number, say, settings } from './language.mjs';

const SPECIFIC = 'occupation-specific';

export function certificate(found, look) {
  const { content, format } = found;
  const paper = format === 'paper-cwt';
  return el(
    'div',
    { class: `content ${look}` },
    el('h2', {}, say(look === 'yes' ? 'content.heading' : 'content.heading.unsure')),
    el(
      'section',
      { class: 'card' },
      names(content),
      notes(content).map(note => el('p', { class: 'say unknown' }, note)),
      el('dl', {}, rows(content, found, paper)),
      !paper && el('p', { class: 'note' }, say('content.hidden')),
    ),
    units(content, paper),
  );
}

function names({ name_en, name_bn, portrait }) {
  const picture =
    typeof portrait === 'string' && /^data:image\/(jpeg|png);base64,[A-Za-z0-9+/=]+$/.test(portrait)
      ? el('img', { class: 'portrait', src: portrait, alt: say('content.portrait') })
      : null;
  return el(
    'div',
    { class: 'who' },
    picture,
    name_en && el('span', { class: 'name' }, data(name_en, 'en')),
    name_bn && el('span', { class: 'bn' }, data(name_bn, 'bn')),
  );
}

function rows(content, { issuer }, paper) {
  const language = currentLanguage(),
    local = name => name?.[language] ?? name?.en;
  const text = value => value && data(value),
    day = value => value && date(value),
    exact = value => value && code(value);
  const centre = content.assessment_centre;
  const list = [
    ['award', award(content)],
    ['occupation', occupation(content.occupation)],
    ['level', level(content)],
    ['meaning', meaning(content)],
    [
      'pathway',
      content.pathway &&
        (has(`pathway.${content.pathway}`) ? say(`pathway.${content.pathway}`) : text(content.pathway)),
    ],
    ['assessed_on', day(content.assessed_on)],
    ['result_published_on', day(content.result_published_on)],
    ['valid_until', day(content.valid_until)],
    ['issuer', text(local(issuer?.name))],
    [
      'centre',
      centre && [
        text((language === 'bn' ? centre.name_bn : null) ?? centre.name_en ?? centre.name),
        ' ',
        exact(centre.code),
      ],
    ],
    ['serial_no', exact(content.serial_no)],
    ['registration_no', exact(content.registration_no)],
    ['replaces', exact(content.replaces)],
    ...(paper
      ? []
      : [
          ['birth_date', day(content.birth_date)],
          ['father_name', text(content.father_name)],
          ['mother_name', text(content.mother_name)],
          ['nid_last4', exact(content.nid_last4)],
          ['passport_last3', exact(content.passport_last3)],
        ]),
  ];
  return list
    .filter(([, value]) => value)
    .flatMap(([key, value]) => [el('dt', {}, say(`content.${key}`)), el('dd', {}, value)]);
}

// The signed title, with the reader's word for it where there is one.
export function occupation(signed) {
  if (!signed) return null;
  const language = currentLanguage(),
    key = `occupation.${signed.code}`;
  const own = language === 'bn' ? signed.name_bn : signed.name_en;
  if (language === 'en' || language === 'bn' || !has(key)) return data(own ?? signed.name_en ?? signed.code);
  return [say(key), ' · ', data(signed.name_en ?? signed.code, 'en')];
}

// The same number means another thing in another framework, so it never stands alone.
export function level({ level: value, framework, framework_name: name }) {
  if (!value) return null;
  const count = settings.levelCounts[framework];
  const of = /^\d+$/.test(value) && count ? say('content.level.of', number(value), number(count)) : value;
  const key = `framework.${framework}`;
  return [of, ' · ', has(key) ? say(key) : data(name?.en ?? framework ?? '')];
}

function meaning({ framework, level: value, job_class: job }) {
  const key = `level.${framework}.${value}`;
  return has(key) ? say(key) : job ? data(job, 'en') : null;
}

function units({ units: shown }, paper) {
  if (!shown?.length) return paper ? null : el('p', { class: 'note' }, say('units.none'));
  const specific = shown.filter(unit => unit.category === SPECIFIC),
    general = shown.filter(unit => unit.category !== SPECIFIC);
  const list = items =>
    el(
      'ul',
      { class: 'units' },
      items.map(unit => el('li', {}, title(unit))),
    );
  const more = general.length === 1 ? say('units.more.one') : say('units.more', number(general.length));
  return [
    el('h2', {}, say('units.heading')),
    el(
      'section',
      { class: 'card' },
      specific.length > 0 && list(specific),
      general.length > 0 &&
        (specific.length > 0
          ? el('details', {}, el('summary', { class: 'note' }, more), list(general))
          : list(general)),
    ),
  ];
}

function title({ code: unit, title_en, title_bn }) {
  const words = currentLanguage() === 'bn' && title_bn ? data(title_bn, 'bn') : data(title_en, 'en');
  const [process, ...positions] = settings.welding?.[unit] ?? [];
  if (!process) return words;
  const tag = text => el('span', { class: 'tag plain' }, text);
  const where = positions.length > 0 && tag(say('welding.positions', positions.join(' ')));
  return [words, el('span', { class: 'weld' }, tag(say(`welding.${process}`)), where)];
}
