import { Lab } from '@klockwork/lab-tool';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

const writer = (script: string) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'talker' } },
  spec: { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', script] }] },
});

describe.skipIf(CHROMIUM === undefined)('the console', () => {
  let lab: Lab;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--zones', 'a,b,c']), startBrowser()]);
    await lab.kubectl('create deployment web --image=nginx --replicas=3');
    watched = await open(browser, await signInLink(lab));
  });
  afterAll(async () => {
    await browser.close();
    await lab.down();
  });

  const tone = (name: string) => watched.page.locator('.node', { hasText: name }).getAttribute('data-tone');

  test('a link signs a browser in, once, and leaves no code in the address', async () => {
    const address = await signInLink(lab);
    const first = await open(browser, address);
    await first.page.getByRole('button', { name: /^Node node-1: Ready$/ }).waitFor();
    expect(new URL(first.page.url()).search).toBe('');
    expect(await first.context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict', secure: true, expires: -1 }]);
    const second = await open(browser, address);
    expect(await second.page.textContent('body')).toContain('this link was used already');
    await Promise.all([first.context.close(), second.context.close()]);
  });

  test('a browser without a session sees how to sign in, and no object', async () => {
    const { page, context } = await open(browser, new URL(watched.page.url()).origin);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.textContent('body')).toContain('npx klockwork console');
    expect(await page.evaluate(() => fetch('/api/v1/secrets').then(({ status }) => status))).toBe(401);
    await context.close();
  });

  test('the map shows nodes in their zones, and pods as they come and go', async () => {
    const { page } = watched;
    await page.getByRole('heading', { name: 'Zone b' }).waitFor();
    await expect.poll(() => page.locator('.pod[data-tone=good]').count()).toBe(3);
    await lab.kubectl('scale deployment web --replicas=5');
    await expect.poll(() => page.locator('.pod[data-tone=good]').count()).toBe(5);
    await lab.kubectl('create deployment wrong --image=nosuch.example/x');
    await page.getByRole('button', { name: /^Pod wrong-.*(ErrImagePull|ImagePullBackOff)/ }).waitFor();
  });

  test('a person cuts the power of a node, sees what follows, learns why, and mends it', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^Node node-2/ }).click();
    await page.getByRole('button', { name: 'Cut the power' }).click();
    await page.getByText('The power of this node is cut.').waitFor();
    await page.getByRole('button', { name: 'Advance by 10m' }).click();
    await expect.poll(() => tone('node-2')).toBe('bad');
    await page.getByRole('region', { name: 'Why' }).getByText('nodes/node-2 is NotReady').waitFor();
    await expect.poll(() => page.locator('.why li').count()).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Restore the power' }).click();
    await expect.poll(() => tone('node-2')).toBe('good');
  });

  test('a selection is a link, and the back button returns from it', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^Node node-1/ }).click();
    expect(page.url()).toMatch(/\/map\?select=nodes\/node-1$/);
    await page.goBack();
    await page.getByRole('complementary', { name: 'nodes/node-2' }).waitFor();
    await page.reload();
    await page.getByRole('complementary', { name: 'nodes/node-2' }).waitFor();
  });

  test('twelve pages of one browser are live at once', async () => {
    const { page, context } = watched;
    const pages = await Promise.all(Array.from({ length: 12 }, () => context.newPage()));
    await Promise.all(pages.map((each) => each.goto(page.url())));
    await Promise.all(pages.map((each) => each.getByText('live', { exact: true }).waitFor()));
    await lab.kubectl('run shared --image=nginx');
    await Promise.all(pages.map((each) => each.getByRole('button', { name: /^Pod shared: Running/ }).waitFor()));
    await Promise.all(pages.map((each) => each.close()));
  });

  test('a selected pod shows its log as it grows, as text', async () => {
    const { page } = watched;
    const script = "echo '<img src=x onerror=alert(1)>'; sleep 2; echo later; sleep 1h";
    await lab.kubectl('apply -f -', JSON.stringify(writer(script)));
    await page.getByRole('button', { name: /^Pod talker: Running/ }).click();
    await page.getByRole('tab', { name: 'Status' }).press('ArrowRight');
    expect(page.url()).toMatch(/select=pods\/default\/talker&tab=logs$/);
    const logs = page.getByRole('region', { name: 'Logs' });
    await logs.getByText('<img src=x onerror=alert(1)>').waitFor();
    await logs.getByText('later').waitFor();
    await page.goBack();
    await page.goBack();
  });

  test('the clock is paused and goes on', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    expect(await lab.get('clocks lab')).toMatchObject({ spec: { paused: true } });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Running', { exact: true }).first().waitFor();
  });

  test('the log shows changes as they happen, by text', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Log' }).click();
    await page.getByRole('searchbox').fill('PodCreated');
    const rows = page.locator('tbody tr');
    await expect.poll(() => rows.count()).toBeGreaterThan(4);
    await lab.kubectl('run late --image=nginx');
    await expect.poll(() => rows.first().textContent()).toContain('pods/default/late');
    await page.getByRole('link', { name: 'Map' }).click();
  });

  test('the timeline shows the power cut, and leads back to it', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByRole('img', { name: /^node-2: Registered, Ready, NotReady, / }).waitFor();
    const bar = await page.locator('li[data-kind=node]', { hasText: 'node-2' }).locator('.bar-mark[data-tone=bad]').boundingBox();
    const axis = await page.locator('.axis').boundingBox();
    if (bar === null || axis === null) throw new Error('the timeline is not drawn');
    await page.mouse.move(axis.x + axis.width - 5, axis.y + axis.height / 2);
    await page.mouse.down();
    await page.mouse.move(bar.x + bar.width / 2, axis.y + axis.height / 2);
    await page.mouse.up();
    await page.getByRole('region', { name: 'Past' }).waitFor();
    await page.getByRole('link', { name: 'Map' }).click();
    await expect.poll(() => tone('node-2')).toBe('bad');
    expect(page.url()).toMatch(/\/map\?at=\d+&select=nodes\/node-2$/);
    expect(await page.getByRole('button', { name: 'Restore the power' }).count()).toBe(0);
    await page.getByText(/npx klockwork fork --at \d+/).waitFor();
    await page.getByRole('button', { name: 'Back to the present' }).click();
    await expect.poll(() => tone('node-2')).toBe('good');
  });

  test('an open page reconnects after a kill of the api-server', async () => {
    const { page } = watched;
    const { services } = await lab.status();
    // Begins before the kill: the text goes with the restart.
    const lost = page.getByText(/^lost for/).waitFor();
    process.kill(services.find(({ name }) => name === 'api-server')?.pid ?? 0, 'SIGKILL');
    await lost;
    await page.getByText('live', { exact: true }).waitFor({ timeout: 60_000 });
    await lab.kubectl('run after --image=nginx');
    await page.getByRole('button', { name: /^Pod after: Running/ }).waitFor();
  });

  test('pages of pods are absent from the origin, and other ports cannot use the session', async () => {
    const { page, context } = watched;
    const origin = new URL(page.url()).origin;
    const status = (path: string) => page.evaluate((asked) => fetch(asked).then((answer) => answer.status), path);
    expect(await status('/api/v1/namespaces/default/pods/late/proxy/')).toBe(403);
    const { code, stdout } = await lab.try(['get', '--raw', '/api/v1/namespaces/default/pods/late:80/proxy/']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Welcome to nginx!')]);
    const other = await context.newPage();
    await other.goto(`${origin}/api/v1/pods`);
    expect(await other.textContent('body')).toContain('only pages of the console may ask');
    await other.close();
  });

  test('no script failed, and no policy was violated', () => {
    expect(watched.errors).toEqual([]);
  });
});
