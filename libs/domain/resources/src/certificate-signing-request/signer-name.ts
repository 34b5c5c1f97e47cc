import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';

const DOMAIN_BYTES_MAX = 253;
const NAME_BYTES_MAX = DOMAIN_BYTES_MAX + 1 + (253 + 63 + 1);
const FORM = "must be a fully qualified domain and path of the form 'example.com/signer-name'";

/** Validates a signer name: domain and path. Models `ValidateSignerName` of `pkg/apis/certificates/validation`. */
export function validateSignerName(name: string | undefined, path: string): FieldError[] {
  if (!name) return [fieldErrors.required(path)];
  const [domain = '', rest, ...more] = name.split('/');
  if (rest === undefined || more.length > 0) return [fieldErrors.invalid(path, name, FORM)];
  const labels = domain.split('.');
  return [
    ...(utf8Length(domain) > DOMAIN_BYTES_MAX ? [fieldErrors.tooLong(path, DOMAIN_BYTES_MAX)] : []),
    ...firstBad(domain, labels, dns1123Label, path),
    ...(labels.length < 2 ? [fieldErrors.invalid(path, domain, 'should be a domain with at least two segments separated by dots')] : []),
    ...firstBad(rest, rest.split('.'), dns1123Subdomain, path),
    ...(utf8Length(name) > NAME_BYTES_MAX ? [fieldErrors.tooLong(path, NAME_BYTES_MAX)] : []),
  ];
}

/** Returns the problems of the first invalid label. */
function firstBad(part: string, labels: readonly string[], format: (label: string) => string[], path: string): FieldError[] {
  const bad = labels.find((label) => format(label).length > 0);
  if (bad === undefined) return [];
  return format(bad).map((problem) => fieldErrors.invalid(path, part, `validating label ${goQuote(bad)}: ${problem}`));
}
