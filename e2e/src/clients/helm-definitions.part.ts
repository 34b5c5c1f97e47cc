import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type HelmVersion, helm } from '@klockwork/kubectl-tool';
import { beforeAll, describe, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

/** Output of helm. Rejects with its error output. */
function run(version: HelmVersion, args: string): Promise<string> {
  const env = { ...process.env, KUBECONFIG: lab.kubeconfig, HOME: lab.data };
  return new Promise((resolve, reject) => {
    execFile(helm(version), args.split(' '), { cwd: lab.data, env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`)),
    );
  });
}

/** Definition of the folder `crds/`, in one group per version of helm. */
const definition = (group: string) => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { plural: shops, singular: shop, kind: Shop }
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{ name: Size, type: integer, jsonPath: .spec.size }]
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties: { size: { type: integer, minimum: 1, maximum: 9 } }
`;

/** Custom object of the templates. */
const shop = (group: string) => `
apiVersion: ${group}/v1
kind: Shop
metadata: { name: "{{ .Release.Name }}-shop" }
spec: { size: {{ .Values.size }} }
`;

/** Hook: a Job after installation and upgrade. */
const hook = `
apiVersion: batch/v1
kind: Job
metadata:
  name: "{{ .Release.Name }}-opened"
  annotations:
    helm.sh/hook: post-install,post-upgrade
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: say, image: busybox, command: [echo, "revision {{ .Release.Revision }}, size {{ .Values.size }}"] }]
`;

function write(chart: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(lab.data, chart, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.trimStart());
  }
}

describe.each(['3.17', '4.1'] as const)('helm %s and a chart with definitions', (version) => {
  const group = `v${version.replace('.', '-')}.example.com`;
  const crd = `crd/shops.${group}`;
  const chart = `shops-${version}`;
  const shops = `shops.${group}`;

  beforeAll(() => {
    write(chart, {
      'Chart.yaml': 'apiVersion: v2\nname: shops\nversion: 0.1.0\n',
      'values.yaml': 'size: 2\n',
      'crds/shops.yaml': definition(group),
      'templates/shop.yaml': shop(group),
      'templates/opened.yaml': hook,
    });
  });

  test('an installation creates the definition, then the custom object, then runs the hook', async () => {
    expect(await run(version, `install corner ${chart} --wait --timeout 60s`)).toContain('STATUS: deployed\nREVISION: 1\n');
    expect(await lab.kubectl(`get ${crd} -o jsonpath={.status.conditions[?(@.type=="Established")].status}`)).toBe('True');
    expect(await lab.kubectl(`get ${shops} --no-headers`)).toMatch(/^corner-shop +2\n$/);
    expect(await lab.kubectl('logs job/corner-opened')).toBe('revision 1, size 2\n');
  });

  test('an upgrade changes the custom object, and replaces the Job of the hook', async () => {
    await run(version, `upgrade corner ${chart} --set size=5 --wait --timeout 60s`);
    expect(await lab.kubectl(`get ${shops} --no-headers`)).toMatch(/^corner-shop +5\n$/);
    expect(await lab.kubectl('logs job/corner-opened')).toBe('revision 2, size 5\n');
  });

  test('an invalid custom object fails the upgrade in the words of the schema', async () => {
    const failure = run(version, `upgrade corner ${chart} --set size=12 --timeout 60s`);
    await expect(failure).rejects.toThrow(
      `Shop.${group} "corner-shop" is invalid: spec.size: Invalid value: 12: spec.size in body should be less than or equal to 9`,
    );
    expect(await lab.kubectl(`get ${shops} --no-headers`)).toMatch(/^corner-shop +5\n$/);
  });

  test('a template of an unknown kind fails before any change', async () => {
    write(`${chart}-bad`, {
      'Chart.yaml': 'apiVersion: v2\nname: bad\nversion: 0.1.0\n',
      'templates/stall.yaml': `apiVersion: ${group}/v1\nkind: Stall\nmetadata: { name: a }\n`,
    });
    await expect(run(version, `install bad ${chart}-bad`)).rejects.toThrow(
      `resource mapping not found for name: "a" namespace: "" from "": no matches for kind "Stall" in version "${group}/v1"\nensure CRDs are installed first`,
    );
    expect(await run(version, 'list --short')).toBe('corner\n');
  });

  test('an uninstallation deletes the custom object, and keeps the definition', async () => {
    expect(await run(version, 'uninstall corner --wait --timeout 60s')).toContain('release "corner" uninstalled\n');
    expect(await lab.kubectl(`get ${shops} -o name`)).toBe('');
    expect(await lab.kubectl(`get ${crd} -o name`)).toBe(`customresourcedefinition.apiextensions.k8s.io/shops.${group}\n`);
    await lab.kubectl('delete job corner-opened --ignore-not-found');
  });

  test('a second installation finds the definition, and skips it', async () => {
    const { metadata } = await lab.get(crd);
    await run(version, `install again ${chart} --wait --timeout 60s`);
    expect((await lab.get(crd)).metadata.uid).toBe(metadata.uid);
    expect(await lab.kubectl(`get ${shops} -o name`)).toBe(`shop.${group}/again-shop\n`);
    await run(version, 'uninstall again --wait --timeout 60s');
  });
});
