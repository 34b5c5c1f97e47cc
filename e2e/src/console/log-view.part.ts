import { beforeAll, describe, expect, test } from 'vitest';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

describe('the log of the console', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    await lab.kubectl('create deployment web --image=nginx --replicas=1');
    await lab.kubectl('rollout status deployment web');
    await lab.kubectl('scale deployment web --replicas=2');
    await lab.kubectl('create deployment wrong --image=nosuch.example/x');
    await lab.kubectl('create secret generic key --from-literal=word=hidden-word');
    watched = await open(browser, await signInLink(lab));
  });

  const rows = () => watched.page.locator('.log-table tbody tr:not(.gap)');
  const change = () => watched.page.getByRole('article');

  async function show(query: string): Promise<void> {
    const { page } = watched;
    await page.goto(`${new URL(page.url()).origin}/log?${query}`);
    await rows().first().waitFor();
  }

  test('a change shows its object before and after', async () => {
    await show('kind=deploy&name=web&type=Deployment*');
    await rows().filter({ hasText: 'DeploymentScaled' }).getByRole('link').click();
    const field = change().getByRole('row', { name: /^spec\.replicas/ });
    await field.waitFor();
    expect(await field.getByRole('cell').allTextContents()).toEqual(['1', '2']);
    expect(watched.page.url()).toMatch(/[?&]event=\d+/);
    await watched.page.reload();
    await field.waitFor();
  });

  test('a new object is shown whole, and a Secret is not', async () => {
    await show('type=DeploymentCreated&name=wrong');
    await rows().getByRole('link').click();
    await change().getByText('The object was created:').waitFor();
    expect(await change().locator('pre').textContent()).toContain('nosuch.example/x');
    await show('kind=secrets&name=key');
    await rows().getByRole('link').click();
    await change().getByText('The values of this object are confidential.').waitFor();
    expect(await watched.page.textContent('body')).not.toContain('hidden-word');
  });

  test('filters and columns stand in the address', async () => {
    const { page } = watched;
    await show('');
    await page.getByText('More filters, columns').click();
    await page.getByRole('textbox', { name: 'Kinds, such as pods,deploy' }).fill('pods');
    await page.getByRole('checkbox', { name: 'Only trouble' }).check();
    await expect.poll(() => rows().first().textContent()).toContain('pods/default/wrong');
    await page.getByRole('checkbox', { name: 'Cause' }).uncheck();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Revision', 'Lab time', 'Change', 'Object', 'By']);
    await expect.poll(() => page.url()).toMatch(/kind=pods/);
    await page.getByRole('textbox', { name: 'Kinds, such as pods,deploy' }).fill('nonsense');
    await page.getByText(`the server doesn't have a resource type "nonsense"`).waitFor();
  });

  test('older changes are read on demand, and few rows are drawn', async () => {
    const { page } = watched;
    await show('upkeep=1');
    const read = page.getByText(/changes are read, from revision/);
    await read.waitFor();
    await page.getByRole('button', { name: 'Older changes' }).click();
    await page.getByText('The log has no older ones.').waitFor();
    expect(await read.textContent()).toContain('from revision 1.');
    expect(await rows().count()).toBeLessThan(80);
  });

  test('a moment of the past is compared with the present', async () => {
    const { page } = watched;
    const { metadata } = await lab.get('deployment wrong');
    await lab.kubectl('scale deployment web --replicas=3');
    await lab.kubectl('delete deployment wrong');
    await page.goto(`${new URL(page.url()).origin}/compare`);
    await page.getByRole('textbox', { name: /^Moment/ }).fill(metadata.resourceVersion);
    await page.getByRole('button', { name: 'Compare with now' }).click();
    await page.getByText('− deleted deployments/default/wrong').waitFor();
    await page.getByText('~ changed deployments/default/web').click();
    const field = page.getByRole('row', { name: /^spec\.replicas/ });
    expect(await field.getByRole('cell').allTextContents()).toEqual(['2', '3']);
    expect(page.url()).toContain(`/compare?at=${metadata.resourceVersion}`);
    await page.getByRole('region', { name: 'Past' }).getByRole('button', { name: 'Back to the present' }).click();
    await page.getByText('npx klockwork fork --data other --up').waitFor();
  });

  test('no script failed, and no policy was violated', () => {
    expect(watched.errors).toEqual([]);
  });
});
