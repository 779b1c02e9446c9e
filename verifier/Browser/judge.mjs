// Judges a credential that has been read, step by step like the C# library, and reports in the same shape
// (schemas/api/verification-report.schema.json). One way for every form: what differs stands in the credential.
// Pure: what it needs is handed in, nothing is fetched here.
//
// credential: { format, issuer, issuedAt, notBefore, expires, vct, framework, resultDay, centreCode, assessedOn,
// status, content, checkType(findings), findKey(issuer), verifiedBy(key), readStatusList(token, uri, issuer),
// checkHolder(findings) }; what it does not say is null.
import { answersOf, stateOf } from './answers.mjs';
import { Finding } from './finding.mjs';
import { statusAt } from './status.mjs';
import { covers, findIssuer, whyKeyNotAt } from './trust.mjs';

const BELIEVED = ['format', 'type', 'signature', 'issuer_key', 'issuer'];

// read: gives the credential, or refuses. now: seconds. trust: { list, metadataKeys? } or { refusal: reason }.
// statusTokens: uri -> bytes. data: framework data with the law. Answers the report; report.missingStatusList names the
// list to fetch before asking again; report.statusSignedAt says when the issuer signed the list that was read, whether
// or not it could be used.
export async function judge(read, format, { now, trust, statusTokens = new Map(), statusRefusal = null, data }) {
  const checks = [];
  const add = (check, outcome, reason = 'ok', detail = null) => checks.push({ check, outcome, reason, detail });
  const pass = check => add(check, 'Passed');
  const fail = (check, reason, detail) => add(check, 'Failed', reason, detail);
  const open = (check, reason, detail) => add(check, 'CouldNotCheck', reason, detail);
  const skew = data.law.skew;

  let credential;
  try {
    credential = await read();
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const check = /^(algorithm|header|type)_/.test(error.reason) ? 'type' : 'format';
    if (check === 'type') pass('format');
    fail(check, error.reason, error.detail);
    return finish({ checks, now, trust, data, format });
  }

  pass('format');
  const { content, notBefore, issuedAt, expires } = credential;
  credential.checkType({ pass, fail, open });
  nameCentre();
  const issuer = await checkTrust();
  // Signed later than now: a clock is wrong, and nobody can tell from here whose.
  if (issuedAt !== null && issuedAt > now + skew) open('not_before', 'issued_later');
  else if (notBefore !== null && notBefore > now + skew) fail('not_before', 'not_yet_valid');
  else if (notBefore !== null || issuedAt !== null) pass('not_before');
  if (expires !== null) now < expires + skew ? pass('expiry') : fail('expiry', 'expired');
  const { status, missing, ttl, statusSignedAt } = await checkStatus();
  await credential.checkHolder({ pass, fail, open });
  const { format: name, issuer: id } = credential;
  const held = { issuer, status, missing, ttl, statusSignedAt };
  return finish({ checks, now, trust, data, format: name, id, content, ...held });

  function carryOn(reason, ...names) {
    for (const check of names) if (check !== 'centre' || credential.centreCode !== null) open(check, reason);
  }

  async function checkTrust() {
    const unusable = trust.refusal ?? (trust.list.iat > now + skew ? 'trust_list_invalid' : null);
    if (unusable) {
      carryOn(unusable, 'trust_list', 'signature', 'issuer', 'award', 'issuer_key', 'centre');
      return null;
    }
    const { list } = trust;
    const fresh = now < list.nextUpdate + skew;
    const absent = (check, reason) => (fresh ? fail(check, reason) : open(check, reason));
    fresh ? pass('trust_list') : open('trust_list', 'trust_list_stale');
    const found = credential.issuer === null ? null : findIssuer(trust, credential.issuer);
    if (!found) {
      absent('issuer', 'issuer_unknown');
      carryOn('issuer_unknown', 'signature', 'award', 'issuer_key', 'centre');
      return null;
    }
    // Without a signing time nothing can be proven to be older than a withdrawal.
    const signedAt = credential.issuedAt ?? now;
    found.withdrawnFrom != null && found.withdrawnFrom <= signedAt
      ? fail('issuer', 'issuer_withdrawn')
      : pass('issuer');
    await checkKey(found, fresh, signedAt);
    checkAward(found, absent);
    checkCentre(list, absent);
    return found;
  }

  async function checkKey(found, fresh, signedAt) {
    const { key, reason = 'key_unknown', detail } = (await credential.findKey(found)) ?? {};
    if (!key) {
      const known = reason !== 'key_unknown' || (fresh && !found.keysMissing);
      known ? fail('issuer_key', reason, detail) : open('issuer_key', reason);
      open('signature', reason);
      return;
    }
    const untimely = whyKeyNotAt(key, signedAt);
    untimely ? fail('issuer_key', untimely) : pass('issuer_key');
    (await credential.verifiedBy(key)) ? pass('signature') : fail('signature', 'signature_invalid');
  }

  function checkAward(found, absent) {
    const { framework, vct, resultDay } = credential;
    const permits = award =>
      award.vct === vct && award.frameworks.includes(framework) && resultDay && covers(award, resultDay);
    if (framework === null) open('award', 'framework_data_unknown');
    else found.awards.some(permits) ? pass('award') : absent('award', 'award_not_permitted');
  }

  function checkCentre(list, absent) {
    const { centreCode, assessedOn } = credential;
    if (centreCode === null) return;
    const periods = list.centres.filter(centre => centre.code === centreCode);
    if (periods.length === 0) absent('centre', 'centre_unknown');
    else if (assessedOn && periods.some(period => covers(period, assessedOn))) pass('centre');
    else fail('centre', 'centre_not_accredited');
  }

  // The centre as signed, with what the trust list knows of it.
  function nameCentre() {
    const listed = trust.list?.centres.filter(centre => centre.code === credential.centreCode).at(-1);
    if (!listed) return;
    const signed = content.assessment_centre;
    for (const own of ['name_en', 'name_bn', 'district']) delete signed[own];
    const { name, district } = listed;
    Object.assign(signed, { name_en: name.en, ...(name.bn && { name_bn: name.bn }), district });
  }

  // The issuer's word on its own certificate counts only once it is known to be the issuer's.
  async function checkStatus() {
    if (!credential.status) return (open('status', 'status_missing'), {});
    const unbelieved = ['Failed', 'CouldNotCheck']
      .map(outcome => checks.find(one => one.outcome === outcome && BELIEVED.includes(one.check)))
      .find(Boolean);
    if (unbelieved) return (open('status', unbelieved.reason), {});
    const { uri, index } = credential.status;
    const token = statusTokens.get(uri);
    if (!token) {
      open('status', statusRefusal ?? 'status_unreachable');
      return { missing: checks.some(one => one.outcome === 'Failed') ? null : uri };
    }
    let statusSignedAt = null;
    try {
      const list = await credential.readStatusList(token, uri, issuer);
      statusSignedAt = list.iat;
      const state = statusAt(list, index, now, skew);
      state === 'valid' ? pass('status') : fail('status', `status_${state}`);
      return { status: { state, asOf: isoTime(list.iat), list: uri }, ttl: list.ttl, statusSignedAt };
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      open('status', error.reason, error.detail);
      const again = error.reason === 'status_stale' && !checks.some(one => one.outcome === 'Failed');
      return { missing: again ? uri : null, statusSignedAt };
    }
  }
}

function finish({
  checks,
  now,
  trust,
  data,
  format,
  id = null,
  content = null,
  issuer = null,
  status = null,
  missing = null,
  ttl = null,
  statusSignedAt = null,
}) {
  const { law } = data;
  const listed = law.checks.flatMap(({ check, spec }) =>
    checks.filter(one => one.check === check).map(one => ({ ...one, spec })),
  );
  const answers = answersOf(listed, law);
  answers.valid.asOf = status?.asOf ?? null;
  return {
    version: 1,
    format,
    checkedAt: isoTime(now),
    state: stateOf(answers, law),
    answers,
    checks: listed,
    issuer: id && {
      id,
      name: issuer?.name ?? null,
      demo: Boolean(issuer && (issuer.demo || trust.list.scheme?.demo)),
    },
    status,
    trustList: trust.list
      ? { sequence: trust.list.sequence, issuedAt: isoTime(trust.list.iat), nextUpdate: isoTime(trust.list.nextUpdate) }
      : null,
    content: answers.genuine.answer === 'no' ? null : content,
    missingStatusList: missing,
    statusTtl: ttl,
    statusSignedAt,
  };
}

const isoTime = seconds => new Date(seconds * 1000).toISOString().replace('.000', '');
