// Checks a paper certificate in the browser, step by step like the C# library, and reports in the same shape
// (schemas/api/verification-report.schema.json). Pure: what it needs is handed in, nothing is fetched here.
import { answersOf, stateOf } from './answers.mjs';
import { decodeBase32, payloadOf } from './base32.mjs';
import { signedBytes } from './cose.mjs';
import { Finding } from './finding.mjs';
import { verifies } from './keys.mjs';
import { dayInDhaka, frameworkOf, isDataKnown, parsePaper, spellOut, typeFlaw } from './paper.mjs';
import { readStatusList, statusAt } from './status.mjs';
import { covers, findIssuer, findKey, whyKeyNotAt } from './trust.mjs';

const GENUINE = ['format', 'type', 'signature', 'issuer_key'];
const BELIEVED = [...GENUINE, 'issuer'];

// text: what stood behind the # of the link. now: seconds. trust: { list, metadataKeys? } or { refusal: reason }.
// statusTokens: uri -> bytes. data: framework data with the law. Answers the report; report.missingStatusList names the
// list to fetch before asking again.
export async function verifyPaper(text, { now, trust, statusTokens = new Map(), statusRefusal = null, data }) {
  const checks = [];
  const add = (check, outcome, reason = 'ok', detail = null) => checks.push({ check, outcome, reason, detail });
  const pass = check => add(check, 'Passed');
  const fail = (check, reason, detail) => add(check, 'Failed', reason, detail);
  const open = (check, reason, detail) => add(check, 'CouldNotCheck', reason, detail);
  const skew = data.law.skew;

  let paper;
  try {
    paper = parsePaper(decodeBase32(payloadOf(text)));
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const check = /^(algorithm|header|type)_/.test(error.reason) ? 'type' : 'format';
    if (check === 'type') pass('format');
    fail(check, error.reason, error.detail);
    return finish({ checks, now, trust, data });
  }

  pass('format');
  const content = spellOut(paper, data);
  const flaw = typeFlaw(paper);
  if (flaw) fail('type', 'type_metadata_mismatch', flaw);
  else if (!isDataKnown(paper, data)) open('type', 'framework_data_unknown');
  else pass('type');

  const issuer = await checkTrust();
  now + skew >= paper.notBefore ? pass('not_before') : fail('not_before', 'not_yet_valid');
  now < paper.expires + skew ? pass('expiry') : fail('expiry', 'expired');
  const { status, missing } = await checkStatus();
  open('holder_binding', 'person_please_check');
  return finish({ checks, now, trust, data, paper, content, issuer, status, missing });

  async function checkTrust() {
    const unusable = trust.refusal ?? (trust.list.iat > now + skew ? 'trust_list_invalid' : null);
    if (unusable) {
      for (const check of ['trust_list', 'signature', 'issuer', 'award', 'issuer_key', 'centre']) open(check, unusable);
      return null;
    }
    const { list } = trust;
    const fresh = now < list.nextUpdate + skew;
    const absent = (check, reason) => (fresh ? fail(check, reason) : open(check, reason));
    fresh ? pass('trust_list') : open('trust_list', 'trust_list_stale');
    const found = findIssuer(trust, paper.issuer);
    if (!found) {
      absent('issuer', 'issuer_unknown');
      for (const check of ['signature', 'award', 'issuer_key', 'centre']) open(check, 'issuer_unknown');
      return null;
    }
    found.withdrawnFrom != null && found.withdrawnFrom <= paper.issuedAt
      ? fail('issuer', 'issuer_withdrawn')
      : pass('issuer');
    await checkKey(found, fresh);
    checkAward(found, absent);
    checkCentre(list, absent);
    return found;
  }

  async function checkKey(found, fresh) {
    const key = await findKey(found, paper.kid8);
    if (!key) {
      fresh && !found.keysMissing ? fail('issuer_key', 'key_unknown') : open('issuer_key', 'key_unknown');
      open('signature', 'key_unknown');
      return;
    }
    const { issuedAt, envelope } = paper;
    const untimely = whyKeyNotAt(key, issuedAt);
    untimely ? fail('issuer_key', untimely) : pass('issuer_key');
    (await verifies(key.jwk, signedBytes(envelope), envelope.signature))
      ? pass('signature')
      : fail('signature', 'signature_invalid');
  }

  function checkAward(found, absent) {
    const framework = frameworkOf(paper, data);
    const day = dayInDhaka(paper.notBefore);
    if (!framework) open('award', 'framework_data_unknown');
    else if (
      found.awards.some(
        award => award.vct === content.vct && award.frameworks.includes(framework) && covers(award, day),
      )
    )
      pass('award');
    else absent('award', 'award_not_permitted');
  }

  function checkCentre(list, absent) {
    const { centreCode, assessedOn } = paper.certificate;
    const periods = list.centres.filter(centre => centre.code === centreCode);
    if (periods.length === 0) absent('centre', 'centre_unknown');
    else if (periods.some(period => covers(period, assessedOn))) pass('centre');
    else fail('centre', 'centre_not_accredited');
    const listed = periods.at(-1);
    if (!listed) return;
    const { name, district } = listed;
    content.assessment_centre = { code: centreCode, name_en: name.en, ...(name.bn && { name_bn: name.bn }), district };
  }

  // The issuer's word on its own certificate counts only once it is known to be the issuer's.
  async function checkStatus() {
    const unbelieved = ['Failed', 'CouldNotCheck']
      .map(outcome => checks.find(one => one.outcome === outcome && BELIEVED.includes(one.check)))
      .find(Boolean);
    if (unbelieved) return (open('status', unbelieved.reason), {});
    const { uri, index } = paper.status;
    const token = statusTokens.get(uri);
    if (!token) {
      open('status', statusRefusal ?? 'status_unreachable');
      return { missing: checks.some(one => one.outcome === 'Failed') ? null : uri };
    }
    try {
      const list = await readStatusList(token, uri, issuer);
      const state = statusAt(list, index, now, skew);
      state === 'valid' ? pass('status') : fail('status', `status_${state}`);
      return { status: { state, asOf: isoTime(list.iat), list: uri } };
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      open('status', error.reason, error.detail);
      const again = error.reason === 'status_stale' && !checks.some(one => one.outcome === 'Failed');
      return { missing: again ? uri : null };
    }
  }
}

function finish({
  checks,
  now,
  trust,
  data,
  paper = null,
  content = null,
  issuer = null,
  status = null,
  missing = null,
}) {
  const { law } = data;
  const listed = law.checks.flatMap(({ check, spec }) =>
    checks.filter(one => one.check === check).map(one => ({ ...one, spec })),
  );
  const answers = answersOf(listed, law);
  answers.valid.asOf = status?.asOf ?? null;
  return {
    version: 1,
    format: 'paper-cwt',
    checkedAt: isoTime(now),
    state: stateOf(answers, law),
    answers,
    checks: listed,
    issuer: paper && {
      id: paper.issuer,
      name: issuer?.name ?? null,
      demo: Boolean(issuer && (issuer.demo || trust.list.scheme?.demo)),
    },
    status,
    trustList: trust.list
      ? { sequence: trust.list.sequence, issuedAt: isoTime(trust.list.iat), nextUpdate: isoTime(trust.list.nextUpdate) }
      : null,
    content: answers.genuine.answer === 'no' ? null : content,
    missingStatusList: missing,
  };
}

const isoTime = seconds => new Date(seconds * 1000).toISOString().replace('.000', '');
