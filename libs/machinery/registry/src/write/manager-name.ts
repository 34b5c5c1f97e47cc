import { utf8Length } from '@klockwork/kernel';

const MANAGER_BYTES_MAX = 128;

/** Returns the manager of a user agent: printable characters before its first `/`, at most 128 bytes. Models `prefixFromUserAgent`. */
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
