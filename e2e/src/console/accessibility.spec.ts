import { readFileSync } from 'node:fs';
import { Lab } from '@klockwork/lab-tool';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, violations } from './accessible.ts';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

/** Views with a part that shows that their content is loaded. */
const VIEWS = [
  ['/map', '.pod'],
  ['/map?services=1&owners=1&service=default/web', '.owned .pod[data-marked]'],
  ['/timeline', 'rect.bar-mark'],
  ['/log', '.log-table tbody tr'],
  ['/faults', '.faults li'],
  ['/objects', '.kinds li'],
  ['/objects/pods', '.list tbody tr'],
  ['/compare', '.compare'],
  ['/drills', '.drills .catalogue article'],
  ['/drills?run=1', '.drills .entries li'],
  ['/why?of=pods/default/wrong', '.graph .step'],
  ['/map?select=pods/default/wrong', '.why li'],
  ['/map?select=nodes/node-1', '.why li'],
  ['/objects/deployments.apps?select=deployments.apps/default/web&tab=rollout', '[role=tabpanel] > *'],
] as const;
/** Tabs of a pod. A view above shows the first tab. */
const TABS = ['logs', 'terminal', 'inside', 'usage', 'describe', 'yaml', 'events', 'history'];
const FAULT = {
  ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name: 'slow' } },
  spec: { type: 'ApiErrors', duration: '10h', apiErrors: { error: 'TooManyRequests', percent: 1, userAgents: ['nobody/*'] } },
};

describe.skipIf(CHROMIUM === undefined)('the console for everybody', () => {
  let lab: Lab;
  let browser: Browser;
  let watched: WatchedPage;
  let pod: string | undefined;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--agents', '1', '--nodes', '2']), startBrowser()]);
    const drill = readFileSync(new URL('../../../deploy/drills/node-power-loss.yaml', import.meta.url), 'utf8');
    await Promise.all([
      lab.kubectl('run wrong --image=nosuch.example/x'),
      lab.kubectl('create deployment web --image=nginx --replicas=2').then(() => lab.kubectl('expose deployment web --port=80')),
      lab.kubectl('create service clusterip lonely --tcp=80'),
      ...[JSON.stringify(FAULT), drill].map((text) => lab.kubectl('apply -f -', text)),
    ]);
    await lab.kubectl('create --raw /klockwork/v1/drills/runs -f -', '{"drill":"repair-selector-mismatch"}');
    await lab.kubectl('wait --for=condition=Available deployment/web --timeout=60s');
    [pod] = (await lab.kubectl('get pods -l app=web -o jsonpath={.items[*].metadata.name}')).split(' ');
    await lab.advance('5m');
    watched = await open(browser, await signInLink(lab));
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

  /** Shows a path of the page without loading the page again. */
  async function show(path: string): Promise<Page> {
    const { page } = watched;
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new Event('popstate'))`);
    await page.getByText('live', { exact: true }).waitFor();
    return page;
  }

  test.each(VIEWS)('%s obeys WCAG 2.2 AA, light and dark, wide and narrow', async (view, part) => {
    const page = await show(view);
    await page.locator(part).first().waitFor();
    await expectAccessible(page);
  });

  test.each(TABS)('the tab %s of a pod obeys WCAG 2.2 AA', async (tab) => {
    const page = await show(`/map?select=pods/default/${pod}&tab=${tab}`);
    await page.getByRole('tabpanel').locator('> *').first().waitFor();
    await page.getByRole('tabpanel').getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
    if (tab === 'yaml') await page.locator('.cm-content').waitFor();
    await expectAccessible(page);
  });

  test.each([
    ['palette', '/map', (page: Page) => page.keyboard.press('Control+k')],
    ['help', '/map', (page: Page) => page.keyboard.press('?')],
    ['faults', '/faults', (page: Page) => page.getByRole('button', { name: 'node-1', exact: true }).click()],
    ['until', '/map', (page: Page) => page.getByRole('button', { name: 'Until…' }).click()],
    ['new objects', '/objects/pods', (page: Page) => page.getByRole('button', { name: 'New object' }).click()],
    ['drain', '/objects/nodes?select=nodes/node-1', (page: Page) => page.getByRole('button', { name: 'Drain…' }).click()],
    ['timers', '/map', (page: Page) => page.locator('.clock .next').click()],
  ] as const)('the dialog %s obeys WCAG 2.2 AA', async (name, path, openDialog) => {
    const page = await show(path);
    await openDialog(page);
    await page.getByRole('dialog').waitFor();
    if (name === 'new objects') await page.getByRole('textbox', { name: 'YAML, one or more documents' }).waitFor();
    if (name === 'faults') await page.getByText('Nodes that lose power').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('the tour obeys WCAG 2.2 AA', async () => {
    const page = await show('/map');
    await page.getByRole('button', { name: 'Start the tour' }).click();
    const tour = page.getByRole('region', { name: 'Tour' });
    await tour.getByText('2 of 7').waitFor();
    await expectAccessible(page);
    await tour.getByRole('button', { name: 'Leave the tour' }).click();
  });

  test('the page speaks the language of the browser, and keeps another choice', async () => {
    const context = await browser.newContext({ locale: 'ko-KR' });
    const page = await context.newPage();
    await page.goto(await signInLink(lab));
    await page.getByRole('link', { name: '타임라인' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('언어').selectOption('en');
    await page.getByRole('link', { name: 'Timeline' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Timeline' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await context.close();
  });

  test('a page of the past and one without a session obey WCAG 2.2 AA', async () => {
    const { page } = watched;
    await page.goto(new URL('/map?at=600', page.url()).href);
    await page.getByRole('region', { name: 'Past' }).waitFor();
    expect(await violations(page)).toEqual([]);
    const { page: other, context } = await open(browser, new URL(page.url()).origin);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await violations(other)).toEqual([]);
    await context.close();
  });
});
