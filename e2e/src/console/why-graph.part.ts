import { beforeAll, describe, expect, test } from 'vitest';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

describe('the causes in the console', () => {
  let watched: WatchedPage;

  beforeAll(async () => {
    await lab.kubectl('create deployment web --image=nginx');
    await lab.kubectl('wait deployment/web --for=condition=Available');
    // The state, and thus the answer, stands still.
    await lab.klockwork('clock', 'pause');
    watched = await open(browser, await signInLink(lab));
  });

  const boxes = () => watched.page.locator('.graph .step');

  test('a pod opens its causes as a graph, with the answers of klockwork why', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^Pod web-.*: Running/ }).click();
    await page.getByRole('link', { name: 'Open as a graph' }).click();
    await page.waitForURL(/\/why\?of=pods\/default\/web-[^&]+&select=pods\/default\/web-[^&]+$/);
    const pod = new URL(page.url()).searchParams.get('of')?.split('/').at(-1) ?? '';
    await page.locator('.graph .question').first().waitFor();
    const { answers } = JSON.parse(await lab.klockwork('why', `pods/${pod}`, '-o', 'json')) as { answers: { question: string }[] };
    expect(await page.locator('.graph .question').allTextContents()).toEqual(answers.map(({ question }) => question));
  });

  test('more causes appear on demand, back to the request', async () => {
    const { page } = watched;
    const { revision } = await lab.event(({ type, data }) => type === 'PodStatusReported' && data.ready === true);
    await page.getByRole('searchbox', { name: 'Object or revision' }).fill(String(revision));
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByRole('button', { name: '+ 1 more cause' }).waitFor();
    expect(await boxes().count()).toBe(4);
    await page.getByRole('button', { name: 'Show all causes' }).click();
    const created = boxes().filter({ hasText: 'DeploymentCreated' });
    await created.waitFor();
    expect(await created.textContent()).toContain('on request: create');
  });

  test('a wrong image shows what would help', async () => {
    const { page } = watched;
    await lab.klockwork('clock', 'resume');
    await lab.kubectl('run wrong --image=nosuch.example/x');
    await lab.kubectl('wait pod/wrong --for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=ImagePullBackOff');
    await page.goto(`${new URL(page.url()).origin}/why?of=pods/default/wrong`);
    await page.getByRole('heading', { name: 'What would help' }).waitFor();
    await page.goBack();
  });

  test('a step leads to its object at its moment, and the graph stays', async () => {
    const { page } = watched;
    await boxes().filter({ hasText: 'PodCreated' }).getByRole('link').click();
    await page.waitForURL(/at=\d+&select=pods\/default\/web-[^&]+$/);
    await page.getByRole('region', { name: 'Past' }).waitFor();
    await page.getByText('Pending', { exact: true }).first().waitFor();
    await boxes().filter({ hasText: 'PodCreated' }).waitFor();
    await page.getByRole('button', { name: 'Back to the present' }).click();
  });

  test('the list has the same steps, and is the first form of a narrow page', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page.getByRole('region', { name: 'Causes' }).getByText('PodCreated').first().waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    await page.reload();
    await page.getByRole('region', { name: 'Causes' }).getByText('PodCreated').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1_280, height: 800 });
  });

  test('an unknown object is refused in the words of the server', async () => {
    const { page } = watched;
    await page.getByRole('searchbox', { name: 'Object or revision' }).fill('pods/default/nosuch');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('pods "nosuch" not found').waitFor();
    expect(watched.errors).toEqual([]);
  });
});
