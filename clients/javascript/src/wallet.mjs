// An SD-JWT VC, with or without key binding, read and handed to the judge of the paper certificate.
import { keyOfChain } from './chain.mjs';
import { dayOf, metadataConflict, readClaims } from './claims.mjs';
import { judge } from './judge.mjs';
import { whyNotBound } from './keybinding.mjs';
import { kidOf, verifies } from './keys.mjs';
import { conflictOfDates, dayInDhaka } from './paper.mjs';
import { parsePresentation, process } from './sdjwt.mjs';
import { readStatusList } from './status.mjs';
import { isObject } from './strict.mjs';
import { trimmed } from './text.mjs';
import { requireType } from './token.mjs';
import { Finding } from './finding.mjs';

const FORM = 'dc+sd-jwt';
const NOT_SHOWN = ['iss', 'iat', 'nbf', 'exp', 'cnf', 'sub', 'vct', 'vct#integrity', 'aka_vcts', 'status', 'full_name'];
const DERIVED = ['framework_name', 'framework_country', 'level_title', 'job_class'];

// asked: { audience, nonce, lifetime }. input: as judge takes it, with the data this client carries.
export function verifyWallet(text, asked, input) {
  const sent = trimmed(text);
  const data = { ...input.data, law: { ...input.data.law, checks: input.data.law.sdJwtChecks } };
  const format = sent.endsWith('~') ? FORM : `${FORM}+kb`;
  return judge(() => read(sent, asked, data, input.now), format, { ...input, data });
}

async function read(text, asked, data, now) {
  const presentation = await parsePresentation(text);
  requireType(presentation.issuerJwt, FORM);
  const processed = process(presentation);
  const credential = readClaims(processed);
  const { claims } = processed;
  const { vct, integrity, holder, issuedAt, notBefore } = credential;
  const text_ = name => (typeof claims[name] === 'string' ? claims[name] : null);
  const began = notBefore ?? issuedAt;
  const resultDay = dayOf(claims.result_published_on) ?? (began === null ? null : dayInDhaka(began));
  const centre = isObject(claims.assessment_centre) ? claims.assessment_centre : null;
  const { keyBinding, keyBindingUnreadable = false, issuerJwt } = presentation;
  const type = Object.hasOwn(data.sdJwtTypes, vct) ? data.sdJwtTypes[vct] : null;
  const framework = data.frameworks.find(
    one => one.id === text_('framework') && one.version === text_('framework_version'),
  );
  return {
    ...credential,
    format: keyBinding || keyBindingUnreadable ? `${FORM}+kb` : FORM,
    framework: text_('framework'),
    resultDay,
    centreCode: typeof centre?.code === 'string' ? centre.code : null,
    assessedOn: dayOf(claims.assessed_on) ?? resultDay,
    content: spellOut(claims, vct, type, framework),
    readStatusList,
    checkType({ pass, fail, open }) {
      const conflict = type && (metadataConflict(processed, integrity, type) ?? contradictionIn(claims, credential));
      if (!type) open('type', 'type_unknown');
      else if (conflict) fail('type', 'type_metadata_mismatch', conflict);
      else if (text_('framework') !== null && text_('framework_version') !== null && !isKnown(framework, claims.level))
        open('type', 'framework_data_unknown');
      else pass('type');
    },
    findKey: listed => findKey(issuerJwt, listed, issuedAt, now),
    verifiedBy: ({ jwk }) => verifies(jwk, issuerJwt.signed, issuerJwt.signature),
    async checkHolder({ pass, fail, open }) {
      if (keyBindingUnreadable) fail('holder_binding', 'kb_invalid');
      else if (!keyBinding) open('holder_binding', 'kb_missing');
      else if (!asked.audience || !asked.nonce) open('holder_binding', 'kb_not_expected');
      else if (!holder) fail('holder_binding', 'kb_invalid', 'The credential is bound to no key.');
      else {
        const reason = await whyNotBound(presentation, holder, asked, now);
        reason ? fail('holder_binding', reason) : pass('holder_binding');
      }
    },
  };
}

// What is signed twice is signed alike, and nothing before it happened. Only of claims that are as their type has them.
function contradictionIn(claims, { issuedAt, expires }) {
  // iat is floored to the UTC day, which ends on the next day in Bangladesh.
  const lastDay = issuedAt === null ? null : dayInDhaka(issuedAt + 86400);
  const { valid_until: until, result_published_on: published, assessed_on: assessed } = claims;
  if (until && expires !== null && until !== dayInDhaka(expires)) return 'valid_until is not the day of exp';
  if (published && lastDay && published > lastDay) return 'result_published_on is after the day of signing';
  if (claims.units_competent > claims.units_total) return 'units_competent is more than units_total';
  return conflictOfDates(assessed ?? null, published ?? null, lastDay);
}

const isKnown = (framework, level) =>
  framework !== undefined && (level === undefined || framework.levels.some(([own]) => own === level));

async function findKey({ header, kid }, issuer, issuedAt, now) {
  if (!('x5c' in header)) return { key: kid === null ? only(issuer.keys) : await byKid(issuer, kid) };
  // iat is the day of signing; its last moment is when a certificate made on that day was already there.
  const signed = issuedAt === null ? now : issuedAt + 86399;
  let leaf;
  try {
    leaf = await keyOfChain(header.x5c, issuer.roots ?? [], Math.min(signed, now), issuer.id);
  } catch (error) {
    if (error instanceof Finding) return { reason: error.reason, detail: error.detail };
    throw error;
  }
  const thumbprint = await kidOf(leaf);
  const named = kid === null ? null : await byKid(issuer, kid);
  // A certificate gives its key no other name.
  const conflict = named ? !isSame(named.jwk, leaf) : kid !== null && kid !== thumbprint;
  if (conflict) return { reason: 'key_header_conflict' };
  // A listed key keeps its dates, whatever its certificate says: a compromise is written there.
  return { key: (await byKid(issuer, thumbprint)) ?? { jwk: leaf, from: 0 } };
}

const only = keys => (keys.length === 1 ? keys[0] : null);
const isSame = (one, other) => one.x === other.x && one.y === other.y;

// The name its owner gave a key goes before a thumbprint.
async function byKid({ keys }, kid) {
  const named = keys.find(({ jwk }) => jwk.kid === kid);
  if (named) return named;
  for (const key of keys) if ((await kidOf(key.jwk)) === kid) return key;
  return null;
}

// The content in the shape of the report: signed claims, with the words the framework data have for them.
function spellOut(claims, vct, type, framework) {
  const content = { vct, ...(type && { award: type.award }) };
  const written = new Set(NOT_SHOWN);
  if (type) written.add('award');
  if (claims.full_name != null) {
    content.name_en = plain(claims.full_name);
    written.add('name_en');
  }
  const born = claims.birth_date;
  if (typeof born === 'string' && /^\d{4}.{6}$/s.test(born)) {
    content.birth_year = Number(born.slice(0, 4));
    if (content.birth_year > 0) written.add('birth_year');
  }
  if (framework) {
    Object.assign(content, meaningOf(framework, claims.level));
    for (const name of DERIVED) written.add(name);
  }
  // Spread, not assigned: a claim may be called __proto__.
  const others = Object.entries(claims).filter(([name]) => !written.has(name));
  return { ...content, ...Object.fromEntries(others.map(([name, value]) => [name, plain(value)])) };
}

function meaningOf(framework, level) {
  const meaning = framework.levels.find(([own]) => own === level);
  return {
    framework_name: { en: framework.en, bn: framework.bn },
    framework_country: framework.country,
    ...(meaning && { level_title: { en: meaning[1], bn: meaning[2] }, ...(meaning[3] && { job_class: meaning[3] }) }),
  };
}

const plain = value => JSON.parse(JSON.stringify(value));
