import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { test } from 'node:test';
import { cbor, data, makeKey, module, signCose, signTrustList } from './setup.mjs';

const { verifyPaper } = await module('verify.mjs');
const { encodeBase32 } = await module('base32.mjs');
const { readTrustList } = await module('trust.mjs');

const issuer = 'https://issuer.example', uri = `${issuer}/status/1.cwt`, now = 1795231800;
const root = await makeKey(), key = await makeKey();
const list = {
  iss: 'https://authority.example', iat: now - 60, sequence: 7, nextUpdate: now + 86400,
  scheme: { name: { en: 'Test' }, territory: 'BD' }, wallets: [],
  issuers: [{
    id: issuer, name: { en: 'Test issuer' }, keys: [{ jwk: key.jwk, from: 0, until: null, compromisedFrom: null }], roots: [], withdrawnFrom: null,
    awards: [{ vct: data.types.NationalSkillsCertificate.vct, frameworks: ['BD-NSQF'], from: '2020-01-01', until: null }],
  }],
  centres: [{ code: 'RPLC-1', name: { en: 'Centre' }, district: 'Dhaka', from: '2020-01-01', until: null }],
};
const certificate = new Map([
  [1, 1], [2, 1], [3, 'MD RAFIQUL ISLAM'], [4, 'মোঃ রফিকুল ইসলাম'], [5, 'FATHER'], [6, 'MOTHER'], [8, '001'], [9, 1991], [10, 'PLM'], [11, 1],
  [13, '2'], [14, 4095], [15, 1], [16, 900101], [18, 'RPLC-1'], [19, 1], [21, 20504],
]);
const claims = new Map([[1, issuer], [4, 1931018399], [5, 1773252000], [6, now - 3600], [65535, new Map([['status_list', new Map([['idx', 9], ['uri', uri]])]])], [-70001, certificate]]);
const bits = new Uint8Array(2 ** 15);
const statusClaims = packed => new Map([[2, uri], [6, now - 10], [4, now + 86400], [65533, new Map([['bits', 2], ['lst', packed]])]]);
const statusList = await signCose(key, 'application/statuslist+cwt', statusClaims(deflateSync(bits)));
const trust = { list: await readTrustList(await signTrustList(root, list), root.jwk) };
const good = await signCose(key, 'sp+cwt', claims);
const check = (payload, token = statusList) => verifyPaper(payload, { now, trust, statusTokens: new Map([[uri, token]]), data });

test('the certificate itself is valid', async () => {
  const found = await check(encodeBase32(good));
  assert.equal(found.state, 'valid', JSON.stringify(found.checks.filter(one => one.outcome !== 'Passed')));
  assert.equal(found.answers.person.answer, 'please_check');
});

test('1500 mutated certificates: never a yes, never a fault', async () => {
  for (let i = 0; i < 1500; i++) {
    const bytes = Uint8Array.from(good), kind = i % 5;
    let mutated = bytes;
    if (kind === 0) bytes[randomInt(bytes.length)] ^= 1 << randomInt(8);
    else if (kind === 1) for (let n = 0; n < 4; n++) bytes[randomInt(bytes.length)] = randomInt(256);
    else if (kind === 2) mutated = bytes.slice(0, randomInt(bytes.length));
    else if (kind === 3) mutated = Uint8Array.from([...bytes.slice(0, randomInt(bytes.length)), ...Array.from({ length: randomInt(1, 9) }, () => randomInt(256)), ...bytes.slice(randomInt(bytes.length))]);
    else { const at = randomInt(bytes.length - 8); mutated = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + randomInt(1, 8))]); }
    if (Buffer.compare(Buffer.from(mutated), Buffer.from(good)) === 0) continue;
    const found = await check(encodeBase32(mutated));
    assert.notEqual(found.answers.genuine.answer, 'yes', Buffer.from(mutated).toString('hex'));
    assert.notEqual(found.state, 'valid');
  }
});

test('500 mutated texts: never a yes, never a fault', async () => {
  const text = encodeBase32(good), letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abc018-_=%# \u09e6\u{1F600}';
  for (let i = 0; i < 500; i++) {
    const at = randomInt(text.length);
    const mutated = text.slice(0, at) + Array.from(letters)[randomInt(Array.from(letters).length)] + text.slice(at + 1);
    if (mutated.toUpperCase() === text) continue;
    assert.notEqual((await check(mutated)).answers.genuine.answer, 'yes', mutated);
  }
  for (const odd of ['', ' ', '#', 'A', 'null', '{}', 'x'.repeat(5_000_000), '\0', '\ud800', 'https://a/C#', 'javascript:alert(1)'])
    assert.equal((await check(odd)).state, 'not_genuine', odd.slice(0, 20));
});

test('another host, lower case and white space make no difference', async () => {
  const text = encodeBase32(good);
  for (const same of [text.toLowerCase(), ` ${text}\n`, `https://evil.example/C#${text}`, `HTTPS://X:1/c#${text}`])
    assert.equal((await check(same)).state, 'valid');
});

test('a text that the library refuses is no certificate here either', async () => {
  const text = encodeBase32(good), other = (from, to) => text.replace(from, to);
  for (const odd of [other('S', '\u017f'), other('I', '\u0131'), other('K', '\u212a'), `${text}=`, `${text.slice(0, 9)} ${text.slice(9)}`,
    `https://user@evil.example/C#${text}`, `https://a:b@evil.example/C#${text}`, `https://evil.example\\a/C#${text}`, `ftp://evil.example/C#${text}`]) {
    const { state, answers } = await check(odd);
    assert.notEqual(odd, text);
    assert.deepEqual([state, answers.genuine.reason], ['not_genuine', 'format_unreadable'], odd);
  }
});

test('the last second of all has a day of four digits in Dhaka too', async () => {
  for (const [end, day] of [[253402300799, '9999-12-31'], [253402279199, '9999-12-31'], [253402192800 - 1, '9999-12-30']]) {
    const found = await check(encodeBase32(await signCose(key, 'sp+cwt', new Map(claims).set(4, end))));
    assert.deepEqual([found.state, found.content.valid_until], ['valid', day]);
  }
});

test('every signed field refuses another kind of value', async () => {
  for (const [label] of certificate) for (const wrong of [new Map(), new Uint8Array(300), -1, 'x'.repeat(300), '']) {
    const changed = new Map(certificate).set(label, wrong);
    const found = await check(encodeBase32(await signCose(key, 'sp+cwt', new Map(claims).set(-70001, changed))));
    assert.notEqual(found.state, 'valid', `${label}: ${typeof wrong}`);
  }
});

test('text that reorders or hides itself is not conforming, even signed', async () => {
  for (const name of ['MD \u202eMALSI', 'MD\u200bRAFIQ', 'MD\u0000', 'A\u0308', ' MD', 'MD  X', '<img src=x onerror=alert(1)>\u2066'])
    assert.equal((await check(encodeBase32(await signCose(key, 'sp+cwt', new Map(claims).set(-70001, new Map(certificate).set(3, name)))))).answers.genuine.answer, 'no', name);
});

test('signed for another purpose is refused', async () => {
  for (const type of ['application/statuslist+cwt', 'sp+cwt ', 'JWT', ''])
    assert.equal((await check(encodeBase32(await signCose(key, type, claims)))).answers.genuine.answer, 'no');
});

test('a status list that unpacks to 64 MiB is not unpacked', async () => {
  const bomb = await signCose(key, 'application/statuslist+cwt', statusClaims(deflateSync(Buffer.alloc(64 * 1024 * 1024))));
  const found = await check(encodeBase32(good), bomb);
  assert.equal(found.answers.valid.reason, 'status_invalid');
});

test('500 mutated status lists never say more than could not check', async () => {
  for (let i = 0; i < 500; i++) {
    const token = Uint8Array.from(statusList);
    token[randomInt(token.length)] ^= 1 << randomInt(8);
    const { answers } = await check(encodeBase32(good), token);
    assert.equal(answers.valid.answer, 'could_not_check');
  }
});

test('300 mutated trust lists are refused', async () => {
  const text = await signTrustList(root, list);
  for (let i = 0; i < 300; i++) {
    const at = randomInt(text.length), letter = 'ABCDabcd0123-_.= {'[randomInt(18)];
    if (text[at] === letter) continue;
    await assert.rejects(readTrustList(text.slice(0, at) + letter + text.slice(at + 1), root.jwk), error => /^trust_list/.test(error.reason));
  }
});

test('a list by another root, a duplicate name, an older list and a second list of one number are refused', async () => {
  const other = await makeKey();
  await assert.rejects(readTrustList(await signTrustList(other, list), root.jwk), { reason: 'trust_list_invalid' });
  const { memory } = trust.list;
  await assert.rejects(readTrustList(await signTrustList(root, { ...list, sequence: 6 }), root.jwk, memory), { reason: 'trust_list_rollback' });
  await assert.rejects(readTrustList(await signTrustList(root, { ...list, iat: list.iat + 1 }), root.jwk, memory), { reason: 'trust_list_rollback' });
  const twice = JSON.stringify(list).replace('"sequence":7', '"sequence":7,"seque\\u006ece":8');
  const part = bytes => Buffer.from(bytes).toString('base64url');
  const signed = `${part('{"alg":"ES256","typ":"trust-list+jwt","kid":"k"}')}.${part(twice)}`;
  const jws = `${signed}.${part(await root.sign(new TextEncoder().encode(signed)))}`;
  await assert.rejects(readTrustList(jws, root.jwk), { reason: 'trust_list_invalid' });
});

test('deep nesting and huge lengths end quietly', async () => {
  const deep = Uint8Array.from([...new Array(900).fill(0x81), 0x00]);
  const huge = Uint8Array.from([0xd2, 0x84, 0x5b, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff]);
  const wide = Uint8Array.from([0xd2, 0x9b, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  for (const bytes of [deep, huge, wide]) assert.equal((await check(encodeBase32(bytes))).state, 'not_genuine');
});

test('signatures of zeros and of the group order are refused', async () => {
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  for (const half of [Buffer.alloc(32), order]) {
    const forged = Uint8Array.from(good);
    forged.set(half, forged.length - 64);
    forged.set(half, forged.length - 32);
    assert.equal((await check(encodeBase32(forged))).answers.genuine.reason, 'signature_invalid');
  }
});

test('a list counts when one of several pinned roots signed it in its own time', async () => {
  const next = await makeKey();
  const signed = await signTrustList(next, list);
  assert.equal((await readTrustList(signed, [root.jwk, next.jwk])).sequence, list.sequence);
  assert.equal((await readTrustList(signed, [{ ...next.jwk, from: list.iat, until: list.iat + 1 }])).sequence, list.sequence);
  await assert.rejects(readTrustList(signed, [root.jwk]), { reason: 'trust_list_invalid' });
  await assert.rejects(readTrustList(signed, [root.jwk, { ...next.jwk, until: list.iat }]), { reason: 'trust_list_invalid' });
  await assert.rejects(readTrustList(signed, [{ ...next.jwk, from: list.iat + 1 }]), { reason: 'trust_list_invalid' });
  await assert.rejects(readTrustList(signed, []), { reason: 'trust_list_invalid' });
});
