import { hostname, ipv4, ipv6, macAddress, networkPrefix } from './network-formats.ts';
import { base64Format, creditCard, isbn10, isbn13, mailAddress, requestUri } from './text-formats.ts';
import { dateTime, duration, fullDate } from './time-formats.ts';

type Format = (text: string) => boolean;

const matching =
  (pattern: RegExp): Format =>
  (text) =>
    pattern.test(text);

const SHORT_NAME = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

/** Formats with effect, by name without dashes. Models `k8s.io/kube-openapi/pkg/validation/strfmt` and the list of `formats.go`. */
const FORMATS: Readonly<Record<string, Format>> = {
  bsonobjectid: matching(/^[0-9a-fA-F]{24}$/),
  byte: base64Format,
  cidr: networkPrefix,
  creditcard: creditCard,
  date: fullDate,
  datetime: dateTime,
  duration,
  email: mailAddress,
  hexcolor: matching(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  hostname,
  ipv4,
  ipv6,
  isbn: (text) => isbn10(text) || isbn13(text),
  isbn10,
  isbn13,
  k8slongname: (text) => text.length <= 253 && new RegExp(`^${SHORT_NAME}(?:\\.${SHORT_NAME})*$`).test(text),
  k8sshortname: (text) => text.length <= 63 && new RegExp(`^${SHORT_NAME}$`).test(text),
  mac: macAddress,
  password: () => true,
  rgbcolor: rgbColor,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  uri: requestUri,
  uuid: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid3: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid4: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  uuid5: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
};

/** True for a format that is validated; unknown ones are accepted without effect. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(FORMATS, nameOf(format));
}

/** Returns whether a text has a known format. */
export function hasFormat(text: string, format: string): boolean {
  return FORMATS[nameOf(format)]?.(text) === true;
}

/** `date-time` and `datetime` are the same. */
function nameOf(format: string): string {
  return format.replaceAll('-', '');
}

const RGB = /^rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)$/;

function rgbColor(text: string): boolean {
  const [, ...parts] = RGB.exec(text) ?? [];
  return parts.length === 3 && parts.every((part) => /^(?:0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])$/.test(part));
}
