import { dns1123Subdomain, type FieldError, fieldErrors, portNumber } from '@klockwork/api-machinery';
import type {
  AdmissionregistrationV1ServiceReference as ServiceReference,
  AdmissionregistrationV1WebhookClientConfig as WebhookClientConfig,
} from '@klockwork/kubernetes-types';

const FORM = '; desired format: https://host[/path]';
/** Scheme, authority, path, query and fragment of a URI reference, by RFC 3986. */
const REFERENCE = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Validates the address of a webhook. Models `k8s.io/apiserver/pkg/util/webhook/validation.go`. */
export function validateClientConfig({ url, service }: Partial<WebhookClientConfig> = {}, path: string): FieldError[] {
  if ((url === undefined) === !service) return [fieldErrors.required(path, 'exactly one of url or service is required')];
  return service ? serviceErrors(service, `${path}.service`) : urlErrors(url as string, `${path}.url`);
}

function urlErrors(url: string, path: string): FieldError[] {
  const [, scheme = '', authority = '', , query = '', fragment = ''] = REFERENCE.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  return [
    ...(scheme.toLowerCase() === 'https' ? [] : [fieldErrors.invalid(path, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(authority.slice(at + 1) === '' ? [fieldErrors.invalid(path, '', `host must be provided${FORM}`)] : []),
    ...(at < 0 ? [] : [fieldErrors.invalid(path, authority.slice(0, at), 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [fieldErrors.invalid(path, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [fieldErrors.invalid(path, query, 'query parameters are not permitted in the URL')]),
  ];
}

function serviceErrors({ name, namespace, path, port = 0 }: Partial<ServiceReference>, at: string): FieldError[] {
  const problems = portNumber(port);
  return [
    ...(name ? [] : [fieldErrors.required(`${at}.name`, 'service name is required')]),
    ...(namespace ? [] : [fieldErrors.required(`${at}.namespace`, 'service namespace is required')]),
    ...(problems.length === 0 ? [] : [fieldErrors.invalid(`${at}.port`, port, `port is not valid: ${problems.join(', ')}`)]),
    ...pathErrors(path, `${at}.path`),
  ];
}

/** Validates each segment of a path as a name. */
function pathErrors(path: string | undefined, at: string): FieldError[] {
  if (path === undefined || path === '' || path === '/') return [];
  const refuse = (detail: string) => fieldErrors.invalid(at, path, detail);
  if (path === '//') return [refuse('segment[0] may not be empty')];
  const steps = path.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(path.startsWith('/') ? [] : [refuse("must start with a '/'")]),
    ...steps.flatMap((step, index) =>
      step === ''
        ? [refuse(`segment[${index}] may not be empty`)]
        : dns1123Subdomain(step).map((problem) => refuse(`segment[${index}]: ${problem}`)),
    ),
  ];
}
