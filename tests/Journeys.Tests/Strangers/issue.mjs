// A foreign OpenID4VCI 1.0 issuer: credentials made by @sd-jwt/sd-jwt-vc, key proofs checked by jose, nothing of ours.
// Prints its public key as one JSON line once it listens, and runs until its input ends.
import { createServer } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify, calculateJwkThumbprint } from 'jose';

const port = Number(process.argv[2]);
const lie = process.argv[3] ?? '';
const url = `http://localhost:${port}`;
const vct = 'https://guild.example/credentials/welding-pass/1';
const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const jwk = await exportJWK(publicKey);
jwk.kid = await calculateJwkThumbprint(jwk);
const grant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const pin = 'Guild-7';
const tenDays = 10 * 86_400;
const today = Math.floor(Date.now() / 86_400_000) * 86_400;
const hidden = '\u202e\u200b<b>';
let nonce = '';
let copies = 0;
let refresh = 0;

const sdJwt = new SDJwtVcInstance({
  hasher: (data, alg) => new Uint8Array(createHash(alg.replace('-', '')).update(data).digest()),
  hashAlg: 'sha-256',
  saltGenerator: length => randomBytes(length).toString('base64url').slice(0, length),
  signAlg: 'ES256',
  signer: async data => {
    const key = await crypto.subtle.importKey(
      'jwk', await exportJWK(privateKey), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(data));
    return Buffer.from(signature).toString('base64url');
  },
});

const credential = holder => sdJwt.issue(
  {
    iss: lie === 'another name' ? 'https://bmet.example.gov.bd' : url, vct, iat: today,
    cnf: { jwk: lie === 'another key' ? jwk : holder },
    ...(lie === 'short-lived' && { exp: today + ++copies * tenDays }),
    framework: 'GUILD', result_published_on: '2026-05-04', level: '3', given_name: lie === 'hidden letters' ? `Rafiqul${hidden}` : 'Rafiqul', family_name: 'Islam',
    process: 'MIG <b>135</b>',
  },
  { _sd: ['given_name', 'family_name', 'process'] },
  { header: { kid: jwk.kid } },
);

const answers = {
  '/.well-known/openid-credential-issuer': () => ({
    credential_issuer: url, credential_endpoint: `${url}/credential`, nonce_endpoint: `${url}/nonce`,
    display: [{ name: lie === 'hidden letters' ? `Welders’ guild${hidden}` : 'Welders’ guild', locale: 'en' }],
    credential_configurations_supported: {
      'welding-pass': {
        format: 'dc+sd-jwt', vct, cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
        credential_metadata: { display: [{ name: 'Welding pass', locale: 'en' }] },
      },
    },
  }),
  '/.well-known/oauth-authorization-server': () => ({ issuer: url, token_endpoint: `${url}/token` }),
  '/.well-known/jwt-vc-issuer': () => ({ issuer: url, jwks: { keys: [jwk] } }),
  '/offer': () => ({
    credential_issuer: url, credential_configuration_ids: ['welding-pass'],
    grants: { [grant]: { 'pre-authorized_code': 'the-code', tx_code: { input_mode: 'text', description: 'As told by the guild' } } },
  }),
  '/nonce': () => ({ c_nonce: (nonce = randomBytes(16).toString('base64url')) }),
  '/token': ({ body }) => {
    const form = new URLSearchParams(body);
    const way = lie === 'short-lived' && { refresh_token: `refresh-${refresh + 1}` };
    if (form.get('grant_type') === 'refresh_token') {
      if (!way || form.get('refresh_token') !== `refresh-${refresh}`) return { status: 400, error: 'invalid_grant' };
      refresh++;
      return { access_token: 'guild-token', token_type: 'bearer', ...way };
    }
    if (way) refresh = 1;
    return form.get('pre-authorized_code') === 'the-code' && form.get('grant_type') === grant && form.get('tx_code') === pin
      ? { access_token: 'guild-token', token_type: 'bearer', ...(way && { refresh_token: 'refresh-1' }) } : { status: 400, error: 'invalid_grant' };
  },
  '/credential': async ({ body, headers }) => {
    const [proof] = JSON.parse(body).proofs.jwt;
    const { payload, protectedHeader } = await jwtVerify(
      proof, EmbeddedJWK, { audience: url, typ: 'openid4vci-proof+jwt', algorithms: ['ES256'] });
    if (headers.authorization !== 'Bearer guild-token' || payload.nonce !== nonce) return { status: 400, error: 'invalid_nonce' };
    return { credentials: [{ credential: await credential(protectedHeader.jwk) }] };
  },
};

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    const answer = answers[request.url];
    const { status = 200, ...json } = answer ? await answer({ body, headers: request.headers }) : { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  } catch (problem) {
    response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: 'invalid_proof' }));
    console.error(problem);
  }
}).listen(port, '127.0.0.1', () => console.log(JSON.stringify(jwk)));
process.stdin.resume().on('end', () => process.exit(0));
