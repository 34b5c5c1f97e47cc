import {
  dns1035Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { MATCH_POLICIES, validateMatchConditions } from './match.validation.ts';
import { oneOf, validateRule } from './rules.validation.ts';
import type { Webhook, WebhookConfiguration } from './webhook.ts';
import { validateClientConfig } from './webhook-client.validation.ts';

const FAILURE_POLICIES = ['Fail', 'Ignore'];
const REINVOCATION_POLICIES = ['IfNeeded', 'Never'];
const NO_SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown'];
/** Review versions supported by upstream's API server. */
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const SECONDS_MAX = 30;

/** Errors that existing webhooks may keep. */
interface Tolerance {
  readonly sideEffects: readonly string[];
  readonly anyVersion: boolean;
  readonly sameNames: boolean;
}

const STRICT: Tolerance = { sideEffects: NO_SIDE_EFFECTS, anyVersion: false, sameNames: false };

/** Models `ValidateMutatingWebhookConfiguration` and its sister. */
export function validateWebhooks(configuration: WebhookConfiguration, tolerance: Tolerance = STRICT): FieldError[] {
  const names = (configuration.webhooks ?? []).map(({ name }) => name);
  return [
    ...validateObjectMeta(configuration.metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }),
    ...(configuration.webhooks ?? []).flatMap((webhook, index) => [
      ...webhookErrors(webhook, tolerance, `webhooks[${index}]`),
      ...versionErrors(webhook.admissionReviewVersions ?? [], tolerance, `webhooks[${index}].admissionReviewVersions`),
      ...(!tolerance.sameNames && webhook.name && names.indexOf(webhook.name) < index
        ? [fieldErrors.duplicate(`webhooks[${index}].name`, webhook.name)]
        : []),
    ]),
  ];
}

/**
 * Models `ValidateMutatingWebhookConfigurationUpdate` and `ValidateValidatingWebhookConfigurationUpdate`: previously tolerated errors stay
 * valid.
 */
export function validateWebhooksUpdate(next: WebhookConfiguration, previous: WebhookConfiguration): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateWebhooks(next, toleranceOf(previous.webhooks ?? [])),
  ];
}

function toleranceOf(webhooks: readonly Webhook[]): Tolerance {
  return {
    sideEffects: webhooks.every(({ sideEffects }) => NO_SIDE_EFFECTS.includes(sideEffects)) ? NO_SIDE_EFFECTS : SIDE_EFFECTS,
    anyVersion: webhooks.some(({ admissionReviewVersions: versions = [] }) => versions.length > 0 && !isUnderstood(versions)),
    sameNames: new Set(webhooks.map(({ name }) => name)).size < webhooks.length,
  };
}

function webhookErrors(webhook: Webhook, { sideEffects }: Tolerance, path: string): FieldError[] {
  const { name = '', timeoutSeconds: seconds = 1 } = webhook as Partial<Webhook>;
  return [
    ...nameErrors(name, `${path}.name`),
    ...(webhook.rules ?? []).flatMap((rule, index) => validateRule(rule, `${path}.rules[${index}]`)),
    ...oneOf(webhook.failurePolicy, FAILURE_POLICIES, `${path}.failurePolicy`),
    ...oneOf(webhook.matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`),
    ...sideEffectErrors(webhook.sideEffects, sideEffects, `${path}.sideEffects`),
    ...(seconds > SECONDS_MAX || seconds < 1
      ? [fieldErrors.invalid(`${path}.timeoutSeconds`, seconds, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...validateLabelSelector(webhook.namespaceSelector, `${path}.namespaceSelector`),
    ...validateLabelSelector(webhook.objectSelector, `${path}.objectSelector`),
    ...oneOf(webhook.reinvocationPolicy, REINVOCATION_POLICIES, `${path}.reinvocationPolicy`),
    ...validateClientConfig(webhook.clientConfig, `${path}.clientConfig`),
    ...validateMatchConditions(webhook.matchConditions, `${path}.matchConditions`),
  ];
}

/** Models `IsFullyQualifiedName`. */
function nameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [fieldErrors.required(path)];
  const problems = dns1123Subdomain(name);
  if (problems.length > 0) return [fieldErrors.invalid(path, name, problems.join(','))];
  if (name.split('.').length >= 3) return [];
  return [fieldErrors.invalid(path, name, 'should be a domain with at least three segments separated by dots')];
}

function sideEffectErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  return value === undefined ? [fieldErrors.required(path, `must specify one of ${choices.join(', ')}`)] : oneOf(value, choices, path);
}

/** Models `validateAdmissionReviewVersions`. */
function versionErrors(versions: readonly string[], { anyVersion }: Tolerance, path: string): FieldError[] {
  if (versions.length === 0) return [fieldErrors.required(path, `must specify one of ${REVIEW_VERSIONS.join(', ')}`)];
  return [
    ...versions.flatMap((version, index) =>
      versions.indexOf(version) < index
        ? [fieldErrors.invalid(`${path}[${index}]`, version, 'duplicate version')]
        : complaints(version, dns1035Label(version), `${path}[${index}]`),
    ),
    ...(anyVersion || isUnderstood(versions)
      ? []
      : [fieldErrors.invalid(path, versions, `must include at least one of ${REVIEW_VERSIONS.join(', ')}`)]),
  ];
}

function isUnderstood(versions: readonly string[]): boolean {
  return versions.some((version) => REVIEW_VERSIONS.includes(version));
}
