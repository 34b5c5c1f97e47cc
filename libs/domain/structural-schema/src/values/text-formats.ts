import { base64Problem } from '@klockwork/api-machinery';
import { compilePattern } from '../regular-expression.ts';

const CARD = /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

/** True for the number of a card with its check digit, by Luhn; other characters between digits are ignored. */
export function creditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '');
  if (!CARD.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value >= 10 ? (value % 10) + 1 : value);
  }, 0);
  return sum % 10 === 0;
}

/** True for ten digits of a book with their check digit. */
export function isbn10(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + (index + 1) * (digit === 'X' ? 10 : Number(digit)), 0);
  return sum % 11 === 0;
}

/** True for thirteen digits of a book with their check digit. */
export function isbn13(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '');
  if (!/^[0-9]{13}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 12)].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return Number(digits[12]) === (10 - (sum % 10)) % 10;
}

/** True for padded base64 without line breaks; '' is invalid. */
export function base64Format(text: string): boolean {
  return text !== '' && !/[\r\n]/.test(text) && base64Problem(text) === undefined;
}

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x{80}-\\x{10ffff}-]";
const QUOTED = '"(?:[^"\\\\\\x00-\\x1f\\x7f]|\\\\[^\\x00-\\x1f\\x7f])*"';
const DOT_ATOM = `${ATOM}+(?:\\.${ATOM}+)*`;
const isAddress = matcher(`^[ \\t]*(?:${DOT_ATOM}|${QUOTED})@(?:${DOT_ATOM}|\\[[^\\[\\]\\\\\\s]*\\])[ \\t]*$`);
const isDisplayName = matcher(`^(?:${ATOM}|[. \\t]|${QUOTED})*$`);

/** True for an address with optional display name. Models `net/mail.ParseAddress`, without comments and encoded words. */
export function mailAddress(text: string): boolean {
  if (text.length > MAIL_LENGTH_MAX) return false;
  const trimmedText = text.replace(/[ \t]+$/, '');
  const open = trimmedText.lastIndexOf('<');
  if (!trimmedText.endsWith('>') || open < 0) return isAddress(text);
  return isDisplayName(trimmedText.slice(0, open)) && isAddress(trimmedText.slice(open + 1, -1));
}

/** Compiles the pattern on first use: compilation takes 20 ms, and each process loads this module. */
function matcher(source: string): (text: string) => boolean {
  let pattern: ReturnType<typeof compilePattern> | undefined;
  return (text) => {
    pattern ??= compilePattern(source);
    return 'test' in pattern && pattern.test(text);
  };
}

/** Longer texts are no address in any mail system. */
const MAIL_LENGTH_MAX = 1_000;

/** True for an absolute URI or an absolute path. Models `net/url.ParseRequestURI`. */
export function requestUri(text: string): boolean {
  if (text === '' || hasControls(text)) return false;
  if (text === '*') return true;
  const { scheme, rest } = splitScheme(text);
  if (scheme === undefined) return false;
  const [path = ''] = rest.split('?', 1);
  if (path.startsWith('/')) return validHierarchy(path, scheme);
  // An opaque part is a URI of its own scheme only.
  return scheme !== '';
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text.replace(/[\u{80}-\u{9f}]/gu, ''));
}

/** Returns '' as scheme of a path, undefined for an invalid one. */
function splitScheme(text: string): { readonly scheme: string | undefined; readonly rest: string } {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text);
  if (match !== null) return { scheme: match[1], rest: text.slice(match[0].length) };
  return { scheme: text.startsWith(':') ? undefined : '', rest: text };
}

function validHierarchy(path: string, scheme: string): boolean {
  const hasAuthority = path.startsWith('//') && (scheme !== '' || !path.startsWith('///'));
  if (!hasAuthority) return validEscapes(path);
  const end = path.indexOf('/', 2);
  const authority = path.slice(2, end < 0 ? undefined : end);
  return validAuthority(authority) && validEscapes(end < 0 ? '' : path.slice(end));
}

function validEscapes(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

/** Models `parseAuthority`, `parseHost` and `validUserinfo`. */
function validAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) return false;
  if (at >= 0 && !validEscapes(authority.slice(0, at))) return false;
  const host = authority.slice(at + 1);
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host);
  const [, name = '', port] = /^([^:]*)(:.*)?$/s.exec(host) ?? [];
  if (port !== undefined && !/^:\d*$/.test(port)) return false;
  return !/[ ^\\`{|}]/.test(name) && !/%(?![89a-fA-F][0-9a-fA-F])/.test(name);
}
