import { beforeAll, describe, expect, test } from 'vitest';
import type { WatchedPage } from './browser.ts';
import { lab, openMap } from './console-of-spec.ts';

describe('the clock and the faults in the console', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await openMap('node-1');
  });

  const clock = () => watched.page.getByRole('region', { name: 'Lab clock' });

  test('time passes until a condition holds, and the end is told in the words of the server', async () => {
    const { page } = watched;
    await lab.klockwork('clock', 'pause');
    await lab.kubectl('create deployment web --image=nginx');
    await page.getByRole('button', { name: 'Until…' }).click();
    await page.getByLabel('Object and condition').fill('deploy/web condition=Available');
    await page.getByRole('dialog').getByRole('button', { name: 'Advance' }).click();
    await clock().getByText('"deploy/web condition=Available" held').waitFor();
    expect((await lab.get('deployment web')).status.availableReplicas).toBe(1);
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Until…');
  });

  test('an unknown object is refused, and the page says so', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Until…' }).click();
    await page.getByLabel('Object and condition').fill('nosuch/web delete');
    await page.keyboard.press('Enter');
    expect(await clock().getByRole('alert').textContent()).toContain('nosuch');
  });

  test('a step goes to the next timer, and the list says what happens next', async () => {
    const { page } = watched;
    // The step may already end the first sleep.
    await lab.try(['run', 'short', '--image=busybox', '--restart=Never', '--', 'sh', '-c', 'sleep 40; sleep 40']);
    await page.getByRole('button', { name: 'Step' }).click();
    await clock().getByText('Stepped').waitFor();
    await clock().locator('.next').click();
    const dialog = page.getByRole('dialog', { name: 'What happens next' });
    await dialog.getByText('pods/default/short').first().waitFor();
    const work = await dialog.locator('tbody tr').count();
    await dialog.getByLabel('Show upkeep').check();
    await expect.poll(() => dialog.locator('tbody tr').count()).toBeGreaterThan(work);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('time stops at an instant', async () => {
    const { page } = watched;
    const { now } = JSON.parse(await lab.kubectl('get --raw /klockwork/v1/clock')) as { now: number };
    const goal = `${new Date(now + 600_000).toISOString().slice(0, 18)}0`;
    await page.getByRole('button', { name: 'Until…' }).click();
    await page.getByLabel('Goal').selectOption('an instant of lab time');
    await page.getByLabel('Lab time (UTC)').fill(goal);
    await page.getByRole('dialog').getByRole('button', { name: 'Advance' }).click();
    await clock().getByText(goal.replace('T', ' ')).waitFor();
  });

  test('a program that holds time is named', async () => {
    const { page } = watched;
    const hold = (method: 'PUT' | 'DELETE') =>
      page.evaluate(
        ([verb]) =>
          fetch('/klockwork/v1/clock/holds/reporter', { method: verb ?? '', ...(verb === 'PUT' && { body: '{"for":"30s"}' }) }).then(
            ({ ok }) => ok,
          ),
        [method],
      );
    expect(await hold('PUT')).toBe(true);
    await page.getByText('the program reporter holds time').waitFor();
    expect(await hold('DELETE')).toBe(true);
    await page.getByText('the program reporter holds time').waitFor({ state: 'detached' });
  });

  const faults = () => watched.page.getByRole('region', { name: 'What is broken' });

  test('a fault is made from the fields of its type, shows its evidence, and is mended', async () => {
    const { page } = watched;
    await lab.klockwork('clock', 'resume');
    await page.getByRole('link', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'the API' }).click();
    const dialog = page.getByRole('dialog', { name: 'Break the API' });
    await dialog.getByLabel('error', { exact: true }).selectOption('TooManyRequests');
    await dialog.getByLabel('percent').fill('100');
    await dialog.getByLabel('userAgents').fill('kubectl/*');
    await dialog.getByLabel('resources').fill('configmaps');
    await dialog.getByRole('button', { name: 'Break it' }).click();
    await faults().getByText('Injected: True').waitFor();
    const [fault] = (await lab.get('faults')).items;
    expect(fault.spec).toMatchObject({
      ...{ type: 'ApiErrors', duration: '30m' },
      apiErrors: { error: 'TooManyRequests', percent: 100, userAgents: ['kubectl/*'], resources: ['configmaps'] },
    });
    expect((await lab.try(['get', 'configmaps', '--request-timeout=2s'])).code).toBe(1);
    await faults().getByRole('button', { name: 'Mend' }).click();
    await faults().getByText('Nothing is broken.').waitFor();
    expect((await lab.try(['get', 'configmaps'])).code).toBe(0);
  });

  test('a process is killed by a click, and comes back', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'scheduler' }).click();
    await page.getByRole('button', { name: 'Break it' }).click();
    await faults().getByText('Injected: True').waitFor();
    expect(await faults().getByRole('listitem').first().textContent()).toContain('ProcessKill');
    await lab.kubectl('run after --image=nginx');
    await lab.kubectl('wait pod/after --for=condition=Ready --timeout=60s');
  });

  test('a container of a selected pod crashes, and restarts', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Map' }).click();
    await page.getByRole('button', { name: /^Pod web-.*: Running, 0 restarts/ }).click();
    await page.getByRole('button', { name: 'Break…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Break it' }).click();
    await page.getByRole('button', { name: /^Pod web-.*: Running, 1/ }).waitFor();
    await page.getByRole('link', { name: 'Faults' }).click();
  });

  test('an invalid fault is refused in the words of the server', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'node-1', exact: true }).click();
    await page.getByLabel('Duration (lab time)').fill('soon');
    await page.getByRole('button', { name: 'Break it' }).click();
    expect(await page.getByRole('dialog').getByRole('alert').textContent()).toContain('spec.duration: Invalid value: "soon"');
    await page.keyboard.press('Escape');
  });
});
