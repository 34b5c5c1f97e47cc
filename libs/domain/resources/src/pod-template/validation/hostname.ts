import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PodSpec } from '../pod-spec.ts';
import { checkFormat } from './field-checks.ts';

/** Max length of a Linux host name. */
const HOST_NAME_MAX = 64;

/** Validates a pod's hostname and subdomain. */
export function validateHostname({ hostname, subdomain }: PodSpec, path: string): FieldError[] {
  return [
    ...(hostname ? checkFormat(`${path}.hostname`, hostname, dns1123Label) : []),
    ...(subdomain ? checkFormat(`${path}.subdomain`, subdomain, dns1123Label) : []),
  ];
}

/** The override is the whole host name: related fields are forbidden. Models `validatePodHostName`. */
export function validateHostnameOverride(spec: PodSpec, path: string): FieldError[] {
  const name = spec.hostnameOverride;
  if (name === undefined || name === null) return [];
  const forbid = (problem: string) => [fieldErrors.forbidden(path, problem)];
  return [
    ...(spec.setHostnameAsFQDN ? forbid('may not be specified when setHostnameAsFQDN is true') : []),
    ...(spec.hostNetwork ? forbid('may not be specified when hostNetwork is true') : []),
    ...(name.length > HOST_NAME_MAX ? [fieldErrors.tooLong(path, HOST_NAME_MAX)] : []),
    ...checkFormat(path, name, dns1123Subdomain),
  ];
}
