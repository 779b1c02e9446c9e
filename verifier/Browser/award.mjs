// What an award is called. A statement of achievement is no certificate, so nothing calls it one, and a certificate for
// driving is no licence: whoever reads only the first line is told as well.
import { data } from './element.mjs';
import { has, number, say } from './language.mjs';

const STATEMENT = 'StatementOfAchievement',
  DRIVING = 'DRV';

export const titleOf = ({ state, content }) =>
  state === 'valid' && content?.award === STATEMENT ? 'state.valid.statement' : `state.${state}.title`;

export const award = ({ award: kind, title }) => (has(`award.${kind}`) ? say(`award.${kind}`) : title && data(title));

export const notes = content =>
  [
    content.award === STATEMENT &&
      content.units_total &&
      say('statement.note', number(content.units_competent), number(content.units_total)),
    content.occupation?.code === DRIVING && say('driving.note'),
  ].filter(Boolean);
