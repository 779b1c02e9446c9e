// Key binding (RFC 9901 section 7.3): the holder's signature over one presentation, for one verifier, now.
import { Finding } from './finding.mjs';
import { verifies } from './keys.mjs';
import { digestOf } from './sdjwt.mjs';
import { isDate, payloadObject, requireType } from './token.mjs';

const SKEW = 60,
  DEFAULT_LIFETIME = 10 * 60,
  LONGEST_LIFE = 400 * 86400;

// Answers the reason why it does not hold, or null. Audience and nonce are required: whoever did not ask for this
// presentation cannot accept it.
export async function whyNotBound({ keyBinding, withoutKeyBinding }, holder, { audience, nonce, lifetime }, now) {
  let claims;
  try {
    requireType(keyBinding, 'kb+jwt');
    if (!(await verifies(holder, keyBinding.signed, keyBinding.signature))) return 'kb_invalid';
    claims = payloadObject(keyBinding);
  } catch (error) {
    if (error instanceof Finding) return 'kb_invalid';
    throw error;
  }
  if (claims.aud !== audience) return 'kb_audience';
  if (claims.nonce !== nonce) return 'kb_nonce';
  if (!isInTime(claims, now, lifetime)) return 'kb_time';
  return claims.sd_hash === (await digestOf(withoutKeyBinding)) ? null : 'kb_hash';
}

function isInTime(claims, now, lifetime) {
  const { iat, exp, nbf } = claims;
  if (!isDate(iat) || iat - now > SKEW) return false;
  let longest = lifetime ?? DEFAULT_LIFETIME;
  if ('exp' in claims) {
    // A holder who limits the life of a stored presentation is taken at his word.
    if (!isDate(exp) || exp <= iat || exp - iat > LONGEST_LIFE || now >= exp) return false;
    longest = lifetime ?? LONGEST_LIFE;
  }
  return now - iat <= longest + SKEW && (!('nbf' in claims) || (isDate(nbf) && now + SKEW >= nbf));
}
