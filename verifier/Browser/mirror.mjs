// Where a signed document lies in a verify bundle, as MirrorPaths has it: its place follows from its own address alone,
// the same on every mirror.
import { sha256 } from './keys.mjs';

export const TRUST_LIST = 'trust-list.jwt';

export const statusFile = async uri => `status/${hex(await sha256(new TextEncoder().encode(uri))).slice(0, 32)}.token`;

export const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
