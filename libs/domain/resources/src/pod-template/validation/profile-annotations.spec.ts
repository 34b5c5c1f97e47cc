import { expect, test } from 'vitest';
import { texts } from '../../testing/attempt.ts';
import { validatePodAnnotations, validatePodAnnotationUpdate } from './pod-annotations.ts';

const spec = { containers: [{ name: 'web', image: 'nginx' }] };
const ARMOR = 'container.apparmor.security.beta.kubernetes.io';
const SECCOMP = 'seccomp.security.alpha.kubernetes.io';

test('annotations must name valid profiles and existing containers', () => {
  const good = {
    [`${ARMOR}/web`]: 'localhost/mine',
    [`${SECCOMP}/pod`]: 'runtime/default',
    [`container.${SECCOMP}/web`]: 'localhost/mine',
  };
  expect(validatePodAnnotations(good, spec, 'metadata.annotations')).toEqual([]);
  const bad = { [`${ARMOR}/db`]: 'mine', [`${SECCOMP}/pod`]: 'mine', [`container.${SECCOMP}/web`]: 'localhost/../mine' };
  expect(texts(validatePodAnnotations(bad, spec, 'metadata.annotations'))).toEqual([
    `metadata.annotations.${SECCOMP}/pod: Invalid value: "mine": must be a valid seccomp profile`,
    `metadata.annotations.container.${SECCOMP}/web: Invalid value: "../mine": must not contain '..'`,
    `metadata.annotations[${ARMOR}/db]: Invalid value: "db": container not found`,
    `metadata.annotations[${ARMOR}/db]: Invalid value: "mine": invalid AppArmor profile name: "mine"`,
  ]);
});

test('AppArmor profiles are immutable', () => {
  const [of, path] = [(name: string) => `${ARMOR}/${name}`, 'metadata.annotations'];
  const changed = validatePodAnnotationUpdate({ [of('a')]: 'unconfined', [of('b')]: '' }, { [of('a')]: '' }, path);
  expect(texts(changed)).toEqual([
    `${path}[${of('a')}]: Forbidden: may not remove or update AppArmor annotations`,
    `${path}[${of('b')}]: Forbidden: may not add AppArmor annotations`,
  ]);
});
