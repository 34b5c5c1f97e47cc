import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type HelmVersion, helm } from '@klockwork/kubectl-tool';
import { beforeAll, describe, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

/** Output of helm. Rejects with its error output. */
function run(version: HelmVersion, args: string): Promise<string> {
  const env = { ...process.env, KUBECONFIG: lab.kubeconfig, HOME: lab.data };
  return new Promise((resolve, reject) => {
    execFile(helm(version), args.split(' '), { cwd: lab.data, env }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(`helm ${args}: ${stdout}${stderr}`)),
    );
  });
}

/** Table rows with single spaces and replaced times. */
const rows = (table: string) =>
  table
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/\w{3} \w{3} +\d+ [\d:]+ \d{4}/, '<time>')
        .replace(/\s*\t\s*/g, ' | ')
        .trimEnd(),
    );

/** Desired and ready replicas, once `ready` are ready: helm waits until enough pods are ready, not until old ones are deleted. */
async function replicas(ready: number): Promise<string> {
  await lab.kubectl(`wait --for=jsonpath={.status.readyReplicas}=${ready} deployment/site-web --timeout=60s`);
  return lab.kubectl('get deployment site-web -o jsonpath={.spec.replicas}/{.status.readyReplicas}');
}

describe.each(['3.17', '4.1'] as const)('helm %s', (version) => {
  const chart = `charts-${version}/web`;
  beforeAll(async () => {
    mkdirSync(join(lab.data, `charts-${version}`));
    await run(version, `create ${chart}`);
  });

  test('helm installs a generated chart and waits until its pods are ready', async () => {
    expect(await run(version, `install site ${chart} --wait --timeout 60s`)).toMatch(
      /^NAME: site\n.*\nNAMESPACE: helm\nSTATUS: deployed\nREVISION: 1\n/,
    );
    expect(await replicas(1)).toBe('1/1');
  });

  test('helm upgrades a release, lists its history, and rolls it back', async () => {
    expect(await run(version, `upgrade site ${chart} --set replicaCount=3 --wait --timeout 60s`)).toContain(
      'Release "site" has been upgraded. Happy Helming!\n',
    );
    expect(await replicas(3)).toBe('3/3');
    expect(rows(await run(version, 'history site'))).toEqual([
      'REVISION | UPDATED | STATUS | CHART | APP VERSION | DESCRIPTION',
      '1 | <time> | superseded | web-0.1.0 | 1.16.0 | Install complete',
      '2 | <time> | deployed | web-0.1.0 | 1.16.0 | Upgrade complete',
    ]);
    expect(await run(version, 'rollback site 1 --wait --timeout 60s')).toBe('Rollback was a success! Happy Helming!\n');
    expect(await replicas(1)).toBe('1/1');
  });

  test("helm runs a chart's test, a pod that requests the Service", async () => {
    expect(await run(version, 'test site --timeout 60s')).toMatch(/TEST SUITE: +site-web-test-connection\n(.*\n)*Phase: +Succeeded\n/);
  });

  test('uninstalls it, and nothing is left', async () => {
    expect(await run(version, 'uninstall site --wait --timeout 60s')).toBe('release "site" uninstalled\n');
    expect(await run(version, 'list --short')).toBe('');
    await lab.kubectl('delete pod site-web-test-connection --ignore-not-found');
    const left = await lab.kubectl('get deployments,services,serviceaccounts,secrets -l app.kubernetes.io/instance=site -o name');
    expect(left).toBe('');
  });
});
