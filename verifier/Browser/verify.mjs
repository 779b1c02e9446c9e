// A paper certificate, read and handed to the judge.
import { decodeBase32, payloadOf } from './base32.mjs';
import { signedBytes } from './cose.mjs';
import { judge } from './judge.mjs';
import { verifies } from './keys.mjs';
import { dayInDhaka, frameworkOf, isDataKnown, parsePaper, spellOut, typeFlaw } from './paper.mjs';
import { readStatusList } from './status.mjs';
import { findKey } from './trust.mjs';

// text: what stood behind the # of the link. input: as judge takes it. Answers the report.
export function verifyPaper(text, input) {
  return judge(() => credentialOf(parsePaper(decodeBase32(payloadOf(text))), input.data), 'paper-cwt', input);
}

function credentialOf(paper, data) {
  const content = spellOut(paper, data);
  const { issuer, issuedAt, notBefore, expires, status, envelope, certificate } = paper;
  const { centreCode, assessedOn } = certificate;
  return {
    format: 'paper-cwt',
    issuer,
    issuedAt,
    notBefore,
    expires,
    status,
    content,
    centreCode,
    assessedOn,
    vct: content.vct,
    framework: frameworkOf(paper, data),
    resultDay: dayInDhaka(notBefore),
    readStatusList,
    checkType({ pass, fail, open }) {
      const flaw = typeFlaw(paper);
      if (flaw) fail('type', 'type_metadata_mismatch', flaw);
      else isDataKnown(paper, data) ? pass('type') : open('type', 'framework_data_unknown');
    },
    findKey: async listed => ({ key: await findKey(listed, paper.kid8) }),
    verifiedBy: ({ jwk }) => verifies(jwk, signedBytes(envelope), envelope.signature),
    checkHolder: ({ open }) => open('holder_binding', 'person_please_check'),
  };
}
