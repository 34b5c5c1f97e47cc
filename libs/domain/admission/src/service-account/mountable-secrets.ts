import { parseBool } from '@klockwork/api-machinery';
import type { Container, PodSpec, ServiceAccount } from '@klockwork/resources';

const ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** Reference to a Secret, and the message for a forbidden one. */
interface Reference {
  readonly secret: string;
  readonly problem: string;
}

/** Returns whether pods of the account may use listed Secrets only. Models `enforceMountableSecrets`. */
export function limitsSecrets({ metadata }: ServiceAccount): boolean {
  return parseBool(metadata?.annotations?.[ANNOTATION] ?? '') === true;
}

/** Returns the reason to refuse a pod of the account: its first forbidden Secret. Models `limitSecretReferences`. */
export function secretProblem(spec: PodSpec, account: ServiceAccount): string | undefined {
  const mountedReferences = (spec.volumes ?? []).flatMap(({ secret }) =>
    secret ? [mountable(account, secret.secretName, (named) => `volume with ${named}`)] : [],
  );
  const namedReferences = [
    ...mountedReferences,
    ...(spec.initContainers ?? []).flatMap((container) => ofContainer(account, container, 'init container')),
    ...(spec.containers ?? []).flatMap((container) => ofContainer(account, container, 'container')),
  ];
  return firstProblem(namedReferences, account.secrets) ?? firstProblem(pulled(spec, account), account.imagePullSecrets);
}

/** Returns the same for ephemeral containers of an existing pod. Models `limitEphemeralContainerSecretReferences`. */
export function ephemeralSecretProblem(spec: PodSpec, account: ServiceAccount): string | undefined {
  const containers = (spec.ephemeralContainers ?? []) as Container[];
  const namedReferences = containers.flatMap((container) => ofContainer(account, container, 'ephemeral container'));
  return firstProblem(namedReferences, account.secrets);
}

function ofContainer(account: ServiceAccount, { name: container, env, envFrom }: Container, what: string): Reference[] {
  return [
    ...(env ?? []).flatMap(({ name, valueFrom }) =>
      valueFrom?.secretKeyRef
        ? [mountable(account, valueFrom.secretKeyRef.name, (named) => `${what} ${container} with envVar ${name} referencing ${named}`)]
        : [],
    ),
    ...(envFrom ?? []).flatMap(({ secretRef }) =>
      secretRef ? [mountable(account, secretRef.name, (named) => `${what} ${container} with envFrom referencing ${named}`)] : [],
    ),
  ];
}

function mountable({ metadata }: ServiceAccount, secret = '', subject: (named: string) => string): Reference {
  const reason = `because service account ${metadata?.name} does not reference that secret`;
  return { secret, problem: `${subject(`secret.secretName="${secret}"`)} is not allowed ${reason}` };
}

function pulled({ imagePullSecrets = [] }: PodSpec, { metadata }: ServiceAccount): Reference[] {
  const reason = `because service account ${metadata?.name} does not reference that imagePullSecret`;
  return imagePullSecrets.map(({ name: secret = '' }, index) => ({
    secret,
    problem: `imagePullSecrets[${index}].name="${secret}" is not allowed ${reason}`,
  }));
}

function firstProblem(references: readonly Reference[], listed: readonly { readonly name?: string }[] = []): string | undefined {
  return references.find(({ secret }) => !listed.some(({ name }) => name === secret))?.problem;
}
