import type { Pod } from '@klockwork/resources';
import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission.ts';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { serviceAccount } from './service-account.ts';

/** Returns the refusal of a pod whose account lists one Secret and one pull secret; undefined if admitted. */
function refusal(spec: object, limited = 'true', overrides: Partial<AdmissionRequest> = {}): string | undefined {
  const account = {
    metadata: { name: 'app', namespace: 'default', annotations: { 'kubernetes.io/enforce-mountable-secrets': limited } },
    secrets: [{ name: 'mine' }],
    imagePullSecrets: [{ name: 'pull' }],
  };
  const pod = { metadata: { name: 'web' }, spec: { containers: [], serviceAccountName: 'app', ...spec } } as Pod;
  return (outcomeOf(serviceAccount, podRequest(pod, overrides), viewOf([resources.serviceAccounts, account])) as { message?: string })
    .message;
}

const variable = (name: string) => ({ name: 'c', env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name, key: 'k' } } }] });
const all = (name: string) => ({ name: 'c', envFrom: [{ secretRef: { name } }] });
const volume = (secretName: string) => ({ volumes: [{ name: 'v', secret: { secretName } }] });
const UNLISTED = 'secret.secretName="other" is not allowed because service account app does not reference that secret';

test.each<[string, object, string]>([
  ['mounts', volume('other'), `volume with ${UNLISTED}`],
  ['reads in an init container', { initContainers: [variable('other')] }, `init container c with envVar KEY referencing ${UNLISTED}`],
  ['reads', { containers: [variable('mine'), variable('other')] }, `container c with envVar KEY referencing ${UNLISTED}`],
  ['reads as a whole', { containers: [all('other')] }, `container c with envFrom referencing ${UNLISTED}`],
  [
    'pulls with',
    { imagePullSecrets: [{ name: 'pull' }, { name: 'mine' }] },
    'imagePullSecrets[1].name="mine" is not allowed because service account app does not reference that imagePullSecret',
  ],
])('a pod is refused a Secret that it %s, if its account limits and omits it', (_, spec, detail) => {
  expect(refusal(spec)).toBe(`pods "web" is forbidden: ${detail}`);
});

test("an account's listed secrets are allowed, and all secrets without a limit", () => {
  expect(refusal({ ...volume('mine'), containers: [variable('mine'), all('mine')] })).toBeUndefined();
  expect(refusal(volume('other'), 'false')).toBeUndefined();
  expect(refusal(volume('other'), 'yes')).toBeUndefined();
});

test('an ephemeral container is limited as well', () => {
  const update = { operation: 'UPDATE', subresource: 'ephemeralcontainers' } as const;
  expect(refusal({ ephemeralContainers: [variable('other')] }, '1', update)).toBe(
    `ephemeral container c with envVar KEY referencing ${UNLISTED}`,
  );
  expect(refusal({ ephemeralContainers: [variable('mine')] }, '1', update)).toBeUndefined();
});
