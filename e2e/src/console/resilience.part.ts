import type { WebSocketRoute } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { open, type WatchedPage } from './browser.ts';
import { browser, lab } from './console-of-spec.ts';
import { signInLink } from './sign-in.ts';

describe('an open page', () => {
  let watched: WatchedPage;
  /** Open sockets of watches of pods. */
  const sockets = new Set<WebSocketRoute>();

  beforeAll(async () => {
    watched = await open(browser, await signInLink(lab));
    await watched.page.routeWebSocket(/\/api\/v1\/pods\?.*watch=1/, (socket) => {
      const server = socket.connectToServer();
      sockets.add(socket);
      server.onClose((code, reason) => {
        sockets.delete(socket);
        void socket.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
      });
    });
    await watched.page.reload();
    await live();
  });

  const live = () => watched.page.getByText('live', { exact: true }).waitFor({ timeout: 60_000 });

  /** Creates a pod and waits for it on the page. */
  async function seen(name: string): Promise<void> {
    await lab.kubectl(`run ${name} --image=nginx`);
    await watched.page.getByRole('button', { name: new RegExp(`^Pod ${name}: Running`) }).waitFor({ timeout: 60_000 });
  }

  async function kill(service: string): Promise<void> {
    const { services } = await lab.status();
    process.kill(services.find(({ name }) => name === service)?.pid ?? 0, 'SIGKILL');
  }

  test('a page goes on after a dropped socket', async () => {
    await expect.poll(() => sockets.size).toBe(1);
    for (const socket of sockets) await socket.close({ code: 1_012 });
    sockets.clear();
    await seen('dropped');
    await live();
  });

  test('a page lists again after an outdated watch', async () => {
    await expect.poll(() => sockets.size).toBe(1);
    const [socket] = sockets;
    socket?.send(Buffer.from(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`));
    sockets.clear();
    await seen('outdated');
    await live();
  });

  test('a page is behind while the server is silent', async () => {
    const { page } = watched;
    const clock = '**/klockwork/v1/clock';
    await page.route(clock, () => {});
    await page.getByText(/^behind (?:[3-9]|\d{2,}) s$/).waitFor();
    await page.unroute(clock);
    await live();
  });

  test('an open page survives the broker', async () => {
    await kill('broker');
    await seen('broker');
    await live();
  });

  test('an open page survives the api-server', async () => {
    // Begins before the kill: the text goes with the restart.
    const lost = watched.page.getByText(/^lost for/).waitFor();
    await Promise.all([lost, kill('api-server')]);
    await live();
    await seen('server');
  });
});
