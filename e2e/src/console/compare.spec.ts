import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser } from './browser.ts';
import { fixedLab, ORIGIN } from './screens/fixed-lab.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
/** Events of the other lab: each creates a pod. */
const EVENTS = 2_500;
/** Last moment that the lab `y` has in common with this one. */
const COMMON = { revision: 30, at: NOON + 30 };
const OTHERS = [
  { id: 'x', name: 'bug', path: '/bug', isRunning: true, isTape: true },
  { id: 'y', name: 'fork', path: '/fork', isRunning: true, isTape: false, forkedAt: COMMON.revision },
];

function eventAt(revision: number): object {
  const name = `pod-${revision}`;
  return {
    ...{ revision, at: NOON + revision * 1_000, type: 'PodCreated', uid: `uid-${name}`, actor: {}, cause: {}, data: {}, change: 'created' },
    key: { group: '', resource: 'pods', namespace: 'default', name },
  };
}

/** Answers for other labs, which differ in their common past with this one: `/labs/x/at/1500/klockwork/v1/log?tail=1000`. */
function otherAnswer(route: Route): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url());
  const [, id, last = EVENTS, path] = /^\/labs\/(\w)(?:\/at\/(\d+))?(\/.*)$/.exec(pathname) ?? [];
  const to = Number(last);
  if (path === '/klockwork/v1/clock') return route.fulfill({ json: { now: NOON + EVENTS * 1_000 } });
  if (path === '/klockwork/v1/moments') return route.fulfill({ json: id === 'y' ? COMMON : { revision: EVENTS, at: NOON } });
  if (path !== '/klockwork/v1/log') return route.fulfill({ json: { metadata: { resourceVersion: '1' }, rows: [] } });
  const from = Math.max(Number(searchParams.get('from') ?? 1), to - Number(searchParams.get('tail')) + 1);
  const events = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => JSON.stringify(eventAt(from + index)));
  return route.fulfill({ body: events.join('\n') });
}

describe.skipIf(CHROMIUM === undefined)('labs side by side', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser();
    page = await (await browser.newContext({ locale: 'en' })).newPage();
    page.setDefaultTimeout(60_000);
    await fixedLab(page);
    await page.route('**/klockwork/v1/moments*', (route) => route.fulfill({ json: COMMON }));
    await page.route('**/at/30/api/**', (route) => route.fulfill({ json: { metadata: { resourceVersion: '1' }, rows: [] } }));
    await page.route('**/labs', (route) => route.fulfill({ json: { own: { name: 'own', path: '/own' }, others: OTHERS } }));
    await page.route('**/labs/*/**', otherAnswer);
  });
  afterAll(() => browser.close());

  test('older windows of another lab come on demand, up to the beginning of its log', async () => {
    await page.goto(`${ORIGIN}/compare?with=x`);
    const count = () => page.getByRole('region', { name: 'Rows of bug' }).locator('li').first().getAttribute('aria-setsize');
    const older = page.getByRole('button', { name: 'Load older changes of bug' });
    for (const rows of ['1000', '2000', '2500']) {
      await expect.poll(count).toBe(rows);
      if (rows !== '2500') await older.click();
    }
    await older.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Rows of bug' }).getByTitle('Pod default/pod-1', { exact: true }).waitFor();
  });

  test('the outcome shows what the loaded window tells, with bounds until the older ones are loaded', async () => {
    await page.goto(`${ORIGIN}/compare?with=y`);
    const cells = (row: string) => page.getByRole('row', { name: row }).getByRole('cell').allTextContents();
    const older = page.getByRole('button', { name: 'Load older changes of fork' });
    await older.waitFor();
    await page.getByText('Older changes are not loaded').waitFor();
    expect(await cells('Failures and warnings')).toEqual([' 1 ', '≥ 0 ']);
    expect(await cells('Pods lost')).toEqual([' 0 ', ' 0 ']);
    for (const rows of ['2000', '2470']) {
      await older.click();
      await expect
        .poll(() => page.getByRole('region', { name: 'Rows of fork' }).locator('li').first().getAttribute('aria-setsize'))
        .toBe(rows);
    }
    await page.getByText('Older changes are not loaded').waitFor({ state: 'detached' });
    await expect.poll(() => cells('Failures and warnings')).toEqual([' 1 ', ' 0 better']);
  });
});
