// Strict JSON: what JSON.parse reads, minus duplicate names and deep nesting, which it lets through.
import { refuse } from './finding.mjs';

const MAX_DEPTH = 16;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

export function parseStrict(bytes, reason) {
  let text, value;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    refuse(reason, 'not JSON');
  }
  checkNames(text, reason);
  return value;
}

// The text is known to be JSON here, so a string is a name exactly when a colon follows it.
function checkNames(text, reason) {
  const open = [];
  const tokens = text.match(TOKEN) ?? [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === '{' || token === '[') {
      open.push(new Set());
      if (open.length > MAX_DEPTH) refuse(reason, 'nested too deep');
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (tokens[i + 1] === ':') {
      const name = JSON.parse(token),
        names = open.at(-1);
      if (names.has(name)) refuse(reason, 'a name stands twice');
      names.add(name);
    }
  }
}
