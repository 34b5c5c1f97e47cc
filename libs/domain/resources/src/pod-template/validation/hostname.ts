import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PodSpec } from '../pod-spec.ts';
import { checkFormat } from './field-checks.ts';

/** The longest name a Linux kernel takes for its host. */
const HOST_NAME_MAX = 64;

/** What a pod calls its host: its own name for it, a subdomain, or a name that overrides both. */
export function validateHostname(spec: PodSpec, path: string): FieldError[] {
  const { hostname, subdomain } = spec;
  return [
    ...(hostname ? checkFormat(`${path}.hostname`, hostname, dns1123Label) : []),
    ...(subdomain ? checkFormat(`${path}.subdomain`, subdomain, dns1123Label) : []),
    ...validateOverride(spec, path),
  ];
}

// The override is the whole name: nothing else may have a say in it.
function validateOverride(spec: PodSpec, path: string): FieldError[] {
  const name = spec.hostnameOverride;
  if (name === undefined || name === null) return [];
  const at = `${path}.hostnameOverride`;
  const forbid = (problem: string) => [fieldErrors.forbidden(at, problem)];
  return [
    ...checkFormat(at, name, dns1123Subdomain),
    ...(name.length > HOST_NAME_MAX ? [fieldErrors.tooLong(at, HOST_NAME_MAX)] : []),
    ...(spec.setHostnameAsFQDN ? forbid('may not be specified when `setHostnameAsFQDN` is true') : []),
    ...(spec.hostNetwork ? forbid('may not be specified when `hostNetwork` is true') : []),
  ];
}
