import { dns1123Subdomain, type FieldError } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { WindowsSecurityContextOptions } from '@klockwork/kubernetes-types';
import { checkFormat } from './field-checks.ts';

const CREDENTIAL_SPEC_KIB_MAX = 64;
const DOMAIN_BYTES_BELOW = 256;
const USER_BYTES_MAX = 104;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;
const NETBIOS_DOMAIN = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_DOMAIN = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
const ONLY_DOTS_AND_SPACES = /^[. ]+$/;
const BAD_USER_CHARACTERS = /["/\\:;|=,+*?<>@[\]]/;

/** Validates the Windows user of a container. Models `validateWindowsSecurityContextOptions`. */
export function validateWindowsOptions(options: WindowsSecurityContextOptions | undefined, path: string): FieldError[] {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options ?? {};
  return [
    ...(isGiven(name) ? checkFormat(`${path}.gmsaCredentialSpecName`, name, dns1123Subdomain) : []),
    ...(isGiven(spec) ? checkFormat(`${path}.gmsaCredentialSpec`, spec, credentialSpecProblems) : []),
    ...(isGiven(user) ? checkFormat(`${path}.runAsUserName`, user, userNameProblems) : []),
  ];
}

function credentialSpecProblems(spec: string): string[] {
  if (spec === '') return ['gmsaCredentialSpec cannot be an empty string'];
  const tooLong = utf8Length(spec) > CREDENTIAL_SPEC_KIB_MAX * 1024;
  return tooLong ? [`gmsaCredentialSpec size must be under ${CREDENTIAL_SPEC_KIB_MAX} KiB`] : [];
}

/** `User` or `Domain\User`. */
function userNameProblems(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL_CHARACTERS.test(name)) return ['runAsUserName cannot contain control characters'];
  const [first = '', second, ...more] = name.split('\\');
  if (more.length > 0) return ['runAsUserName cannot contain more than one backslash'];
  return second === undefined ? userProblems(first) : [...domainProblems(first), ...userProblems(second)];
}

function domainProblems(domain: string): string[] {
  const problems: string[] = [];
  if (utf8Length(domain) >= DOMAIN_BYTES_BELOW)
    problems.push(`runAsUserName's Domain length must be under ${DOMAIN_BYTES_BELOW} characters`);
  if (!NETBIOS_DOMAIN.test(domain) && !DNS_DOMAIN.test(domain)) {
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  return problems;
}

function userProblems(user: string): string[] {
  const problems: string[] = [];
  if (user === '') problems.push("runAsUserName's User cannot be empty");
  if (utf8Length(user) > USER_BYTES_MAX) problems.push(`runAsUserName's User length must not be longer than ${USER_BYTES_MAX} characters`);
  if (ONLY_DOTS_AND_SPACES.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (BAD_USER_CHARACTERS.test(user)) {
    problems.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  }
  return problems;
}

function isGiven(text: string | null | undefined): text is string {
  return text !== undefined && text !== null;
}
