import { klockwork, Lab } from '@klockwork/lab-tool';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';

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
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast']), startBrowser()]);
    await lab.kubectl('create deployment web --image=nginx --replicas=2');
    const { stdout } = await klockwork(['console', '--print', '--data', lab.data]);
    watched = await open(browser, stdout.trim());
    page = watched.page;
    details = page.getByRole('complementary');
    await page.getByRole('link', { name: 'Objects' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

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

  test('no script failed, and no policy was violated', () => {
    expect(watched.errors).toEqual([]);
  });
});
