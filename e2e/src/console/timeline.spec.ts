import { Lab } from '@klockwork/lab-tool';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

const crash = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'crash' } },
  spec: { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep 3; exit 1'] }] },
};
/** Pods of the crowd: their changes fill more than one window of the history. */
const CROWD = 300;

describe.skipIf(CHROMIUM === undefined)('the timeline', () => {
  let lab: Lab;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--agents', '1', '--nodes', '3']), startBrowser()]);
    await lab.kubectl('apply -f -', JSON.stringify(crash));
    await lab.advance('30m');
    watched = await open(browser, await signInLink(lab));
    await watched.page.getByRole('link', { name: 'Timeline' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

  const item = () => watched.page.getByRole('region', { name: 'Selected change' });
  const windowWidth = async () => (await watched.page.locator('.overview .window').boundingBox())?.width ?? 0;

  test('a container has a row of its own, below its pod, with its back-offs and failed restarts', async () => {
    const { page } = watched;
    await page.getByRole('img', { name: /^default\/crash: Pending, .*CrashLoopBackOff/ }).waitFor();
    const row = page.locator('li[data-kind=container]', { hasText: 'main' });
    await row.getByRole('img', { name: /^default\/crash\/main: .*CrashLoopBackOff/ }).waitFor();
    await expect.poll(() => row.locator('rect.mark[data-type=event]').count()).toBeGreaterThan(3);
    await page.locator('.fold').first().waitFor();
  });

  test('keys, buttons, the wheel and a drag choose the range', async () => {
    const { page } = watched;
    const whole = await windowWidth();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(windowWidth).toBeLessThan(whole * 0.7);
    await page.keyboard.press('+');
    await expect.poll(windowWidth).toBeLessThan(whole * 0.4);
    const left = async () => (await page.locator('.overview .window').boundingBox())?.x ?? 0;
    const before = await left();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(left).toBeLessThan(before);
    await page.keyboard.press('0');
    await expect.poll(windowWidth).toBe(whole);
    const box = await page.locator('.overview').boundingBox();
    if (box === null) throw new Error('the overview is not drawn');
    await page.mouse.move(box.x + box.width * 0.2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Math.round(((await windowWidth()) / box.width) * 10)).toBe(3);
    await page.mouse.wheel(0, 2_000);
    await expect.poll(windowWidth).toBe(whole);
  });

  test('a selected bar leads to its moment, by the mouse and by the keyboard', async () => {
    const { page } = watched;
    await page.locator('li[data-kind=pod] rect[data-tone=bad]').first().click();
    await item()
      .getByText(/^CrashLoopBackOff, /)
      .waitFor();
    await page.getByRole('region', { name: 'Why' }).waitFor();
    expect(await item().getByRole('link', { name: 'Open as a graph' }).getAttribute('href')).toMatch(
      /^\/why\?of=\d+&select=pods\/default\/crash$/,
    );
    await item().getByRole('button', { name: 'Show this moment' }).click();
    await page.getByRole('region', { name: 'Past' }).waitFor();
    expect(page.url()).toMatch(/at=\d+/);
    await page.getByRole('button', { name: 'Back to the present' }).click();
    await page.getByTitle('Container default/crash/main').focus();
    await page.keyboard.press('Enter');
    await item()
      .getByRole('button', { name: /^BackOff, / })
      .first()
      .press('Enter');
    await item()
      .getByText(/Back-off restarting failed container/)
      .waitFor();
    await item().getByRole('button', { name: 'Close' }).click();
  });

  test('the moment is chosen by keys too', async () => {
    const { page } = watched;
    const cursor = page.getByRole('slider', { name: /^Moment/ });
    await cursor.focus();
    const before = await cursor.getAttribute('aria-valuetext');
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowLeft');
    await expect.poll(() => cursor.getAttribute('aria-valuetext')).not.toBe(before);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Past' }).waitFor();
    await page.getByRole('button', { name: 'Back to the present' }).click();
  });

  test('upkeep is hidden at first, and so is all that went well on demand', async () => {
    const { page } = watched;
    const upkeep = page.locator('rect.mark[data-type=upkeep]');
    expect(await upkeep.count()).toBe(0);
    await page.getByLabel('Show upkeep').check();
    await expect.poll(() => upkeep.count()).toBeGreaterThan(2);
    await page.getByLabel('Show upkeep').uncheck();
    await expect.poll(() => page.locator('li[data-kind=node]').count()).toBe(3);
    await page.getByLabel('Failed only').check();
    await expect.poll(() => page.locator('li[data-kind=node]').count()).toBe(0);
    await expect.poll(() => page.locator('li[data-kind=pod]').count()).toBe(1);
    await page.getByLabel('Failed only').uncheck();
  });

  test('the newest window comes first, with earlier states of its objects, and older windows on demand', async () => {
    const { page } = watched;
    await lab.kubectl(`create deployment crowd --image=nginx --replicas=${CROWD}`);
    // A Deployment is Available before all its pods are: their changes would fit in one window.
    await lab.kubectl('rollout status deployment/crowd --timeout=300s');
    await page.reload();
    const older = page.getByRole('button', { name: 'Load older changes' });
    await older.waitFor();
    await page.getByRole('img', { name: 'node-2: Ready' }).waitFor();
    const rows = page.getByRole('region', { name: 'Rows' });
    expect(await rows.locator('li').count()).toBeLessThan(80);
    expect(Number(await rows.locator('li').first().getAttribute('aria-setsize'))).toBeGreaterThan(CROWD);
    const from = await page.getByText(/^loaded from/).textContent();
    await older.click();
    await expect.poll(() => page.getByText(/^loaded from/).textContent()).not.toBe(from);
    await page.getByRole('img', { name: /^node-2: Registered, Ready/ }).waitFor();
  });

  test('a crowd is a heat map with keys, and a list with a filter', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Map' }).click();
    const map = page.getByRole('application', { name: `Map of ${CROWD + 1} pods: arrows move, Enter selects` });
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^Pod default\/.*, on node-1$/).waitFor();
    await page.keyboard.press('PageDown');
    await page.getByText(/^Pod default\/.*, on node-2$/).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /^pods\/default\// }).waitFor();
    await page.reload();
    await page.locator('.frame.selected').waitFor();
    await page.getByLabel('As a list').check();
    await page.getByRole('searchbox').fill('crash');
    await page.getByRole('button', { name: /^Pod default\/crash: .*, on node-/ }).waitFor();
    await expect.poll(() => page.getByRole('region', { name: 'Pods' }).locator('li').count()).toBe(1);
    // Logs of the past are not kept forever: their refusal is one of the browser's errors too.
    expect(watched.errors.filter((error) => !error.startsWith('WebSocket connection'))).toEqual([]);
  });
});
