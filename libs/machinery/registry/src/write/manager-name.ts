import { utf8Length } from '@klockwork/api-machinery';

const MANAGER_BYTES_MAX = 128;

/** The manager that a user agent stands for: what can be printed before its first `/`, 128 bytes at most. Models `prefixFromUserAgent`. */
export function managerOf(userAgent: string): string {
  const end = userAgent.indexOf('/');
  let manager = '';
  for (const char of end < 0 ? userAgent : userAgent.slice(0, end)) {
    if (!PRINTABLE.test(char)) continue;
    if (utf8Length(manager + char) > MANAGER_BYTES_MAX) break;
    manager += char;
  }
  return manager;
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
