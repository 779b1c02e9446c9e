// One visit to a worker's link: a secret of this tab. What is asked again with it (a reload, an answer that was lost, a
// receipt) is the same opening and needs no PIN again. It is forgotten before the wallet forgets it.
const LIFE = 25 * 60_000;
const here = new Map();

export function visit(link, now = Date.now()) {
  const known = recall(link);
  if (known && now - known.at < LIFE) return known.id;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  remember(link, { id, at: now });
  return id;
}

function recall(link) {
  try {
    return JSON.parse(sessionStorage.getItem(`visit ${link}`)) ?? here.get(link);
  } catch {
    return here.get(link);
  }
}

function remember(link, made) {
  here.set(link, made);
  try {
    sessionStorage.setItem(`visit ${link}`, JSON.stringify(made));
  } catch {
    // private browsing: this page alone remembers
  }
}
