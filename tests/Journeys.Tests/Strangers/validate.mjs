// ajv holds what we publish to the OpenID Foundation's schemas, and our example credentials to our own.
//   node validate.mjs <issuer url> <offer url> <schemas folder of the repository>
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

const [issuer, offer, ours] = process.argv.slice(2);
const formats = {
  uri: (text) => URL.canParse(text),
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
};
const ajv = () => new Ajv({ strict: false, allErrors: true, formats });
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const get = async (url) => (await fetch(url)).json();

function check(name, value) {
  const validate = ajv().compile(read(new URL(`schemas/${name}.json`, import.meta.url)));
  assert.ok(validate(value), `${name}: ${JSON.stringify(validate.errors)}`);
}

check('credential_issuer_metadata-1_0', await get(`${issuer}/.well-known/openid-credential-issuer`));
check('oauth_authorization_server_metadata', await get(`${issuer}/.well-known/oauth-authorization-server`));
check('credential_offer-1_0', await get(offer));
for (const name of ['national-skills-certificate', 'statement-of-achievement']) {
  const folder = `${ours}/credentials/${name}/1`;
  const metadata = await get(`${issuer}/credentials/${name}/1`);
  check('sd_jwt_vc_type_metadata', metadata);
  assert.deepEqual(metadata, read(`${folder}/vct.json`));

  // Our own small checker and ajv must agree on the schema that every credential is linted against.
  const validate = ajv().compile(read(`${folder}/schema.json`));
  const example = read(`${folder}/example.json`);
  assert.ok(validate(example), JSON.stringify(validate.errors));
  for (const [claim, wrong] of [['full_name', 'lower case'], ['nid_last4', '00001'], ['nid_last4', '0001\n'],
    ['assessed_on', '2026-02-31x'], ['units', []], ['status', {}], ['extra', 1], ['outcome', 'x']]) {
    assert.ok(!validate({ ...example, [claim]: wrong }), `${claim} should be refused`);
  }
}

console.log('valid');
