import { expect, test } from 'vitest';
import { tryCreate } from '../testing/attempt.ts';
import { podKind } from './pod.kind.ts';

const ARMOR = 'container.apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';
const OLD = 'deprecated since v1.30; use the "appArmorProfile" field instead';

/** Creates a pod with `nginx` containers. */
function create(annotations: object, containers: readonly object[], spec: object = {}) {
  const all = containers.map((container) => ({ image: 'nginx', ...container }));
  return tryCreate(podKind, { metadata: { name: 'web', namespace: 'default', annotations }, spec: { containers: all, ...spec } });
}

const armored = (name: string, appArmorProfile: object) => ({ name, securityContext: { appArmorProfile } });

test('an AppArmor annotation becomes its successor field, with a warning', () => {
  const { object, errors, warnings } = create({ [`${ARMOR}/a`]: 'localhost/mine', [`${ARMOR}/b`]: 'runtime/default' }, [
    { name: 'a' },
    { name: 'b' },
    { name: 'c' },
  ]);
  expect(object.spec?.containers.map(({ securityContext }) => securityContext)).toEqual([
    { appArmorProfile: { type: 'Localhost', localhostProfile: 'mine' } },
    { appArmorProfile: { type: 'RuntimeDefault' } },
    undefined,
  ]);
  expect(errors).toEqual([]);
  expect(warnings).toEqual(['a', 'b'].map((name) => `metadata.annotations[${ARMOR}/${name}]: ${OLD}`));
});

test('an annotation equal to its field causes no warning', () => {
  const annotations = { [`${ARMOR}/a`]: 'unconfined', [`${ARMOR}/b`]: 'runtime/default' };
  const spec = { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } };
  const { object, errors, warnings } = create(annotations, [armored('a', { type: 'Unconfined' }), { name: 'b' }], spec);
  expect(object.spec?.containers[1]?.securityContext).toBeUndefined();
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
});

test('an invalid profile annotation causes a warning and no change', () => {
  const { object, warnings } = create({ [`${ARMOR}/a`]: 'localhost/ padded ', [`${ARMOR}/b`]: 'localhost/' }, [
    { name: 'a' },
    { name: 'b' },
  ]);
  expect(object.spec?.containers.map(({ securityContext }) => securityContext)).toEqual([undefined, undefined]);
  expect(warnings).toEqual(['a', 'b'].map((name) => `metadata.annotations[${ARMOR}/${name}]: ${OLD}`));
});

test('annotations of a Windows pod stay annotations', () => {
  const { object, warnings } = create({ [`${ARMOR}/a`]: 'unconfined' }, [{ name: 'a' }], { os: { name: 'windows' } });
  expect(object.spec?.containers[0]?.securityContext).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('AppArmor annotations and fields must name the same profile', () => {
  const annotations = {
    [`${ARMOR}/a`]: 'runtime/default',
    [`${ARMOR}/b`]: 'localhost/mine',
    [`${ARMOR}/c`]: 'unconfined',
  };
  const { errors } = create(annotations, [
    armored('a', { type: 'Unconfined' }),
    armored('b', { type: 'Localhost', localhostProfile: 'yours' }),
    armored('c', { type: 'Localhost', localhostProfile: 'yours' }),
  ]);
  expect(errors).toEqual([
    'spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match',
    'spec.containers[1].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match',
    'spec.containers[2].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match',
  ]);
});

test('seccomp annotations and fields of pods and containers must match', () => {
  const annotations = {
    [`${SECCOMP}/pod`]: 'docker/default',
    [`container.${SECCOMP}/a`]: 'localhost/mine',
    [`container.${SECCOMP}/b`]: 'unconfined',
  };
  const sealed = (name: string, seccompProfile: object) => ({ name, securityContext: { seccompProfile } });
  const containers = [sealed('a', { type: 'Localhost', localhostProfile: 'yours' }), sealed('b', { type: 'RuntimeDefault' })];
  expect(create(annotations, containers, { securityContext: { seccompProfile: { type: 'Unconfined' } } }).errors).toEqual([
    'spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match',
    'spec.containers[0].securityContext.seccompProfile.localhostProfile: Forbidden: seccomp profile in annotation and field must match',
    'spec.containers[1].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match',
  ]);
  expect(create(annotations, [{ name: 'a' }], { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }).errors).toEqual([]);
});

test('a pod name that is no host name causes a warning', () => {
  const warningsOf = (name: string) =>
    tryCreate(podKind, { metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } }).warnings;
  expect(warningsOf('web')).toEqual([]);
  expect(warningsOf('web.v2')).toEqual([
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
  ]);
});
