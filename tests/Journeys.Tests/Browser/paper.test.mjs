import assert from 'node:assert/strict';
import { test } from 'node:test';
import { data, module, vectors } from './setup.mjs';

const { decodeBase32, encodeBase32 } = await module('base32.mjs');
const { parsePaper, spellOut } = await module('paper.mjs');
const { signedBytes } = await module('cose.mjs');
const { verifies } = await module('keys.mjs');
const { certificates, issuerJwk } = vectors('paper.json');

assert.ok(certificates.length > 10, 'there are certificates to read');
for (const { name, payload, expected } of certificates) test(name, async () => {
  const bytes = decodeBase32(payload);
  assert.equal(encodeBase32(bytes), payload);
  const paper = parsePaper(bytes);
  assert.ok(await verifies(issuerJwk, signedBytes(paper.envelope), paper.envelope.signature));
  const content = spellOut(paper, data);
  assert.deepEqual(
    {
      issuer: paper.issuer, expires: paper.expires, notBefore: paper.notBefore, issuedAt: paper.issuedAt,
      statusIndex: paper.status.index, statusUri: paper.status.uri, nameEn: content.name_en, nameBn: content.name_bn,
      fatherName: content.father_name, motherName: content.mother_name, nidLast4: content.nid_last4 ?? null,
      passportLast3: content.passport_last3 ?? null, birthYear: content.birth_year, occupationCode: content.occupation.code,
      framework: content.framework, frameworkVersion: content.framework_version, level: content.level,
      unitCodes: content.units.map(({ code }) => code), serialNo: content.serial_no, registrationNo: content.registration_no,
      centreCode: content.assessment_centre.code, pathway: content.pathway, replaces: content.replaces ?? null, assessedOn: content.assessed_on,
    },
    Object.fromEntries(Object.entries(expected).filter(([key]) => !['award', 'unitIndexes', 'dataVersion'].includes(key))));
});
