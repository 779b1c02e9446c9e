// What the JavaScript client fetches, and what it never fetches.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';

const module = name => import(pathToFileURL(join(process.env.CLIENT, name)).href);
const { openVerifier, run, data, readTrustList, verify } = await module('index.mjs');
const { readAll, readOne } = await module('der.mjs');
const { defaults, cases } = JSON.parse(readFileSync(join(process.env.VECTORS, 'wallet-verdicts.json'), 'utf8'));
const { trustList, rootJwk: root, statusLists, audience, nonce, now } = defaults;
const [statusUri] = Object.keys(statusLists);
const AUTHORITY = 'https://authority.example.gov.bd/trust-list.jwt';
const good = cases.find(one => one.name === 'presented by its holder').payload;
const clock = () => now * 1000;

// A network that knows these addresses and writes down what it was asked.
function network(answers) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push({ address, options });
    const answer = answers[address];
    if (answer === undefined) throw new TypeError('unreachable');
    return typeof answer === 'function' ? answer(options) : new Response(answer);
  };
  return { fetch, asked, addresses: () => asked.map(one => one.address) };
}

const usual = { [AUTHORITY]: trustList, [statusUri]: Buffer.from(statusLists[statusUri], 'base64') };
const open = (net, more = {}) => openVerifier({ root, trustList: AUTHORITY, fetch: net.fetch, clock, ...more });

test('asks for the trust list and the status list, once, without redirects, cookies or a referrer', async () => {
  const net = network(usual), verifier = open(net);
  for (let i = 0; i < 3; i++) assert.equal((await verifier.verify(good, { audience, nonce })).state, 'valid');
  assert.deepEqual(net.addresses(), [AUTHORITY, statusUri]);
  for (const { options } of net.asked) assert.deepEqual([options.redirect, options.credentials, options.referrerPolicy], ['error', 'omit', 'no-referrer']);
});

test('never asks anybody for a credential that is not believed', async () => {
  for (const one of cases.filter(({ expect }) => expect.answers.genuine.answer !== 'yes' && expect.state !== 'could_not_check')) {
    const net = network({ ...usual, [AUTHORITY]: one.trustList ?? trustList });
    await open(net).verify(one.payload, { audience, nonce });
    assert.deepEqual(net.addresses().filter(address => !address.endsWith('/jwt-vc-issuer')), [AUTHORITY], one.name);
  }
});

test('a status list on another origin than its issuer is not asked for', async () => {
  const moved = cases.find(one => one.name === 'keys out of the issuer\'s metadata');
  const net = network({ [AUTHORITY]: trustList, 'https://keyless.example/.well-known/jwt-vc-issuer': JSON.stringify({ issuer: 'https://keyless.example', jwks_uri: 'https://evil.example/keys' }) });
  const report = await open(net).verify(moved.payload, { audience, nonce });
  assert.equal(report.state, 'could_not_check');
  assert.ok(!net.addresses().some(address => address.includes('evil')));
});

test('keys of an issuer that is listed without keys come from its own metadata', async () => {
  const moved = cases.find(one => one.name === 'keys out of the issuer\'s metadata');
  const [[uri, token]] = Object.entries(moved.statusLists);
  const net = network({
    [AUTHORITY]: trustList,
    'https://keyless.example/.well-known/jwt-vc-issuer': JSON.stringify({ issuer: 'https://keyless.example', jwks: { keys: moved.metadataKeys['https://keyless.example'] } }),
    [uri]: Buffer.from(token, 'base64'),
  });
  assert.equal((await open(net).verify(moved.payload, { audience, nonce })).state, 'valid');
});

test('what is unreachable, too large, too slow or an error is could not check', async () => {
  const endless = () => new Response(new ReadableStream({ pull: controller => controller.enqueue(new Uint8Array(65536)) }));
  const slow = ({ signal }) => new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(signal.reason)));
  for (const answer of [undefined, endless, slow, () => new Response('', { status: 503 }), () => new Response('x', { headers: { 'content-length': '9999999' } })]) {
    const report = await open(network({ ...usual, [statusUri]: answer })).verify(good, { audience, nonce });
    assert.equal(report.answers.valid.reason, 'status_unreachable');
    assert.equal(report.state, 'could_not_check');
  }
});

test('a real redirect is not followed', async () => {
  let followed = 0;
  const server = createServer((request, answer) => {
    if (request.url === '/elsewhere') followed++;
    answer.writeHead(302, { Location: '/elsewhere' }).end();
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const own = `http://localhost:${server.address().port}/trust-list.jwt`;
  const report = await verify(good, { root, trustList: own, allowLoopback: true, clock });
  server.close();
  assert.deepEqual([report.state, report.answers.genuine.reason, followed], ['could_not_check', 'trust_list_missing', 0]);
});

test('plain http and addresses with a password are never asked', async () => {
  for (const address of ['http://authority.example/trust-list.jwt', 'https://a:b@authority.example/trust-list.jwt', 'http://localhost/trust-list.jwt', 'file:///etc/passwd']) {
    const net = network({});
    await open(net, { trustList: address }).verify(good);
    assert.deepEqual(net.addresses(), []);
  }
});

test('an older trust list is refused, also by what was remembered', async () => {
  const saved = [];
  const remember = { load: async () => ({ sequence: 99, digest: 'x' }), save: async memory => saved.push(memory) };
  const report = await open(network(usual), { remember }).verify(good, { audience, nonce });
  assert.equal(report.answers.genuine.reason, 'trust_list_rollback');
  const fresh = { load: async () => null, save: async memory => saved.push(memory) };
  await open(network(usual), { remember: fresh }).verify(good, { audience, nonce });
  assert.equal(saved.length, 1);
});

test('an older status list never takes the place of a newer one, however much later it comes', async () => {
  const older = Buffer.from(cases.find(one => one.name === 'status list of two hours ago').statusLists[statusUri], 'base64');
  let list = usual[statusUri], later = 0;
  const net = network({ ...usual, [statusUri]: () => new Response(list) });
  const verifier = open(net, { clock: () => (now + later) * 1000 });
  const ask = async () => (({ state, answers }) => [state, answers.valid.reason])(await verifier.verify(good, { audience, nonce }));
  assert.deepEqual(await ask(), ['valid', 'ok']);
  list = older;
  for (later of [61, 62, 130, 250]) assert.deepEqual(await ask(), ['could_not_check', 'status_stale']);
  list = usual[statusUri];
  later = 311;
  assert.deepEqual(await ask(), ['valid', 'ok']);
});

test('a list is asked for anew when its own ttl is over', async () => {
  const short = Buffer.from(cases.find(one => one.name === 'status list to be kept for five seconds').statusLists[statusUri], 'base64');
  let later = 0;
  const net = network({ ...usual, [statusUri]: () => new Response(short) });
  const verifier = open(net, { clock: () => (now + later) * 1000 });
  const asked = [];
  for (later of [0, 4, 5, 9, 10]) {
    assert.equal((await verifier.verify(good, { audience, nonce })).state, 'valid');
    asked.push(net.addresses().filter(address => address === statusUri).length);
  }
  assert.deepEqual(asked, [1, 1, 2, 2, 3]);
});

test('when nobody answers the last list counts until it ends, and says as of when', async () => {
  let later = 0, cut = false;
  const net = network({ ...usual, [statusUri]: () => cut ? new Response('', { status: 503 }) : new Response(usual[statusUri]) });
  const verifier = open(net, { clock: () => (now + later) * 1000 });
  const first = await verifier.verify(good, { audience, nonce });
  cut = true;
  later = 300;
  const again = await verifier.verify(good, { audience, nonce });
  assert.deepEqual([again.state, again.status.asOf], ['valid', first.status.asOf]);
  later = 3 * 86400;
  assert.notEqual((await verifier.verify(good, { audience, nonce })).answers.valid.answer, 'yes');
});

test('why a mirror passes no list on is told as it says it', async () => {
  const mirror = 'https://verify.example';
  for (const [body, reason] of [['{"code":"status_stale"}', 'status_stale'], ['{"code":"status_invalid"}', 'status_invalid'], ['{"code":"ok"}', 'status_unreachable'], ['<', 'status_unreachable']]) {
    const net = network({
      [`${mirror}/trust/list`]: trustList,
      [`${mirror}/trust/status?uri=${encodeURIComponent(statusUri)}`]: () => new Response(body, { status: 503 }),
    });
    const { state, answers } = await open(net, { trustList: undefined, mirror }).verify(good, { audience, nonce });
    assert.deepEqual([state, answers.valid.reason], ['could_not_check', reason]);
  }
});

test('a mirror gives the lists and learns which list, never which credential', async () => {
  const mirror = 'https://verify.example';
  const net = network({ [`${mirror}/trust/list`]: trustList, [`${mirror}/trust/status?uri=${encodeURIComponent(statusUri)}`]: usual[statusUri] });
  assert.equal((await open(net, { trustList: undefined, mirror }).verify(good, { audience, nonce })).state, 'valid');
  assert.equal(net.asked.length, 2);
});

test('a mirror may be a verify bundle: plain files, at the root of a web server or in any folder of it', async () => {
  const file = `status/${createHash('sha256').update(statusUri).digest('hex').slice(0, 32)}.token`;
  for (const mirror of ['https://files.example', 'https://files.example/ministry/mirror', 'https://files.example/ministry/mirror/']) {
    const root = mirror.replace(/\/$/, '');
    const notThere = () => new Response('<h1>Not found</h1>', { status: 404 });
    const net = network({
      [`${root}/trust/list`]: notThere, [`${root}/trust/status?uri=${encodeURIComponent(statusUri)}`]: notThere,
      [`${root}/trust-list.jwt`]: trustList, [`${root}/${file}`]: usual[statusUri],
    });
    assert.equal((await open(net, { trustList: undefined, mirror }).verify(good, { audience, nonce })).state, 'valid', mirror);
    assert.ok(net.addresses().every(address => address.startsWith(root)));
  }
});

test('a verifier below a folder is a mirror too', async () => {
  const mirror = 'https://files.example/check';
  const net = network({ [`${mirror}/trust/list`]: trustList, [`${mirror}/trust/status?uri=${encodeURIComponent(statusUri)}`]: usual[statusUri] });
  assert.equal((await open(net, { trustList: undefined, mirror }).verify(good, { audience, nonce })).state, 'valid');
});

test('settings that cannot work are refused at once', async () => {
  assert.throws(() => openVerifier({ trustList: AUTHORITY }), TypeError);
  assert.throws(() => openVerifier({ root }), TypeError);
  await assert.rejects(verify(5, { root, trustList: AUTHORITY, fetch: network(usual).fetch }), TypeError);
});

// A certificate with other fields, its signature kept: what is refused here was refused before any signature was checked.
function der(tag, ...parts) {
  const bytes = Buffer.concat(parts), { length } = bytes;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Uint8Array.of(tag, ...size), bytes]);
}

function changed(certificate, change) {
  const [tbs, ...rest] = readAll(readOne(certificate, 0x30).bytes), fields = readAll(tbs.bytes).map(one => one.raw);
  return der(0x30, der(0x30, ...change(fields)), ...rest.map(one => one.raw));
}

const withExtensions = change => fields => [...fields.slice(0, -1), der(0xa3, der(0x30,
  ...change(readAll(readOne(readOne(fields.at(-1)).bytes).bytes).map(one => one.raw))))];

test('a certificate that cannot be read is a report that says so, never a fault', async () => {
  const one = cases.find(({ name }) => name === 'certificate of a listed key');
  const [header, ...rest] = one.payload.split('.');
  const { x5c, ...members } = JSON.parse(Buffer.from(header, 'base64url'));
  const chain = x5c.map(text => Buffer.from(text, 'base64'));
  const list = await readTrustList(one.trustList, root);
  const id = Uint8Array.of(6, 3, 0x55, 0x1d, 0x63), value = Uint8Array.of(4, 0), unread = 'A certificate cannot be read.';
  for (const [at, detail, change] of [
    [0, unread, withExtensions(all => [...all, Uint8Array.of(0x30, 0)])],
    [1, unread, withExtensions(all => [...all, Uint8Array.of(0x30, 0)])],
    [0, unread, withExtensions(all => [...all, Uint8Array.of(5, 0)])],
    [0, unread, withExtensions(all => [...all, der(0x30, id)])],
    [0, unread, withExtensions(all => [...all, der(0x30, value, value)])],
    [0, unread, withExtensions(all => [...all, der(0x30, id, id)])],
    [0, unread, withExtensions(all => [...all, der(0x30, id, value, value)])],
    [0, unread, withExtensions(all => [...all, der(0x30, id, Uint8Array.of(1, 1, 255), value, value)])],
    [0, 'A certificate has an extension twice.', withExtensions(all => [...all, all[0]])],
    [0, 'A certificate has an extension twice.', withExtensions(all => [...all, der(0x30, id, value), der(0x30, id, value)])],
    [1, unread, fields => fields.with(4, der(0x30))],
    [1, unread, fields => fields.with(6, der(0x30))],
  ]) {
    const sent = chain.map((certificate, i) => (i === at ? changed(certificate, change) : certificate));
    const text = JSON.stringify({ ...members, x5c: sent.map(certificate => certificate.toString('base64')) });
    const found = await run([Buffer.from(text).toString('base64url'), ...rest].join('.'), { audience, nonce },
      { now, trust: { list }, statusTokens: new Map(), data });
    const { outcome, reason, detail: said } = found.checks.find(({ check }) => check === 'issuer_key');
    assert.deepEqual([outcome, reason, said], ['Failed', 'certificate_chain_refused', detail]);
  }
});

test('what is longer than the library reads is not read here either', async () => {
  const [header, , signature] = good.split('~')[0].split('.');
  const answer = async length => {
    const claims = Buffer.from(JSON.stringify({ vct: 'https://a.example/x', x: 'x'.repeat(length) })).toString('base64url');
    const found = await run(`${header}.${claims}.${signature}~`, {}, { now, trust: { refusal: 'trust_list_missing' }, data });
    return found.answers.genuine.answer;
  };
  assert.equal(await answer(388_000), 'could_not_check');
  assert.equal(await answer(394_000), 'no');
});

test('two thousand damaged presentations never get a yes and never throw', async () => {
  const verifier = open(network(usual));
  let seed = 20261122;
  const random = most => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
  for (let i = 0; i < 2000; i++) {
    const at = random(good.length);
    const letter = 'ABCabc019-_~.{"'[random(15)];
    const text = [good.slice(0, at) + letter + good.slice(at + 1), good.slice(0, at), good.slice(0, at) + letter + good.slice(at)][random(3)];
    const { state } = await verifier.verify(text, { audience, nonce });
    assert.ok(text.trim() === good.trim() || state !== 'valid', text);
  }
});
