import { dns1123Subdomain, type FieldError, fieldErrors, ipAddress, underscoredSubdomain } from '@klockwork/api-machinery';
import type { HostAlias, PodDNSConfig } from '@klockwork/kubernetes-types';
import { checkFormat } from './field-checks.ts';

const NAMESERVERS_MAX = 3;
const SEARCHES_MAX = 32;
const SEARCH_LIST_CHARACTERS_MAX = 2048;

/** Models `validatePodDNSConfig`. */
export function validateDnsConfig(config: PodDNSConfig | undefined, policy: string | undefined, path: string): FieldError[] {
  if (policy === 'None' && !config) return [fieldErrors.required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  if (policy === 'None' && !config?.nameservers?.length) {
    return [fieldErrors.required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
  }
  return [
    ...validateNameservers(config?.nameservers ?? [], `${path}.nameservers`),
    ...validateSearches(config?.searches ?? [], `${path}.searches`),
    ...(config?.options ?? []).flatMap(({ name }, index) =>
      name ? [] : [fieldErrors.required(`${path}.options[${index}]`, 'must not be empty')],
    ),
  ];
}

/** Models `ValidateHostAliases`. */
export function validateHostAliases(aliases: readonly HostAlias[] | undefined, path: string): FieldError[] {
  return (aliases ?? []).flatMap(({ ip, hostnames }, index) => [
    ...checkFormat(`${path}[${index}].ip`, ip ?? '', ipAddress),
    ...(hostnames ?? []).flatMap((name, at) => checkFormat(`${path}[${index}].hostnames[${at}]`, name, dns1123Subdomain)),
  ]);
}

function validateNameservers(nameservers: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (nameservers.length > NAMESERVERS_MAX) {
    errors.push(fieldErrors.invalid(path, nameservers, `must not have more than ${NAMESERVERS_MAX} nameservers`));
  }
  return [...errors, ...nameservers.flatMap((address, index) => checkFormat(`${path}[${index}]`, address, ipAddress))];
}

function validateSearches(searches: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (problem: string) => errors.push(fieldErrors.invalid(path, searches, problem));
  if (searches.length > SEARCHES_MAX) refuse(`must not have more than ${SEARCHES_MAX} search paths`);
  if (searches.join(' ').length > SEARCH_LIST_CHARACTERS_MAX) {
    refuse(`must not have more than ${SEARCH_LIST_CHARACTERS_MAX} characters (including spaces) in the search list`);
  }
  const names = searches.flatMap((search, index) => (search === '.' ? [] : checkSearch(search, `${path}[${index}]`)));
  return [...errors, ...names];
}

function checkSearch(search: string, path: string): FieldError[] {
  const name = search.endsWith('.') ? search.slice(0, -1) : search;
  return checkFormat(path, name, underscoredSubdomain);
}
