// What the text of a symbol is for: only certificates and worker's links are opened, and always on this site,
// whatever host the symbol names: a forged paper may point at a forged page.
export function destinationOf(text) {
  const trimmed = text.trim();
  if (/^openid-credential-offer:/i.test(trimmed) || /[?&]credential_offer(_uri)?=/i.test(trimmed))
    return { refused: 'file.claim_slip' };
  const certificate = /^https?:\/\/[^/?#\s@\\]+\/c#([a-z2-7]+)$/i.exec(trimmed);
  if (certificate) return { href: `/C#${certificate[1].toUpperCase()}` };
  const share = /^https?:\/\/[^/?#\s]+\/s#([!-~]+)$/i.exec(trimmed);
  if (share) return { href: `/S#${share[1]}` };
  return { refused: 'file.other_code' };
}
