// What a verdict rests on, fetched once and used for as many certificates as there are: framework data, the signed
// trust list, and the status lists that certificates name. All from this site; the issuer never learns who looked.
import { fetchKept } from './fetched.mjs';
import { Finding } from './finding.mjs';
import { settings } from './language.mjs';
import { readTrustList } from './trust.mjs';
import { verifyPaper } from './verify.mjs';

// One for each root key, so that a change of keys forgets nothing.
const MEMORIES = settings.roots.map(({ kid }) => `trust-list-${kid}`);
const CLOCKS_MAY_DIFFER = 30;

// Answers { check(text) → report }: as many as wanted, with one trust list and each status list fetched once.
export async function openLists() {
  const [data, { trust, ahead }] = await Promise.all([framework(), trustList()]);
  const statusTokens = new Map();
  const asked = new Map(); // uri -> promise of the reason why there is none, or null
  return { check };

  async function check(text) {
    const input = () => ({ now: Math.floor(Date.now() / 1000) + ahead, trust, statusTokens, data });
    const found = await verifyPaper(text, input());
    const uri = found.missingStatusList;
    if (!uri) return found;
    if (!asked.has(uri)) asked.set(uri, status(uri));
    return verifyPaper(text, { ...input(), statusRefusal: await asked.get(uri) });
  }

  async function status(uri) {
    const { bytes, code } = await fetchKept(`/trust/status?uri=${encodeURIComponent(uri)}`);
    if (bytes) statusTokens.set(uri, bytes);
    return code === 'status_invalid' ? code : null;
  }
}

async function framework() {
  const { bytes } = await fetchKept(settings.data, 'default');
  if (!bytes) throw new Finding('network');
  return JSON.parse(new TextDecoder().decode(bytes));
}

// ahead: how far the server's clock is ahead of this device's, in seconds, when it matters.
async function trustList() {
  const { bytes, at } = await fetchKept('/trust/list');
  const difference = at ? Math.round(at - Date.now() / 1000) : 0;
  const ahead = Math.abs(difference) > CLOCKS_MAY_DIFFER ? difference : 0;
  if (!bytes) return { trust: { refusal: 'trust_list_missing' }, ahead };
  try {
    const list = await readTrustList(new TextDecoder().decode(bytes), settings.roots, recall());
    remember(list.memory);
    return { trust: { list }, ahead };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    return { trust: { refusal: error.reason }, ahead };
  }
}

// The newest list seen, so that nobody can bring back one from before a withdrawal. A full or forbidden store forgets.
function recall() {
  try {
    const known = MEMORIES.map(name => JSON.parse(localStorage.getItem(name))).filter(Boolean);
    return known.sort((one, other) => other.sequence - one.sequence)[0] ?? null;
  } catch {
    return null;
  }
}

function remember(memory) {
  try {
    for (const name of MEMORIES) localStorage.setItem(name, JSON.stringify(memory));
  } catch {
    // private browsing
  }
}
