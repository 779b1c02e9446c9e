// Refuses text that would not look like what was signed: the same rule as PrintableText in the C# library.
const JOINER = /[\u200C\u200D]/u,
  BANGLA = /[\u0980-\u09FF]/u;
const REFUSED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{NChar}\uFFFD]/u; // control, reordering, never a letter
// Default_Ignorable_Code_Point by its numbers: which letters an engine knows depends on its age, what is unseen does
// not.
const UNSEEN =
  /[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2065\u3164\uFE00-\uFE0F\uFFA0\uFFF0-\uFFF8\u{E0000}-\u{E0FFF}]/u;
const SPACING = /^\s|\s$| {2}|(?! )\p{Zs}/u;

// What stands around a text that was scanned, pasted or sent, and nobody sees: the same letters as SentText.
const AROUND = /[\t-\r \x85\xA0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u2066-\u2069\u3000\uFEFF]/;

export function trimmed(text) {
  let from = 0,
    to = text.length;
  while (from < to && AROUND.test(text[from])) from++;
  while (from < to && AROUND.test(text[to - 1])) to--;
  return text.slice(from, to);
}

export function isPrintable(text) {
  if (text.length === 0 || text !== text.normalize('NFC') || SPACING.test(text)) return false;
  let previous = '';
  for (const character of text) {
    if (JOINER.test(character) ? !BANGLA.test(previous) : REFUSED.test(character) || UNSEEN.test(character))
      return false;
    previous = character;
  }
  return true;
}
