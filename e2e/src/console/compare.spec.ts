import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, startBrowser } from './browser.ts';
import { fixedLab, ORIGIN } from './screens/fixed-lab.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
/** Events of the other lab: each creates a pod. */
const EVENTS = 2_500;
const OTHER = { id: 'x', name: 'bug', path: '/bug', isRunning: true, isTape: true };

function eventAt(revision: number): object {
  const name = `pod-${revision}`;
  return {
    ...{ revision, at: NOON + revision * 1_000, type: 'PodCreated', uid: `uid-${name}`, actor: {}, cause: {}, data: {}, change: 'created' },
    key: { group: '', resource: 'pods', namespace: 'default', name },
  };
}

/** Answers for the other lab: `/labs/x/at/1500/klockwork/v1/log?tail=1000`. */
function otherAnswer(route: Route): Promise<void> {
  const { pathname, searchParams } = new URL(route.request().url());
  const [, last = EVENTS, path] = /^\/labs\/x(?:\/at\/(\d+))?(\/.*)$/.exec(pathname) ?? [];
  const to = Number(last);
  if (path === '/klockwork/v1/clock') return route.fulfill({ json: { now: NOON + EVENTS * 1_000 } });
  if (path === '/klockwork/v1/moments') return route.fulfill({ json: { revision: EVENTS, at: NOON } });
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
    await page.route('**/klockwork/v1/moments*', (route) => route.fulfill({ json: { revision: 30, at: NOON + 30 } }));
    await page.route('**/labs', (route) => route.fulfill({ json: { own: { name: 'own', path: '/own' }, others: [OTHER] } }));
    await page.route('**/labs/x/**', otherAnswer);
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
});
