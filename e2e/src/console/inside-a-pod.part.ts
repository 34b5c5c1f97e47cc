import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

const SCRIPT = "printf '\\033[31mred\\033[0m \\033]52;c;aGk=\\007<b>bold</b>\\n'; echo needle one; echo needle two; sleep 1h";
const POD = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'talker' } },
  spec: {
    initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', 'echo prepared'] }],
    containers: [
      { name: 'main', image: 'busybox', command: ['sh', '-c', SCRIPT] },
      { name: 'side', image: 'nginx', resources: { requests: { cpu: '100m' } } },
    ],
  },
};

describe('the inside of a pod', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    await lab.kubectl('apply -f -', JSON.stringify(POD));
    await lab.kubectl('wait pod talker --for=condition=Ready');
    watched = await open(browser, await signInLink(lab));
    await watched.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await show('logs');
  });

  async function show(tab: string): Promise<void> {
    const { page } = watched;
    await page.goto(`${new URL(page.url()).origin}/map?select=pods/default/talker&tab=${tab}`);
  }

  const logs = () => watched.page.getByRole('region', { name: 'Logs' });
  const terminal = () => watched.page.getByRole('region', { name: 'Terminal' });
  const screen = () => terminal().getByRole('application');

  const shown = () => screen().locator('.xterm-rows').textContent();

  /** Opens a terminal in a container, and waits for the prompt of its shell. */
  async function openTerminal(): Promise<Locator> {
    await show('terminal');
    await terminal().getByRole('button', { name: 'Open' }).click();
    await expect.poll(shown).toContain('/ #');
    return screen();
  }

  async function type(text: string): Promise<void> {
    await watched.page.keyboard.type(text);
    await watched.page.keyboard.press('Enter');
  }

  test('a log keeps colours, and neither other escapes nor HTML', async () => {
    const red = logs().locator('.ansi-1');
    await red.waitFor();
    expect(await red.textContent()).toBe('red');
    expect(await logs().getByText('<b>bold</b>').count()).toBe(1);
  });

  test('a search leads from match to match', async () => {
    const { page } = watched;
    await logs().getByRole('searchbox').fill('NEEDLE');
    await logs().getByText('1 of 2').waitFor();
    await page.keyboard.press('Enter');
    await logs().getByText('2 of 2').waitFor();
    await expect.poll(() => logs().locator('mark').allTextContents()).toEqual(['needle', 'needle']);
    await logs().getByRole('searchbox').fill('');
  });

  test('the logs of all containers stand in one list, init containers too', async () => {
    await logs().getByLabel('Container').selectOption('all containers');
    await logs().getByText('prepared').waitFor();
    await logs().getByText('needle one').waitFor();
    await expect.poll(() => logs().locator('.name').first().textContent()).toBe('first ');
  });

  test('a log is saved as a file, and times are shown on demand', async () => {
    await logs().getByLabel('Container').selectOption('main');
    await logs().getByLabel('Times').check();
    await expect.poll(() => logs().locator('time').first().textContent()).toMatch(/^\d{4}-\d\d-\d\dT/);
    const [download] = await Promise.all([watched.page.waitForEvent('download'), logs().getByRole('button', { name: 'Download' }).click()]);
    expect(download.suggestedFilename()).toBe('default-talker-main.log');
  });

  test('a terminal runs a shell, pastes and copies, and tells the exit code', async () => {
    const { page } = watched;
    await openTerminal();
    await type('stty size; echo $((6 * 7))');
    await expect.poll(shown).toMatch(/\d+ \d+.*42/s);
    await page.evaluate(`navigator.clipboard.writeText('echo pas""ted')`);
    await terminal().getByRole('button', { name: 'Paste' }).click();
    // The clipboard is read after the click.
    await expect.poll(shown).toContain('echo pas""ted');
    await page.keyboard.press('Enter');
    await expect.poll(shown).toContain('pasted');
    await type('exit 3');
    await terminal().getByText('The command ended with exit code 3.').waitFor();
    await terminal().getByRole('button', { name: 'Reconnect' }).click();
    await expect.poll(shown).toMatch(/^\/ #\s*$/);
  });

  test('a program cannot write to the clipboard, and keeps its colours', async () => {
    const { page } = watched;
    await openTerminal();
    await page.evaluate("navigator.clipboard.writeText('untouched')");
    await type("printf '\\033]52;c;aGFja2Vk\\007\\033]0;title\\007\\033[38;2;250;120;10mtrue\\033[0mcolour\\n'");
    await expect.poll(shown).toContain('truecolour');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('untouched');
    expect(await page.title()).toBe('Klockwork');
    const style = await screen()
      .locator('.xterm-rows span', { hasText: /^true$/ })
      .getAttribute('style');
    expect(style).toContain('rgb');
  });

  test('Shift+Tab leaves the terminal', async () => {
    const { page } = watched;
    await screen().click();
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => page.locator('.screen:focus-within').count()).toBe(0);
  });

  test('another origin opens no terminal with the session of the page', async () => {
    const { page, context } = watched;
    const { host } = new URL(page.url());
    const other = await context.newPage();
    // The browser sends the cookie to all ports of a machine.
    const foreign = `http://${host.split(':')[0]}:9`;
    await other.route(`${foreign}/**`, (route) => route.fulfill({ contentType: 'text/html', body: 'foreign' }));
    await other.goto(`${foreign}/`);
    const path = `ws://${host}/api/v1/namespaces/default/pods/talker/exec?container=main&command=id&stdout=true`;
    const end = await other.evaluate(
      (address) =>
        new Promise((resolve) => {
          const socket = new WebSocket(address, 'v5.channel.k8s.io');
          socket.onopen = () => resolve('open');
          socket.onerror = () => resolve('refused');
        }),
      path,
    );
    expect(end).toBe('refused');
    await other.close();
  });

  test('a chart shows the usage of a pod and of a node over lab time', async () => {
    const { page } = watched;
    await show('usage');
    const chart = page.getByRole('img', { name: /^CPU .*, requested 100m; [2-9] measurements$/ });
    const advance = () => page.getByRole('button', { name: 'Advance by 1m' }).click();
    await expect.poll(() => advance().then(() => chart.count()), { interval: 1_000 }).toBe(1);
    await chart.locator('canvas').waitFor();
    await page.goto(page.url().replace('pods/default/talker', 'nodes/node-1'));
    await page.getByRole('img', { name: /^Memory .*allocatable .*; 1 measurements$/ }).waitFor();
  });

  test('no script failed, and no policy was violated', () => {
    expect(watched.errors).toEqual([]);
  });

  test('a terminal ends with the session of the browser', async () => {
    const { page } = watched;
    await openTerminal();
    await expect.poll(() => lab.kubectl('exec talker -c main -- ps')).toMatch(/ sh$/m);
    await page.evaluate(() => fetch('/logout', { method: 'POST' }));
    await terminal().getByText('The session of this browser has ended.').waitFor();
    await expect.poll(() => lab.kubectl('exec talker -c main -- ps')).not.toMatch(/ sh$/m);
  });
});
