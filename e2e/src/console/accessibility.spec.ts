import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { klockwork, Lab } from '@klockwork/lab-tool';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })`;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const VIEWS = [
  '/map',
  '/timeline',
  '/log',
  '/faults',
  '/objects',
  '/objects/pods',
  '/compare',
  '/why?of=pods/default/wrong',
  '/map?select=pods/default/wrong',
  '/map?select=nodes/node-1',
  '/objects/deployments.apps?select=deployments.apps/default/web&tab=rollout',
];
const SIZES = [
  { width: 1_280, height: 800 },
  { width: 390, height: 844 },
];

describe.skipIf(CHROMIUM === undefined)('the console for everybody', () => {
  let lab: Lab;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--nodes', '2']), startBrowser()]);
    await lab.kubectl('run wrong --image=nosuch.example/x');
    await lab.kubectl('create deployment web --image=nginx --replicas=2');
    await lab.kubectl('expose deployment web --port=80');
    await lab.kubectl('wait --for=condition=Available deployment/web --timeout=60s');
    await lab.klockwork('clock', 'advance', '5m');
    watched = await open(browser, (await klockwork(['console', '--print', '--data', lab.data])).stdout.trim());
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const { violations: found } = await page.evaluate<{ violations: readonly Violation[] }>(RUN);
    return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`));
  }

  test.each(VIEWS)('%s obeys WCAG 2.2 AA, light and dark, wide and narrow', async (view) => {
    const { page } = watched;
    await page.goto(new URL(view, page.url()).href);
    await page.getByText('live', { exact: true }).waitFor();
    if (view.includes('select=')) await page.getByRole('complementary').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        expect([colorScheme, size.width, await violations(page)]).toEqual([colorScheme, size.width, []]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
      }
    }
  });

  test('the page speaks the language of the browser, and keeps another choice', async () => {
    const context = await browser.newContext({ locale: 'ko-KR' });
    const page = await context.newPage();
    await page.goto((await klockwork(['console', '--print', '--data', lab.data])).stdout.trim());
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
