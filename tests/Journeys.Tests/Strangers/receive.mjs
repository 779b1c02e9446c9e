// A foreign wallet (@openid4vc/openid4vci) takes a certificate from our issuer: offer by reference, tx_code, three keys in
// one request, notification. Then strangers' code (@sd-jwt/sd-jwt-vc and jose) verifies what came, with keys found
// through our metadata.   node receive.mjs <openid-credential-offer://…> <pin>
import assert from 'node:assert/strict';
import { clientAuthenticationAnonymous, setGlobalConfig } from '@openid4vc/oauth2';
import { Openid4vciClient, Openid4vciRetrieveCredentialsError } from '@openid4vc/openid4vci';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { decodeProtectedHeader } from 'jose';
import { hash, newKey, random, signWith, verifierFor, verifyWithJose } from './crypto.mjs';

const [offerUri, pin] = process.argv.slice(2);
setGlobalConfig({ allowInsecureUrls: true }); // http on this machine

const keys = await Promise.all([newKey(), newKey(), newKey()]);
const client = new Openid4vciClient({
  callbacks: {
    fetch,
    hash,
    generateRandom: random,
    clientAuthentication: clientAuthenticationAnonymous(),
    signJwt: (signer, jwt) => signWith(keys.find((key) => key.jwk.x === signer.publicJwk.x), jwt),
    verifyJwt: () => { throw new Error('no signed metadata here'); },
    decryptJwe: () => { throw new Error('nothing is encrypted here'); },
    encryptJwe: () => { throw new Error('nothing is encrypted here'); },
  },
});

const credentialOffer = await client.resolveCredentialOffer(offerUri);
const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer);
const grant = credentialOffer.grants['urn:ietf:params:oauth:grant-type:pre-authorized_code'];
assert.equal(grant.tx_code.input_mode, 'numeric');
assert.equal(grant.tx_code.length, 6);

const wrong = pin === '000000' ? '000001' : '000000';
await assert.rejects(
  client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, txCode: wrong }),
  (error) => error.errorResponse?.error === 'invalid_grant');
const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer(
  { credentialOffer, issuerMetadata, txCode: pin });
const accessToken = accessTokenResponse.access_token;

const credentialConfigurationId = credentialOffer.credential_configuration_ids[0];
const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata });
const jwt = [];
for (const key of keys) {
  const proof = await client.createCredentialRequestJwtProof({
    issuerMetadata, credentialConfigurationId, nonce, signer: { method: 'jwk', alg: 'ES256', publicJwk: key.jwk },
  });
  jwt.push(proof.jwt);
}

const { credentialResponse } = await client.retrieveCredentials(
  { issuerMetadata, credentialConfigurationId, accessToken, proofs: { jwt } });
assert.equal(credentialResponse.credentials.length, 3);

// The same proofs again: the nonce is used.
await assert.rejects(
  client.retrieveCredentials({ issuerMetadata, credentialConfigurationId, accessToken, proofs: { jwt } }),
  (error) => error instanceof Openid4vciRetrieveCredentialsError
    && error.response.credentialErrorResponseResult?.data?.error === 'invalid_nonce');

for (const event of ['credential_accepted', 'credential_accepted']) {
  await client.sendNotification({
    issuerMetadata, accessToken, notification: { notificationId: credentialResponse.notification_id, event },
  });
}

const issuer = credentialOffer.credential_issuer;
const address = new URL(issuer);
const metadata = await (await fetch(
  `${address.origin}/.well-known/jwt-vc-issuer${address.pathname === '/' ? '' : address.pathname}`)).json();
assert.equal(metadata.issuer, issuer);
const places = new Set();
for (const [index, { credential }] of credentialResponse.credentials.entries()) {
  const header = decodeProtectedHeader(credential.split('~')[0]);
  assert.equal(header.typ, 'dc+sd-jwt');
  const key = metadata.jwks.keys.find((one) => one.kid === header.kid);
  await verifyWithJose(credential.split('~')[0], key);

  const verifier = verifierFor(key);
  const sdjwt = new SDJwtVcInstance({
    verifier, statusVerifier: verifier, hasher: hash, hashAlg: 'sha-256', saltGenerator: async () => 'unused',
  });
  const { payload } = await sdjwt.verify(credential);
  assert.equal(payload.iss, issuer);
  assert.deepEqual(payload.cnf.jwk, keys[index].jwk);
  assert.ok(payload.full_name && payload.name_bn && payload.units.length > 0);
  places.add(JSON.stringify(payload.status));

  // A stranger can hide what he likes and the rest still verifies.
  const shown = await sdjwt.present(credential, { full_name: true });
  const seen = (await sdjwt.verify(shown)).payload;
  assert.equal(seen.full_name, payload.full_name);
  assert.equal(seen.birth_date, undefined);
}

assert.equal(places.size, 3, 'each copy has its own place in the status list');
console.log('received, notified and verified');
