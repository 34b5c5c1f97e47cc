import { readdirSync } from 'node:fs';
import { KUBECTL_VERSIONS } from '@klockwork/kubectl-tool';
import { expect, test } from 'vitest';

test('each kubectl version has a spec that plays the battery', () => {
  const specs = readdirSync(import.meta.dirname).filter((name) => /^kubectl-\d.*\.spec\.ts$/.test(name));
  expect(specs).toEqual(KUBECTL_VERSIONS.map((version) => `kubectl-${version.replace('.', '-')}.spec.ts`));
});
