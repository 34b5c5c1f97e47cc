import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabFolder } from '../launcher/lab-folder.ts';
import { LabClient, Refusal } from './lab-client.ts';

let folder: LabFolder;
beforeEach(() => {
  folder = new LabFolder(mkdtempSync(join(tmpdir(), 'klockwork-client-')));
  folder.prepare();
});
afterEach(() => rmSync(folder.path, { recursive: true }));

/** Writes a kubeconfig with a dead port. */
async function writeKubeconfig(): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const cluster = { server: `https://127.0.0.1:${port}`, 'certificate-authority-data': '' };
  writeFileSync(folder.kubeconfig, JSON.stringify({ clusters: [{ cluster }], users: [{ user: { token: 't' } }] }));
}

/** A launcher that answers. */
async function startLauncher(): Promise<Server> {
  const launcher = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(launcher, 'listening');
  folder.claimLauncher({ pid: process.pid, port: (launcher.address() as AddressInfo).port, token: 't' });
  return launcher;
}

test('a folder without a lab is refused in a sentence', async () => {
  await expect(LabClient.connect(folder)).rejects.toThrow(`no lab runs on ${folder.path}: start one with "npx klockwork up"`);
});

test('a lab that was stopped, or that crashed, is refused in the same sentence', async () => {
  await writeKubeconfig();
  await expect(LabClient.connect(folder)).rejects.toThrow(`no lab runs on ${folder.path}: start one with "npx klockwork up"`);
});

test('an api-server that stays away while its launcher runs is named', async () => {
  await writeKubeconfig();
  const launcher = await startLauncher();
  await expect(LabClient.connect(folder, 0)).rejects.toThrow(
    `the api-server of the lab on ${folder.path} does not answer (ECONNREFUSED): see "npx klockwork status"`,
  );
  launcher.close();
});

test('the message of a refusal cannot drive a terminal or forge a line', () => {
  expect(new Refusal('no \u001b[31m\nklockwork: all is well', 400).message).toBe('no \\x1b[31m\\nklockwork: all is well');
});
