// Shows a report: the verdict, the four answers, and only when nothing says no, what the certificate says.
import { titleOf } from './award.mjs';
import { certificate } from './certificate.mjs';
import { code, el, sign } from './element.mjs';
import { ago, currentLanguage, date, has, moment, number, say, settings, timeZone } from './language.mjs';
import { personCheck } from './person.mjs';

const UNSURE = 'could_not_check';

// valid is the only state that looks like a yes.
export const lookOf = state => (state === 'valid' ? 'yes' : state === UNSURE ? 'unknown' : 'no');

export function verdict({ look, title, text, demo = false }) {
  return el(
    'section',
    { class: `verdict ${look}` },
    sign(`verdict-${look}`, 'big'),
    el(
      'div',
      {},
      el('h1', { tabindex: '-1' }, title),
      el('p', {}, text),
      demo && el('span', { class: 'stamp' }, say('demo.band')),
    ),
  );
}

export const isDemo = found => Boolean(found?.issuer?.demo) && found.answers.genuine.answer !== 'no';

// notice: what the verdict rests on, when there is something to say. trust() gives the trust list in force: a page that
// has none at hand from the start need not load what keeps it.
export function report(found, { again = null, notice = null, trust }) {
  const look = lookOf(found.state),
    demo = isDemo(found),
    bad = look === 'no',
    shown = !bad && found.content && found.answers.genuine.answer === 'yes';
  return [
    demo && el('p', { class: 'demo' }, el('b', {}, say('demo.band')), ' · ', say('demo.text')),
    verdict({
      look,
      demo,
      title: say(titleOf(found)),
      text: `${say(`state.${found.state}.text`)} ${say('checked', moment(found.checkedAt))}`,
    }),
    notice,
    bad && which(found),
    el('section', { class: 'card' }, el('ul', { class: `answers ${look}` }, answers(found, bad))),
    el('p', { class: 'next' }, say(nextOf(found))),
    look === 'unknown' &&
      again &&
      el(
        'p',
        { class: 'noprint' },
        el('button', { class: 'btn', type: 'button', onclick: again }, say('report.again')),
      ),
    shown && certificate(found, look),
    shown && abroad(found.content, trust),
    fullReport(found),
  ].filter(Boolean);
}

// Being connected does not help against an old list, nor against a bundle that lacks one.
const nextOf = ({ state, answers: { genuine } }) =>
  state === UNSURE && genuine.reason === 'trust_list_rollback'
    ? `state.${state}.next.old_list`
    : inCopy(`state.${state}.next`);

// A page out of a bundle asks nobody: what it does not have is not in the bundle.
const inCopy = key => (settings.bundle && has(`${key}.copy`) ? `${key}.copy` : key);

// Enough to tell which paper is meant, too little to be shown around as a certificate.
function which({ content, answers: { genuine } }) {
  return genuine.answer === 'yes' && content?.serial_no
    ? el('p', { class: 'which' }, say('content.which', content.serial_no))
    : null;
}

function answers(found, bad) {
  const said = new Set();
  return Object.entries(found.answers)
    .filter(([, { answer }]) => !bad || answer === 'no')
    .map(([question, own]) => {
      const look = own.answer === 'yes' ? 'yes' : own.answer === 'no' ? 'no' : 'unknown';
      const text = sentenceOf(question, own, found);
      const repeated = said.has(text);
      said.add(text);
      return el(
        'li',
        {},
        sign(look),
        el(
          'div',
          {},
          el('b', {}, say(`question.${question}`), ' ', say(`answer.${own.answer}`)),
          !repeated && el('span', {}, text),
          own.answer === 'please_check' && personCheck(found.content),
          question === 'person' && own.answer === 'yes' && el('span', {}, say(face(found.content))),
        ),
      );
    });
}

const face = content => (content?.portrait ? 'face.photo' : 'face.passport');

export function sentenceOf(question, { answer, reason }, found) {
  const { content, issuer, status } = found;
  const age = status && ago(status.asOf, found.checkedAt);
  const asOf = status ? moment(status.asOf) + (age ? ` · ${age}` : '') : '';
  if (answer !== 'yes') {
    const day =
      reason === 'expired' ? content?.valid_until : reason === 'not_yet_valid' ? content?.result_published_on : null;
    return say(inCopy(`reason.${reason}`), day ? date(day) : '', asOf);
  }
  const name = issuer?.name?.[currentLanguage()] ?? issuer?.name?.en ?? '';
  switch (question) {
    case 'genuine':
      return say('ok.genuine', name);
    case 'accredited':
      return say('ok.accredited', name, content?.result_published_on ? date(content.result_published_on) : '');
    case 'valid':
      return say('ok.valid', content?.valid_until ? date(content.valid_until) : '', asOf);
    default:
      return say('ok.person');
  }
}

// Fetched when somebody asks: most readers want the verdict alone. What keeps a state is handed in, for a module that
// is fetched later may come with copies of its own of what stands in the page.
let asked = false;

function abroad(content, currentTrust) {
  if (!settings.countries || !content.framework || !content.level) return null;
  const place = el('div', { class: 'card' });
  const tools = { currentLanguage, currentTrust, date, has, moment, number, say, settings };
  const fill = async ({ target }) => {
    asked = target.open;
    if (!asked || place.firstChild) return;
    place.append(el('p', { class: 'note' }, say('checking.title')));
    try {
      const { levelAbroad } = await import('./level.mjs');
      place.replaceChildren(...levelAbroad(content, tools));
    } catch {
      place.replaceChildren(el('p', { class: 'say unknown' }, say('cannot.network.text')));
    }
  };
  return el(
    'details',
    { class: 'abroad', open: asked, ontoggle: fill },
    el('summary', {}, el('h2', {}, say('abroad.heading'))),
    place,
  );
}

function fullReport(found) {
  const { checks, trustList, status, issuer } = found;
  const tone = { Passed: 'plain', Failed: 'no', CouldNotCheck: 'wait' };
  const word = { Passed: 'passed', Failed: 'failed', CouldNotCheck: UNSURE };
  return el(
    'details',
    { class: 'full' },
    el('summary', {}, say('report.heading', number(checks.length))),
    el('p', { class: 'note' }, say('report.state'), ': ', code(found.state)),
    el(
      'ol',
      { class: 'checks' },
      checks.map(one =>
        el(
          'li',
          {},
          el('b', {}, say(`check.${one.check}`)),
          ' ',
          el('span', { class: `tag ${tone[one.outcome]}` }, say(`outcome.${word[one.outcome]}`)),
          one.outcome !== 'Passed' && el('span', { class: 'why' }, say('report.reason'), ': ', code(one.reason)),
          el('span', { class: 'note' }, code(one.spec)),
        ),
      ),
    ),
    trustList &&
      el(
        'p',
        { class: 'note' },
        say(
          found.format === 'paper-cwt' ? 'report.where' : 'report.where.server',
          number(trustList.sequence),
          moment(trustList.issuedAt),
        ),
      ),
    status && el('p', { class: 'note' }, say('report.status', ''), code(status.list)),
    issuer && el('p', { class: 'note' }, say('report.issuer', ''), code(issuer.id)),
    el('p', { class: 'note' }, say('report.clock', timeZone())),
    el(
      'p',
      { class: 'noprint' },
      el('button', { class: 'btn quiet', type: 'button', onclick: () => print() }, say('report.print')),
    ),
  );
}
