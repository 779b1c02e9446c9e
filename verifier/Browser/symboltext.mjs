// What the text of a symbol is for: only certificates and worker's links are opened, and always on this site,
// whatever host the symbol names: a forged paper may point at a forged page.
import { trimmed } from './text.mjs';

const LONGEST = 4096;

export function destinationOf(text) {
  const sent = trimmed(text);
  if (/^openid-credential-offer:/i.test(sent) || /[?&]credential_offer(_uri)?=/i.test(sent))
    return { refused: 'file.claim_slip' };
  if (sent.length > LONGEST) return { refused: 'file.other_code' };
  const certificate = /^https?:\/\/[^/?#\s@\\]+\/c#([a-z2-7]+)$/i.exec(sent);
  if (certificate) return { href: `/C#${certificate[1].toUpperCase()}` };
  const share = /^https?:\/\/[^/?#\s]+\/s#([!-~]+)$/i.exec(sent);
  if (share) return { href: `/S#${share[1]}` };
  return { refused: 'file.other_code' };
}
