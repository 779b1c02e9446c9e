// Refuses text that would not look like what was signed: the same rule as PrintableText in the C# library.
const JOINER = /[\u200C\u200D]/u,
  BANGLA = /[\u0980-\u09FF]/u;
const REFUSED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\uFFFD]/u; // control, invisible, reordering, unassigned
const SPACING = /^\s|\s$| {2}|(?! )\p{Zs}/u;

export function isPrintable(text) {
  if (text.length === 0 || text !== text.normalize('NFC') || SPACING.test(text)) return false;
  let previous = '';
  for (const character of text) {
    if (JOINER.test(character) ? !BANGLA.test(previous) : REFUSED.test(character)) return false;
    previous = character;
  }
  return true;
}
