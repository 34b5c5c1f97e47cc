import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabFolder, labFolder } from './lab-folder.ts';

let root: string;
let folder: LabFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'klockwork-folder-'));
  folder = new LabFolder(join(root, 'lab'));
  folder.prepare();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const FIRST = { pid: 1, port: 2, token: 'first' };
const SECOND = { pid: 3, port: 4, token: 'second' };

describe('the data folder', () => {
  it('is what was asked for, else what the environment says, else .klockwork here', () => {
    vi.stubEnv('KLOCKWORK_DATA', '/from/environment');
    expect(labFolder('/asked').path).toBe('/asked');
    expect(labFolder(undefined).path).toBe('/from/environment');
    vi.stubEnv('KLOCKWORK_DATA', undefined);
    expect(labFolder(undefined).path).toBe(resolve('.klockwork'));
  });

  it('is for its owner alone, and making it twice is harmless', () => {
    folder.prepare();
    expect(readdirSync(folder.path)).toEqual(['logs', 'run']);
    expect(['', 'logs', 'run'].map((part) => statSync(join(folder.path, part)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  });

  it('that cannot be one is refused in a line', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => new LabFolder(join(root, 'file')).prepare()).toThrow(
      `cannot write to the data folder ${join(root, 'file')} (EEXIST): choose another with --data`,
    );
    writeFileSync(join(root, 'lab', 'run', 'x'), '');
    rmSync(join(root, 'lab', 'logs'), { recursive: true });
    writeFileSync(join(root, 'lab', 'logs'), '');
    expect(() => folder.prepare()).toThrow(/\(EEXIST\): choose another with --data$/);
  });

  it('forgets a lab, but not who runs it', () => {
    for (const file of ['events.db', 'events.db-wal', 'kubeconfig', 'kept.yaml', 'run/nats.secret', 'logs/broker.log'])
      writeFileSync(join(folder.path, file), '');
    mkdirSync(join(folder.path, 'pki'));
    folder.writeMemory({ nodes: 3, port: 6443, profile: 'fast', labAt: 5 });
    folder.claimLauncher(FIRST);
    folder.wipe();
    expect(readdirSync(folder.path, { recursive: true }).sort()).toEqual(['kept.yaml', 'logs', 'run', 'run/launcher.json']);
    expect([folder.readMemory(), folder.readLauncher()]).toEqual([undefined, FIRST]);
  });
});

describe('the memory of a lab', () => {
  it('is there at the next start', () => {
    expect(folder.readMemory()).toBeUndefined();
    folder.writeMemory({ nodes: 3, agents: 2, port: 6443, profile: 'fast', labAt: 5 });
    expect(folder.readMemory()).toEqual({ nodes: 3, agents: 2, port: 6443, profile: 'fast', labAt: 5 });
  });

  it('that is damaged is none', () => {
    for (const text of ['', '{"nodes": 3, "po']) {
      writeFileSync(join(folder.path, 'run', 'lab.json'), text);
      expect(folder.readMemory()).toBeUndefined();
    }
  });
});

describe('the note of the launcher', () => {
  it('is one, for its owner alone, however many want it', () => {
    expect([folder.claimLauncher(FIRST), folder.claimLauncher(SECOND)]).toEqual([true, false]);
    expect(folder.readLauncher()).toEqual(FIRST);
    expect(readdirSync(join(folder.path, 'run'))).toEqual(['launcher.json']);
    expect(statSync(join(folder.path, 'run', 'launcher.json')).mode & 0o777).toBe(0o600);
  });

  it('is removed by who made it, and never another’s', () => {
    folder.claimLauncher(FIRST);
    folder.forgetLauncher(SECOND);
    expect(folder.readLauncher()).toEqual(FIRST);
    folder.forgetLauncher(FIRST);
    folder.forgetLauncher(FIRST);
    expect(folder.readLauncher()).toBeUndefined();
    expect(folder.claimLauncher(SECOND)).toBe(true);
  });
});
