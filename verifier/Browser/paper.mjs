// The paper certificate: a CWT (RFC 8392) whose private claim -70001 holds everything that is printed about person and
// award. Layout: schemas/api/paper-cwt.cddl. Reading says nothing about the signature.
import { Tagged, decodeCbor } from './cbor.mjs';
import { checkHeader, parseSign1 } from './cose.mjs';
import { refuse } from './finding.mjs';
import { isPrintable } from './text.mjs';

const TYPE = 'sp+cwt',
  MAX_BYTES = 1024,
  DHAKA = 6 * 3600;
const ISS = 1,
  EXP = 4,
  NBF = 5,
  IAT = 6,
  STATUS = 65535,
  CERTIFICATE = -70001;
const LAST_SECOND = 253402300799,
  LAST_DAY = 2932896;
const AWARDS = ['NationalSkillsCertificate', 'StatementOfAchievement'];
const PATHWAYS = ['RPL', 'Training+Assessment', 'Assessment-only'];
const MALFORMED = 'format_unreadable';
const URL_FORM =
  /^(https:\/\/[A-Za-z0-9]|http:\/\/(localhost|127\.0\.0\.1)(?![^:/]))[\w.~:/%!$&'()*+,;=-]*$/;

export function parsePaper(bytes) {
  if (bytes.length > MAX_BYTES) refuse('format_too_large', `${bytes.length} bytes`);
  const envelope = parseSign1(bytes);
  const kid8 = checkHeader(envelope, TYPE);
  if (envelope.signature.length !== 64) refuse(MALFORMED, 'an ES256 signature has 64 bytes');
  const claims = labelled(decodeCbor(envelope.payload));
  const certificate = readCertificate(labelled(claims.get(CERTIFICATE)));
  const known = [ISS, EXP, NBF, IAT, STATUS, CERTIFICATE];
  if ([...claims.keys()].some(label => !known.includes(label))) refuse(MALFORMED, 'an unknown claim');
  return {
    envelope,
    kid8,
    certificate,
    issuer: url(claims.get(ISS)),
    expires: number(claims.get(EXP), LAST_SECOND),
    notBefore: number(claims.get(NBF), LAST_SECOND),
    issuedAt: number(claims.get(IAT), LAST_SECOND),
    status: readStatus(claims.get(STATUS)),
  };
}

function readStatus(claim) {
  const entry = claim instanceof Map && claim.size === 1 ? claim.get('status_list') : null;
  if (!(entry instanceof Map) || entry.size !== 2) refuse(MALFORMED, 'status is not one status list entry');
  return { index: number(entry.get('idx'), 0x7fffffff), uri: url(entry.get('uri')) };
}

function readCertificate(map) {
  const rest = new Set(map.keys());
  const take = label => (rest.delete(label), map.get(label));
  number(take(1), 1, 1);
  const certificate = {
    award: AWARDS[number(take(2), 2, 1) - 1],
    nameEn: text(take(3), 240),
    nameBn: bangla(take(4)),
    father: text(take(5), 240),
    mother: text(take(6), 240),
    nidLast4: ending(take(7), 4),
    passportLast3: ending(take(8), 3),
    birthYear: number(take(9), 9999),
    occupationCode: text(take(10), 48),
    frameworkIndex: number(take(11), 255),
    level: text(take(13), 48),
    unitMask: number(take(14), Number.MAX_SAFE_INTEGER, 1),
    dataVersion: number(take(15), 65535),
    serial: numberOrText(take(16)),
    registration: map.has(17) ? numberOrText(take(17)) : null,
    centreCode: text(take(18), 48),
    pathwayNumber: number(take(19), 3, 1),
    replaces: map.has(20) ? numberOrText(take(20)) : null,
    assessedOn: dayText(number(take(21), LAST_DAY)),
  };
  if (!isPassedOver(take(99))) refuse(MALFORMED, 'a log entry of a refused kind');
  if (rest.size > 0) refuse(MALFORMED, 'a label that this format does not have');
  certificate.pathway = PATHWAYS[certificate.pathwayNumber - 1];
  return certificate;
}

// Label 99 is reserved for a log entry: whatever lists and plain values it is, as StrictCbor.PassOver takes it.
function isPassedOver(value) {
  return Array.isArray(value) ? value.every(isPassedOver) : !(value instanceof Map || value instanceof Tagged);
}

// One byte a character: ASCII, the Bengali block from 0x80, the two joiners of conjuncts.
function bangla(value) {
  if (!(value instanceof Uint8Array)) return text(value, 240);
  if (value.length === 0) refuse(MALFORMED, 'empty name');
  if (value.length > 240) refuse('format_too_large', 'a text longer than any honest one');
  return Array.from(value, byte => {
    if (byte >= 0x80) return String.fromCharCode(0x980 + byte - 0x80);
    if (byte >= 0x20 && byte <= 0x7e) return String.fromCharCode(byte);
    if (byte === 0x0c || byte === 0x0d) return String.fromCharCode(0x200c + byte - 0x0c);
    return refuse(MALFORMED, 'a byte outside the Bangla byte form');
  }).join('');
}

function labelled(value) {
  if (!(value instanceof Map)) refuse(MALFORMED, 'a map is missing');
  if ([...value.keys()].some(label => typeof label !== 'number')) refuse(MALFORMED, 'a label that is not an integer');
  return value;
}

function text(value, max) {
  if (typeof value !== 'string' || value.length === 0) refuse(MALFORMED, 'a text is missing');
  if (value.length > max) refuse('format_too_large', 'a text longer than any honest one');
  return value;
}

function number(value, max, min = 0) {
  if (value !== undefined && (typeof value !== 'number' || value < 0)) refuse(MALFORMED, 'not a number');
  if (value === undefined || value > max || value < min) refuse(MALFORMED, 'a number is missing or out of range');
  return value;
}

function numberOrText(value) {
  return typeof value === 'number' ? number(value, 999999999) : text(value, 48);
}

function ending(value, length) {
  if (value === undefined) return null;
  if (typeof value !== 'string' || value.length !== length || !/^[0-9A-Z]+$/.test(value))
    refuse(MALFORMED, 'an ending of another length or alphabet');
  return value;
}

// By its letters alone, as the library does: programs that parse URLs differ in what they forgive.
function url(value) {
  const address = text(value, 255);
  return URL_FORM.test(address) ? address : refuse(MALFORMED, 'an address that is not an https URL');
}

export function dayText(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

// Dates on paper are days in Dhaka, UTC+6 all year; the last hours of the year 9999 have no other day than UTC's.
export function dayInDhaka(seconds) {
  return dayText(Math.min(Math.floor((seconds + DHAKA) / 86400), LAST_DAY));
}

// Signed by whomever: claims that no careful issuer writes, or null.
export function typeFlaw({ certificate, notBefore, issuedAt, expires }) {
  const flawed = Object.entries(certificate).find(([, value]) => typeof value === 'string' && !isPrintable(value));
  if (flawed) return `${flawed[0]} does not look like what was signed`;
  if (expires <= notBefore) return 'exp is not after nbf';
  return conflictOfDates(certificate.assessedOn, dayInDhaka(notBefore), dayInDhaka(issuedAt));
}

// Nobody signs the result of what has yet to happen, or publishes it before the assessment. lastDay: the last day on
// which it can have been signed. What is not known is null, and in conflict with nothing.
export function conflictOfDates(assessedOn, resultDay, lastDay) {
  const isAfter = day => assessedOn !== null && day !== null && assessedOn > day;
  if (isAfter(resultDay)) return 'assessed_on is after the result was published';
  return isAfter(lastDay) ? 'assessed_on is after the day of signing' : null;
}

// True when everything the certificate points at is in the framework data.
export function isDataKnown({ certificate }, data) {
  const { occupation, framework } = lookUp(certificate, data);
  return Boolean(
    occupation &&
    framework?.levels.some(([level]) => level === certificate.level) &&
    certificate.unitMask < 2 ** occupation.units.length,
  );
}

export const frameworkOf = ({ certificate }, data) => lookUp(certificate, data).framework?.id ?? null;

function lookUp(certificate, data) {
  const known = data.version === certificate.dataVersion;
  return {
    occupation:
      known && Object.hasOwn(data.occupations, certificate.occupationCode)
        ? data.occupations[certificate.occupationCode]
        : null,
    framework: known ? (data.frameworks[certificate.frameworkIndex] ?? null) : null,
  };
}

// The certificate in the shape of verification-report.schema.json#/$defs/content, spelled out with the framework data.
export function spellOut(paper, data) {
  const { certificate, notBefore, expires } = paper;
  const { occupation, framework } = lookUp(certificate, data);
  const type = data.types[certificate.award];
  const series =
    occupation &&
    framework &&
    (framework.id === 'BD-NTVQF' ? 'NTVQF-' : '') +
      (certificate.award === AWARDS[0] ? 'NSC-' : 'SOA-') +
      `${occupation.sector}-${certificate.occupationCode}-L${certificate.level}-`;
  const serial = whole(certificate.serial, series);
  const meaning = framework?.levels.find(([level]) => level === certificate.level);
  const units = isDataKnown(paper, data)
    ? occupation.units.filter((_, i) => Math.floor(certificate.unitMask / 2 ** i) % 2 === 1)
    : null;
  return without({
    vct: type.vct,
    award: certificate.award,
    title: occupation ? `${type.title} on ${occupation.en}, Level-${certificate.level}` : type.title,
    name_en: certificate.nameEn,
    name_bn: certificate.nameBn,
    father_name: certificate.father,
    mother_name: certificate.mother,
    birth_year: certificate.birthYear,
    nid_last4: certificate.nidLast4 ?? undefined,
    passport_last3: certificate.passportLast3 ?? undefined,
    occupation: {
      code: certificate.occupationCode,
      name_en: occupation?.en ?? null,
      name_bn: occupation?.bn ?? null,
      isco08: occupation?.isco ?? null,
    },
    standard_code: occupation?.standard,
    framework: framework?.id ?? null,
    framework_version: framework?.version ?? null,
    level: certificate.level,
    framework_name: framework ? { en: framework.en, bn: framework.bn } : undefined,
    framework_country: framework?.country,
    level_title: meaning && { en: meaning[1], bn: meaning[2] },
    job_class: meaning?.[3] ?? undefined,
    outcome: units ? (certificate.award === AWARDS[0] ? 'Competent' : 'PartlyCompetent') : undefined,
    units_competent: units?.length,
    units_total: units ? occupation.units.length : undefined,
    units: units?.map(([code, title_en, title_bn, category]) => ({ code, title_en, title_bn, category })),
    serial_no: serial,
    registration_no:
      certificate.registration === null
        ? serial && registrationOf(serial, certificate.pathway)
        : whole(certificate.registration, series && registrationOf(series, certificate.pathway)),
    assessment_centre: { code: certificate.centreCode },
    pathway: certificate.pathway,
    assessed_on: certificate.assessedOn,
    result_published_on: dayInDhaka(notBefore),
    valid_until: dayInDhaka(expires),
    replaces: certificate.replaces === null ? undefined : whole(certificate.replaces, series),
  });
}

const without = object => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const whole = (value, series) =>
  typeof value !== 'number' ? value : series ? series + String(value).padStart(6, '0') : null;
const registrationOf = (serial, pathway) =>
  (pathway === PATHWAYS[1] ? 'TRN-' : 'RPL-') + serial.replace(/NSC-|SOA-/, '');
