// Why a file has no certificate; or, when only some pages of it have none, how many.
import { number, say } from './language.mjs';

export const refusal = ({ refused, pages }) =>
  pages ? `${say('file.pages', number(pages))} ${say(refused)}` : say(refused);
