// The desk's one table: sorted by any column, filtered by verdict, each row opening its full verdict. On a narrow
// screen each row is a card; roles are written out because that takes the table's own away.
import { code, data, el, sign } from './element.mjs';
import { number, say } from './language.mjs';
import { isDemo } from './verdict.mjs';
import { LOOKS, contentOf, identityOf, labelOf, reasonOf, resultOf, shownUntil } from './deskrows.mjs';

const COLUMNS = [
  { key: 'row', title: 'desk.row', of: row => row.number },
  { key: 'from', title: 'desk.from', of: labelOf },
  { key: 'result', title: 'report.state', of: row => `${LOOKS.indexOf(row.look)} ${resultOf(row)}` },
  { key: 'name', title: 'content.full_name', of: row => contentOf(row).name ?? '' },
  { key: 'award', title: 'content.award', of: row => contentOf(row).award ?? '' },
  { key: 'occupation', title: 'content.occupation', of: row => contentOf(row).occupation ?? '' },
  { key: 'serial', title: 'content.serial_no', of: row => contentOf(row).serial ?? '' },
  { key: 'issuer', title: 'content.issuer', of: row => contentOf(row).issuer ?? '' },
  { key: 'until', title: 'content.valid_until', of: row => contentOf(row).until ?? '' },
];

// place: where the table and its filters go. open(row): shows a row's full verdict.
export function openTable(place, { open }) {
  let rows = [],
    twins = new Map(),
    sorted = { key: 'row', down: false },
    filter = 'all';
  const filters = el('div', { class: 'filters noprint', role: 'group' }),
    body = el('tbody', { role: 'rowgroup' }),
    head = el('tr', { role: 'row' }),
    caption = el('caption', {});
  const table = el('table', { class: 'desk', role: 'table' }, caption, el('thead', { role: 'rowgroup' }, head), body);
  place.replaceChildren(filters, table);
  return { draw, drawAll, showAll, counts, twinOf: row => twins.get(row), all: () => sortedOf(rows) };

  function draw(now) {
    rows = now;
    rows.forEach((row, i) => (row.number = i + 1));
    findTwins();
    drawFilters();
    caption.textContent = say('desk.table');
    const headers = COLUMNS.map(heading);
    head.replaceChildren(...headers, el('th', { role: 'columnheader', class: 'noprint' }, say('desk.details')));
    body.replaceChildren(...sortedOf(rows.filter(fits)).map(line));
  }

  // Paper shows no filter, so it leaves nothing out.
  function drawAll() {
    body.replaceChildren(...sortedOf(rows).map(line));
  }

  function showAll() {
    filter = 'all';
  }

  function sortedOf(some) {
    const { of } = COLUMNS.find(({ key }) => key === sorted.key);
    const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const compare = (a, b) => {
      const [one, two] = [of(a), of(b)];
      const by = typeof one === 'number' ? one - two : order.compare(one, two);
      return (sorted.down ? -by : by) || a.number - b.number;
    };
    return [...some].sort(compare);
  }

  function fits(row) {
    return filter === 'all' || (filter === 'twice' ? twins.has(row) : row.look === filter);
  }

  function counts() {
    return Object.fromEntries(
      [...LOOKS, 'waiting'].map(look => [look, rows.filter(row => row.look === look).length]),
    );
  }

  // The first of a certificate's rows stands; the others point at it, and it at the first of them.
  function findTwins() {
    const first = new Map();
    twins = new Map();
    for (const row of rows) {
      const identity = identityOf(row);
      if (!identity) continue;
      const before = first.get(identity);
      if (!before) first.set(identity, row);
      else {
        twins.set(row, before.number);
        if (!twins.has(before)) twins.set(before, row.number);
      }
    }
  }

  function drawFilters() {
    const found = counts();
    const choices = [
      ['all', 'desk.all', rows.length],
      ['yes', 'desk.yes', found.yes],
      ['no', 'answer.no', found.no],
      ['unknown', 'answer.could_not_check', found.unknown],
      ['none', 'desk.none', found.none],
      ['twice', 'desk.twice', twins.size],
    ];
    filters.setAttribute('aria-label', say('desk.filter'));
    const focused = filters.contains(document.activeElement) ? document.activeElement.dataset.look : null;
    filters.replaceChildren(
      ...choices
        .filter(([look, , count]) => count > 0 || look === 'all' || look === filter)
        .map(([look, key, count]) =>
          el(
            'button',
            {
              class: 'chip',
              type: 'button',
              'data-look': look,
              'aria-pressed': String(filter === look),
              onclick: () => ((filter = look), draw(rows)),
            },
            LOOKS.includes(look) && look !== 'none' && sign(look),
            `${say(key)} ${number(count)}`,
          ),
        ),
    );
    if (focused) filters.querySelector(`[data-look=${focused}]`)?.focus();
  }

  function heading({ key, title }) {
    const own = sorted.key === key;
    const sort = () => {
      sorted = { key, down: own && !sorted.down };
      draw(rows);
      head.querySelector(`[data-sort=${key}]`).focus();
    };
    return el(
      'th',
      {
        role: 'columnheader',
        scope: 'col',
        class: key,
        'aria-sort': own ? (sorted.down ? 'descending' : 'ascending') : 'none',
      },
      el('button', { type: 'button', 'data-sort': key, onclick: sort }, say(title)),
    );
  }

  function line(row) {
    const content = contentOf(row),
      twin = twins.get(row),
      reason = reasonOf(row);
    const cell = (title, className, ...children) =>
      el('td', { role: 'cell', class: children.flat().some(Boolean) ? className : `${className} empty` }, [
        el('span', { class: 'label', 'aria-hidden': 'true' }, say(title)),
        ...children.flat(),
      ]);
    return el(
      'tr',
      { role: 'row', class: row.look },
      cell('desk.row', 'row', number(row.number)),
      cell('desk.from', 'from', data(labelOf(row))),
      cell('report.state', 'result', [
        row.look !== 'waiting' && sign(row.look === 'none' ? 'unknown' : row.look),
        el(
          'div',
          {},
          el('b', {}, resultOf(row)),
          isDemo(row.found) && el('span', { class: 'tag wait' }, say('demo.band')),
          reason && el('span', {}, reason),
          twin && el('span', { class: 'tag wait' }, say('desk.twice.row', number(twin))),
        ),
      ]),
      cell('content.full_name', 'name', content.name && data(content.name)),
      cell('content.award', 'award', content.award && data(content.award)),
      cell('content.occupation', 'occupation', [
        content.occupation && data(content.occupation),
        content.level && el('span', { class: 'note' }, data(content.level)),
      ]),
      cell('content.serial_no', 'serial', content.serial && code(content.serial)),
      cell('content.issuer', 'issuer', content.issuer && data(content.issuer)),
      cell('content.valid_until', 'until', shownUntil(content)),
      el(
        'td',
        { role: 'cell', class: 'open noprint' },
        row.found &&
          el(
            'button',
            {
              class: 'chip',
              type: 'button',
              'aria-label': `${say('desk.details')}: ${number(row.number)}`,
              onclick: () => open(row),
            },
            say('desk.details'),
          ),
      ),
    );
  }
}
