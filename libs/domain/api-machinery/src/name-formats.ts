import { utf8Length } from '@klockwork/kernel';

/**
 * Formats of names and values. Each function returns upstream's messages, none for a valid value. Models
 * `k8s.io/apimachinery/pkg/util/validation` and `pkg/api/validate/content` of 1.35.
 */
export type NameFormat = (value: string) => string[];

const DNS1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const UNDERSCORED_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORED_SUBDOMAIN = `${UNDERSCORED_LABEL}(\\.${UNDERSCORED_LABEL})*`;
const WILDCARD_SUBDOMAIN = `\\*\\.${DNS1123_SUBDOMAIN}`;
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const DNS1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;
const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';
const HTTP_HEADER_NAME = '[-A-Za-z0-9]+';
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const PERCENT = '[0-9]+%';

const DNS1123_LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const DNS1123_SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const UNDERSCORED_SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const WILDCARD_SUBDOMAIN_RULE =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const DNS1035_LABEL_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const LABEL_KEY_RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const CONFIG_MAP_KEY_RULE = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const HTTP_HEADER_NAME_RULE = "a valid HTTP header must consist of alphanumeric characters or '-'";
const C_IDENTIFIER_RULE =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";
const PERCENT_RULE = "a valid percent string must be a numeric string followed by an ending '%'";
const ENV_VAR_NAME_RULE = "a valid environment variable name must consist only of printable ASCII characters other than '='";

const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;
const PORT_NAME_MAX = 15;

const isDns1123Label = whole(DNS1123_LABEL);
const isDns1123Subdomain = whole(DNS1123_SUBDOMAIN);
const isUnderscoredSubdomain = whole(UNDERSCORED_SUBDOMAIN);
const isWildcardSubdomain = whole(WILDCARD_SUBDOMAIN);
const isHttpPath = whole(HTTP_PATH);
const isDns1035Label = whole(DNS1035_LABEL);
const isLabelKey = whole(LABEL_KEY);
const isLabelValue = whole(LABEL_VALUE);
const isConfigMapKey = whole(CONFIG_MAP_KEY);
const isHttpHeaderName = whole(HTTP_HEADER_NAME);
const isCIdentifier = whole(C_IDENTIFIER);
const isPercent = whole(PERCENT);

/** A DNS label: names of namespaces, containers, volumes. */
export function dns1123Label(value: string): string[] {
  const problems = tooLong(value, LABEL_MAX);
  if (isDns1123Label.test(value)) return problems;
  if (isDns1123Subdomain.test(value)) return [...problems, 'must not contain dots'];
  return [...problems, regexProblem(DNS1123_LABEL_RULE, DNS1123_LABEL, 'my-name', '123-abc')];
}

/** A DNS name: names of most objects. */
export function dns1123Subdomain(value: string): string[] {
  return subdomainProblems(value, 'characters');
}

/** Validates a DNS name with optional underscores: a pod's search domain. */
export function underscoredSubdomain(value: string): string[] {
  const problems = tooLong(value, SUBDOMAIN_MAX);
  if (isUnderscoredSubdomain.test(value)) return problems;
  return [...problems, regexProblem(UNDERSCORED_SUBDOMAIN_RULE, UNDERSCORED_SUBDOMAIN, 'example.com')];
}

/** Validates a DNS name with a wildcard as first label: an Ingress host. */
export function wildcardSubdomain(value: string): string[] {
  const problems = tooLong(value, SUBDOMAIN_MAX);
  if (isWildcardSubdomain.test(value)) return problems;
  return [...problems, regexProblem(WILDCARD_SUBDOMAIN_RULE, WILDCARD_SUBDOMAIN, '*.example.com')];
}

/** Validates a DNS label with a leading letter: a service name. */
export function dns1035Label(value: string): string[] {
  const problems = tooLong(value, LABEL_MAX);
  if (isDns1035Label.test(value)) return problems;
  return [...problems, regexProblem(DNS1035_LABEL_RULE, DNS1035_LABEL, 'my-name', 'abc-123')];
}

/** Validates a label key: a name with optional DNS prefix and slash. */
export function qualifiedName(value: string): string[] {
  const parts = value.split('/');
  const keyProblem = regexProblem(LABEL_KEY_RULE, LABEL_KEY, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2)
    return [`a valid label key ${keyProblem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts[parts.length - 1] as string;
  const problems = parts.length === 2 ? prefixProblems(parts[0] as string) : [];
  if (name === '') problems.push('name part must be non-empty');
  else problems.push(...tooLong(name, LABEL_MAX, 'bytes').map((problem) => `name part ${problem}`));
  if (!isLabelKey.test(name)) problems.push(`name part ${keyProblem}`);
  return problems;
}

/** A label's value. */
export function labelValue(value: string): string[] {
  const problems = tooLong(value, LABEL_MAX, 'bytes');
  if (isLabelValue.test(value)) return problems;
  return [...problems, regexProblem(LABEL_VALUE_RULE, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** Validates the port name of a container or service. */
export function portName(value: string): string[] {
  const problems = tooLong(value, PORT_NAME_MAX);
  if (!/^[-a-z0-9]+$/.test(value)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) problems.push('must contain at least one letter (a-z)');
  if (value.includes('--')) problems.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

/** Validates a port number. */
export function portNumber(value: number): string[] {
  return inRange(value, 1, 65_535);
}

/** A number within [min, max]. */
export function inRange(value: number, min: number, max: number): string[] {
  return value >= min && value <= max ? [] : [`must be between ${min} and ${max}, inclusive`];
}

/** Validates an environment variable name by the relaxed rule, the only one since 1.34. */
export function envVarName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]*$/.test(value) ? [] : [ENV_VAR_NAME_RULE];
}

/** Validates a data key of a ConfigMap or Secret. */
export function configMapKey(value: string): string[] {
  const problems = tooLong(value, SUBDOMAIN_MAX);
  if (!isConfigMapKey.test(value)) problems.push(regexProblem(CONFIG_MAP_KEY_RULE, CONFIG_MAP_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  return [...problems, ...parentFolderProblems(value)];
}

/** Validates the HTTP header name of a probe or hook. */
export function httpHeaderName(value: string): string[] {
  return isHttpHeaderName.test(value) ? [] : [regexProblem(HTTP_HEADER_NAME_RULE, HTTP_HEADER_NAME, 'X-Header-Name')];
}

/** Validates characters of an HTTP path, as in domain-prefixed names: `acme.io/foo`. */
export function httpPath(value: string): string[] {
  return isHttpPath.test(value) ? [] : [regexProblem('Invalid path', HTTP_PATH)];
}

/** Validates a C identifier. */
export function cIdentifier(value: string): string[] {
  return isCIdentifier.test(value) ? [] : [regexProblem(C_IDENTIFIER_RULE, C_IDENTIFIER, 'my_name', 'MY_NAME', 'MyName')];
}

/** `25%`. */
export function percent(value: string): string[] {
  return isPercent.test(value) ? [] : [regexProblem(PERCENT_RULE, PERCENT, '1%', '93%')];
}

/** Validates a URL path segment: names of kinds without a stricter rule. Models `path.IsValidPathSegmentName`. */
export function pathSegment(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`);
}

/**
 * Converts a name rule to one for generateName, which allows a final dash. Models `maskTrailingDash` of `pkg/api/validation/generic.go`.
 */
export function asPrefix(format: NameFormat): NameFormat {
  return (value) => format(value.length > 1 && value.endsWith('-') ? `${value.slice(0, -2)}a` : value);
}

function subdomainProblems(value: string, unit: 'bytes' | 'characters'): string[] {
  const problems = tooLong(value, SUBDOMAIN_MAX, unit);
  if (isDns1123Subdomain.test(value)) return problems;
  return [...problems, regexProblem(DNS1123_SUBDOMAIN_RULE, DNS1123_SUBDOMAIN, 'example.com')];
}

function prefixProblems(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainProblems(prefix, 'bytes').map((problem) => `prefix part ${problem}`);
}

function parentFolderProblems(value: string): string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

/** Upstream's message has `bytes` for label keys and values, and `characters` otherwise, although both count bytes. */
function tooLong(value: string, max: number, unit: 'bytes' | 'characters' = 'characters'): string[] {
  return utf8Length(value) > max ? [`must be no more than ${max} ${unit}`] : [];
}

function regexProblem(rule: string, pattern: string, ...examples: string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${pattern}')`;
  const samples = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${samples}regex used for validation is '${pattern}')`;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}
