import { expect, test } from 'vitest';
import { templateAsGo } from './job-as-go.ts';

test('a template is printed in Go form: metadata beside the spec, with all fields of the spec', () => {
  const metadata = { labels: { app: 'pi' }, uid: 'not told' };
  const shown = templateAsGo({ metadata, spec: { containers: [{ name: 'pi', image: 'perl' }], hostNetwork: true } });
  expect(JSON.stringify(shown)).toMatch(
    /^{"labels":{"app":"pi"},"Spec":{"Volumes":null,"InitContainers":null,"Containers":\[{"Name":"pi","Image":"perl","Command":null,/,
  );
  expect(shown).toMatchObject({ Spec: { SecurityContext: { HostNetwork: true, HostPID: false }, HostnameOverride: null } });
});
