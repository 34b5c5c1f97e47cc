import { Lab } from '@klockwork/lab-tool';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

const GROUP = 'example.com';
const MARKUP = '<img src=x onerror=alert(1)>';
const definition = {
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `crontabs.${GROUP}` } },
  spec: {
    ...{ group: GROUP, scope: 'Namespaced', names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab' } },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { cron: { type: 'string' } } } } } },
        additionalPrinterColumns: [{ name: 'Schedule', type: 'string', jsonPath: '.spec.cron' }],
      },
    ],
  },
};
const cronTab = { apiVersion: `${GROUP}/v1`, kind: 'CronTab', metadata: { name: 'nightly', namespace: 'default' }, spec: { cron: MARKUP } };

describe.skipIf(CHROMIUM === undefined)('objects in the console', () => {
  let lab: Lab;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let details: Locator;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--agents', '1']), startBrowser()]);
    await lab.kubectl('create deployment web --image=nginx --replicas=2');
    watched = await open(browser, await signInLink(lab));
    page = watched.page;
    details = page.getByRole('complementary');
    await page.getByRole('link', { name: 'Objects' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

  async function replaceLine(editor: Locator, before: string, after: string): Promise<void> {
    await editor.locator('.cm-line', { hasText: before.trim() }).first().click();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await page.keyboard.type(after.trim());
  }

  /** Asks the editor for completions until it has `option`: schema and kinds may arrive after the typing. */
  async function offered(option: Locator): Promise<void> {
    const isOffered = async () => {
      if (!(await option.isVisible())) await page.keyboard.press('Control+Space');
      return option.isVisible();
    };
    await expect.poll(isOffered, { interval: 500 }).toBe(true);
  }

  const names = () => page.locator('.objects tbody a').allTextContents();

  test('a kind is found by its short name, and its objects are live', async () => {
    await page.getByRole('searchbox', { name: 'Find a kind' }).fill('deploy');
    await page.getByRole('link', { name: 'Deployment' }).click();
    await expect.poll(names).toContain('web');
    await lab.kubectl('create deployment other --image=nginx -n kube-public');
    await expect.poll(names).toEqual(['web', 'other']);
    expect(await page.locator('.objects th').allTextContents()).toEqual(['Namespace', 'Name', 'Ready', 'Up-to-date', 'Available', 'Age']);
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await expect.poll(names).toEqual(['other', 'web']);
  });

  test('an address with a kind, filters and a selection is a link', async () => {
    await page.getByRole('combobox', { name: 'Namespace' }).selectOption('kube-public');
    await expect.poll(names).toEqual(['other']);
    await page.getByRole('link', { name: 'other' }).click();
    await details.getByRole('tab', { name: 'Describe' }).click();
    expect(page.url()).toMatch(
      /\/objects\/deployments\.apps\?sort=Name&namespace=kube-public&select=deployments\.apps\/kube-public\/other&tab=describe$/,
    );
    await page.reload();
    await details
      .getByRole('region', { name: 'Conditions' })
      .getByRole('row', { name: /^Available True/ })
      .waitFor();
  });

  test('an empty list says why it is empty', async () => {
    await page.getByRole('searchbox', { name: 'Label selector' }).fill('app=nothing');
    await page.getByRole('searchbox', { name: 'Label selector' }).press('Enter');
    await page.getByText('No deployments have the labels app=nothing.').waitFor();
    await page.getByRole('searchbox', { name: 'Label selector' }).fill('a b');
    await page.getByRole('searchbox', { name: 'Label selector' }).press('Enter');
    await page
      .getByRole('alert')
      .getByText(/unable to parse requirement/)
      .waitFor();
    await page.getByRole('searchbox', { name: 'Label selector' }).fill('');
    await page.getByRole('searchbox', { name: 'Label selector' }).press('Enter');
    await page.getByRole('searchbox', { name: 'Filter by text' }).fill('missing');
    await page.getByText('None of 1 deployments contains "missing".').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(names).toEqual(['web', 'other']);
  });

  test('a list of a kind without objects names the first command', async () => {
    const kindOfList = page.url();
    await page.goto(new URL('/objects/jobs.batch', page.url()).href);
    await page.getByText('The cluster has no jobs. In a terminal: kubectl create job once --image=busybox -- date').waitFor();
    await page.goto(kindOfList);
    await expect.poll(names).toEqual(['web', 'other']);
  });

  test('a custom kind appears by itself, with its own columns, as text', async () => {
    await lab.kubectl('apply -f -', JSON.stringify(definition));
    await page.getByRole('searchbox', { name: 'Find a kind' }).fill(GROUP);
    await page.getByRole('link', { name: 'CronTab' }).click();
    await page.getByText('The cluster has no crontabs.').waitFor();
    await lab.kubectl('wait --for=condition=established crd crontabs.example.com');
    await lab.kubectl('apply -f -', JSON.stringify(cronTab));
    await page.getByRole('cell', { name: MARKUP }).waitFor();
    await page.getByRole('link', { name: 'nightly' }).press('Enter');
    await details.getByText(MARKUP).first().waitFor();
  });

  test('an object shows its Events, and its history with authors and changed fields', async () => {
    await lab.kubectl('scale deployment web --replicas=3');
    await page.goto(`${new URL(page.url()).origin}/objects/deployments.apps?select=deployments.apps/default/web&tab=events`);
    await details.getByRole('cell', { name: 'ScalingReplicaSet' }).first().waitFor();
    await details.getByRole('tab', { name: 'Events' }).press('ArrowRight');
    const change = details.getByRole('listitem').filter({ hasText: 'spec.replicas: 2 → 3' }).first();
    expect(await change.textContent()).toContain('by ');
  });

  test('a link of the history shows the past, where the list has its former cells', async () => {
    const change = details.getByRole('listitem').filter({ hasText: 'spec.replicas: 2 → 3' }).first();
    await change.waitFor();
    const revision = Number(await change.getByRole('link').first().textContent());
    await page.goto(`${new URL(page.url()).origin}/objects/deployments.apps?at=${revision - 1}`);
    await page.getByRole('row', { name: /default web 2\/2/ }).waitFor();
  });

  test('a change of the YAML is reviewed, refused beside its line, and applied', async () => {
    await page.goto(`${new URL(page.url()).origin}/objects/deployments.apps?select=deployments.apps/default/web&tab=yaml`);
    const editor = details.getByRole('textbox', { name: 'YAML of the object' });
    await editor.getByText('replicas: 3').first().waitFor();
    expect(await editor.textContent()).not.toContain('managedFields');
    await replaceLine(editor, '  replicas: 3', '  replicaz: 3');
    await details.getByRole('button', { name: 'Review' }).click();
    await details
      .getByRole('alert')
      .getByText(/unknown field "spec.replicaz"/)
      .waitFor();
    expect(await editor.locator('.cm-lintRange-error').textContent()).toBe('replicaz');
    await replaceLine(editor, '  replicaz: 3', '  replicas: 1');
    await details.getByRole('button', { name: 'Review' }).click();
    const review = details.getByRole('region', { name: 'Review' });
    await review.locator('.cm-deletedChunk', { hasText: 'replicas: 3' }).waitFor();
    expect(await lab.get('deployment web')).toMatchObject({ spec: { replicas: 3 } });
    await review.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => lab.get('deployment web')).toMatchObject({ spec: { replicas: 1 } });
  });

  test('the editor completes fields of the schema', async () => {
    await page.reload();
    const editor = details.getByRole('textbox', { name: 'YAML of the object' });
    await replaceLine(editor, '  replicas: 1', '  minRead');
    await offered(details.getByRole('option', { name: /^minReadySeconds/ }));
  });

  test('a revision of the history is restored after its review', async () => {
    await page.goto(`${new URL(page.url()).origin}/objects/deployments.apps?select=deployments.apps/default/web&tab=history`);
    const change = details.getByRole('listitem').filter({ hasText: 'spec.replicas: 2 → 3' }).first();
    await change.getByRole('button', { name: /^Restore revision/ }).click();
    const review = details.getByRole('region', { name: 'Review' });
    await review.locator('.cm-deletedChunk', { hasText: 'replicas: 1' }).waitFor();
    expect(await lab.get('deployment web')).toMatchObject({ spec: { replicas: 1 } });
    await review.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => lab.get('deployment web')).toMatchObject({ spec: { replicas: 3 } });
  });

  test('a rollout is undone as by kubectl', async () => {
    await lab.kubectl('set image deployment web nginx=nginx:1.27');
    await lab.kubectl('rollout status deployment web');
    await details.getByRole('tab', { name: 'Rollout' }).click();
    await details.getByRole('row', { name: /^2 web-.* current/ }).waitFor();
    await details.getByRole('button', { name: 'Undo to revision 2' }).click();
    await details.getByText('skipped rollback (current template already matches revision 2)').waitFor();
    await details.getByRole('button', { name: 'Back to the revisions' }).click();
    await details.getByRole('button', { name: 'Undo to revision 1' }).click();
    const review = details.getByRole('region', { name: 'Review' });
    await review.locator('.cm-deletedChunk', { hasText: 'image: nginx:1.27' }).waitFor();
    await review.getByRole('button', { name: 'Apply' }).click();
    await details.getByRole('row', { name: /^3 web-.* current/ }).waitFor();
    expect(await lab.kubectl('rollout history deployment web')).toMatch(/\n2 .*\n3 /);
  });

  test('a StatefulSet returns to the template of a ControllerRevision', async () => {
    const labels = { app: 'store' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
    const spec = { serviceName: 'store', selector: { matchLabels: labels }, template };
    await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store' }, spec }));
    await lab.kubectl('set image statefulset store a=nginx:1.27');
    await lab.kubectl('rollout status statefulset store');
    await page.goto(`${new URL(page.url()).origin}/objects/statefulsets.apps?select=statefulsets.apps/default/store&tab=rollout`);
    await details.getByRole('row', { name: /^2 store-.* current/ }).waitFor();
    await details.getByRole('button', { name: 'Undo to revision 1' }).click();
    await details.getByRole('region', { name: 'Review' }).getByRole('button', { name: 'Apply' }).click();
    await details.getByRole('row', { name: /^3 store-.* current/ }).waitFor();
    expect(await lab.kubectl('rollout undo statefulset store --to-revision=3')).toContain(
      'skipped rollback (current template already matches revision 3)',
    );
    await lab.kubectl('delete statefulset store');
  });

  test('new objects are created from a text, each with the answer of the server', async () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    const labels = { app: 'guarded' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'nginx' }] } };
    const metadata = { name: 'guarded', namespace: 'shop' };
    const guarded = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template } };
    const spec = { minAvailable: 1, selector: { matchLabels: labels } };
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec };
    const wrong = { apiVersion: 'v1', kind: 'Pot', metadata: { name: 'tea' } };
    await page.getByRole('button', { name: 'New object' }).click();
    const dialog = page.getByRole('dialog');
    const text = dialog.getByRole('textbox', { name: 'YAML, one or more documents' });
    await text.fill('kind: Pod');
    await offered(dialog.getByRole('option', { name: 'PodDisruptionBudget' }));
    await text.fill('kind: [');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog
      .getByRole('alert')
      .getByText(/^Document 1: /)
      .first()
      .waitFor();
    await text.fill([namespace, guarded, budget, wrong, namespace].map((each) => JSON.stringify(each)).join('\n---\n'));
    await dialog.getByRole('button', { name: 'Create' }).click();
    const answers = dialog.getByRole('list', { name: 'Answers of the server' }).getByRole('listitem');
    await expect
      .poll(() => answers.allTextContents())
      .toEqual([
        ...['namespaces/shop created', 'deployments.apps/guarded created', 'poddisruptionbudgets.policy/guarded created'],
        ...['no matches for kind "Pot" in version "v1"', 'namespaces "shop" already exists'],
      ]);
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('a drained node evicts its pods, and retries those that a budget guards', async () => {
    await lab.kubectl('rollout status deployment guarded -n shop');
    const { items } = await lab.get('pods -n shop');
    const { nodeName } = items[0].spec;
    await page.goto(`${new URL(page.url()).origin}/objects/nodes?select=nodes/${nodeName}`);
    await details.getByRole('button', { name: 'Drain…' }).click();
    const dialog = page.getByRole('dialog', { name: `Drain ${nodeName}` });
    await dialog.getByRole('listitem').filter({ hasText: 'shop/guarded-' }).waitFor();
    const consents = await dialog.getByRole('checkbox').all();
    if (consents.length > 0) expect(await dialog.getByRole('button', { name: 'Drain', exact: true }).isDisabled()).toBe(true);
    for (const consent of consents) await consent.check();
    await dialog.getByRole('button', { name: 'Drain', exact: true }).click();
    const guarded = dialog.getByRole('listitem').filter({ hasText: "Cannot evict pod as it would violate the pod's disruption budget." });
    await guarded.waitFor();
    expect(await lab.get(`node ${nodeName}`)).toMatchObject({ spec: { unschedulable: true } });
    await lab.kubectl('delete pdb guarded -n shop');
    await dialog.getByText('The node is drained. It stays cordoned.').waitFor();
    const left = await lab.get(`pods -A --field-selector spec.nodeName=${nodeName}`);
    expect(left.items).toEqual([]);
    await lab.kubectl(`uncordon ${nodeName}`);
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  test('a workload is scaled and restarted, and its deletion names its dependents', async () => {
    await page.goto(`${new URL(page.url()).origin}/objects/deployments.apps?select=deployments.apps/default/web`);
    await details.getByRole('spinbutton', { name: 'Replicas' }).fill('2');
    await details.getByRole('button', { name: 'Scale' }).click();
    await expect.poll(() => lab.get('deployment web')).toMatchObject({ spec: { replicas: 2 } });
    await details.getByRole('button', { name: 'Restart' }).click();
    const annotations = { 'kubectl.kubernetes.io/restartedAt': expect.stringMatching(/Z$/) };
    await expect.poll(() => lab.get('deployment web')).toMatchObject({ spec: { template: { metadata: { annotations } } } });
    await lab.kubectl('rollout status deployment web');
    await details.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/^replicasets\.apps\/web-/)
      .first()
      .waitFor();
    await dialog
      .getByText(/^pods\/web-/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'Delete now' }).click();
    await expect.poll(names).not.toContain('web');
  });

  test('no script failed, and no policy was violated', () => {
    expect(watched.errors).toEqual([]);
  });
});
