/** What you expect of a presentation by its holder. */
export interface Asked {
  /** The audience you asked the holder to present to. */
  audience?: string;
  /** The nonce you gave the holder. */
  nonce?: string;
  /** How old the holder's proof may be, in seconds; ten minutes when nothing is said. */
  lifetime?: number;
}

/** P-256 public key, RFC 7517. */
export interface PublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid?: string;
}

/** Which trust list was seen last; an older one is a rollback. */
export interface TrustMemory {
  sequence: number;
  digest: string;
}

export interface Settings {
  /** The accrediting authority's public key, or several while it changes. */
  root: PublicKey | PublicKey[];
  /** Where the authority's signed trust list is. This or `mirror`. */
  trustList?: string;
  /** A verifier that passes on trust list and status lists, so that issuers do not see who checks whom. */
  mirror?: string;
  /** Keeps the newest trust list's number over a restart. */
  remember?: { load(): Promise<TrustMemory | null>; save(memory: TrustMemory): Promise<void> };
  /** How long fetched lists are used, at most 60 seconds for status lists. */
  refreshSeconds?: number;
  /** Plain http to this machine; for development only. */
  allowLoopback?: boolean;
  fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  clock?: () => number;
}

export type State =
  | 'valid' | 'not_genuine' | 'not_accredited' | 'revoked' | 'replaced' | 'suspended'
  | 'expired' | 'not_yet_valid' | 'wrong_holder' | 'could_not_check';
export type AnswerValue = 'yes' | 'no' | 'could_not_check' | 'please_check';

export interface Answer {
  answer: AnswerValue;
  /** A code of schemas/api/verification.json; expect codes you do not know. */
  reason: string;
  asOf?: string | null;
}

export interface Check {
  check: string;
  outcome: 'Passed' | 'Failed' | 'CouldNotCheck';
  reason: string;
  spec: string;
  detail: string | null;
}

/** schemas/api/verification-report.schema.json */
export interface Report {
  version: 1;
  format: 'paper-cwt' | 'dc+sd-jwt' | 'dc+sd-jwt+kb';
  checkedAt: string;
  state: State;
  answers: Record<'genuine' | 'accredited' | 'valid' | 'person', Answer>;
  checks: Check[];
  issuer: { id: string; name: { en: string; bn?: string; ar?: string } | null; demo: boolean } | null;
  status: { state: string; asOf: string; list: string } | null;
  trustList: { sequence: number; issuedAt: string; nextUpdate: string } | null;
  /** What the credential says, as signed; null when it is not genuine. */
  content: Record<string, unknown> | null;
}

export interface Verifier {
  verify(credential: string, asked?: Asked): Promise<Report>;
}

/** Verifies one credential; calls with the same settings share what was fetched. */
export function verify(credential: string, settings: Settings & Asked): Promise<Report>;

/** A verifier that keeps trust and status lists for a while. */
export function openVerifier(settings: Settings): Verifier;
