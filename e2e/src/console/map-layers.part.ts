import { beforeAll, describe, expect, test } from 'vitest';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

describe('Services and owners on the map', () => {
  let watched: WatchedPage;
  const requested: string[] = [];

  beforeAll(async () => {
    await lab.kubectl('create deployment web --image=nginx --replicas=2');
    await lab.kubectl('expose deployment web --port=80');
    await lab.kubectl('create service clusterip lonely --tcp=80');
    await lab.kubectl('run wrong --image=nosuch.example/x --port=80 --expose');
    await lab.kubectl('create cronjob tick --image=busybox --schedule=@yearly -- sleep 1h');
    await lab.kubectl('create job once --from=cronjob/tick');
    await lab.kubectl('wait --for=condition=Available deployment/web --timeout=60s');
    watched = await open(browser, await signInLink(lab));
    watched.page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  });

  const marked = () => watched.page.locator('.pod[data-marked]');
  const parameters = () => Object.fromEntries(new URL(watched.page.url()).searchParams);

  test('a Service shows its endpoints and marks their pods, or says why it has none', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^Pod wrong/ }).waitFor();
    expect(await marked().count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Services' }).check();
    const services = page.getByRole('region', { name: 'Services' });
    await services.getByRole('button', { name: 'default/lonely no endpoints: no pod has the labels app=lonely' }).waitFor();
    await services.getByRole('button', { name: 'default/wrong no endpoints: its pod is not ready' }).waitFor();
    await services.getByRole('button', { name: 'default/web 2 endpoints: 2 ready, 2 serving' }).click();
    await expect.poll(() => marked().count()).toBe(2);
    await page
      .getByRole('button', { name: /^Pod web-.*, endpoint: ready, serving$/ })
      .first()
      .waitFor();
    expect(parameters()).toEqual({ services: '1', service: 'default/web' });
    await lab.kubectl('scale deployment web --replicas=3');
    await services.getByRole('button', { name: 'default/web 3 endpoints: 3 ready, 3 serving' }).waitFor();
    await expect.poll(() => marked().count()).toBe(3);
    await page.reload();
    await expect.poll(() => marked().count()).toBe(3);
    await page.getByRole('checkbox', { name: 'Services' }).uncheck();
    await expect.poll(async () => [await marked().count(), parameters()]).toEqual([0, {}]);
  });

  test('owners group their pods, and are followed only while they are shown', async () => {
    const { page } = watched;
    const follows = () => requested.filter((path) => /\/(?:replicasets|jobs)$/.test(path)).length;
    expect(follows()).toBe(0);
    await page.getByRole('checkbox', { name: 'Owners' }).check();
    const owners = page.getByRole('region', { name: 'Owners' });
    await owners.getByRole('button', { name: 'CronJob tick 1 of 1 ready' }).waitFor();
    expect(follows()).toBeGreaterThan(1);
    await owners.getByRole('button', { name: 'Deployment web 3 of 3 ready' }).click();
    await expect.poll(() => marked().count()).toBe(3);
    expect(parameters()).toEqual({ owners: '1', owner: 'Deployment/default/web' });
    await expect
      .poll(() => page.locator('.owned', { hasText: 'Without an owner' }).locator('.pod').allTextContents())
      .toEqual([expect.stringMatching(/^wrong/)]);
    expect(watched.errors).toEqual([]);
  });
});
