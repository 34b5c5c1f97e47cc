import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../user-error.ts';
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
  test('the data folder is an option, else an environment variable, else .klockwork here', () => {
    vi.stubEnv('KLOCKWORK_DATA', '/from/environment');
    expect(labFolder('/asked').path).toBe('/asked');
    expect(labFolder(undefined).path).toBe('/from/environment');
    vi.stubEnv('KLOCKWORK_DATA', undefined);
    expect(labFolder(undefined).path).toBe(resolve('.klockwork'));
  });

  test('a data folder is private, and a second creation changes nothing', () => {
    folder.prepare();
    expect(readdirSync(folder.path)).toEqual(['logs', 'run']);
    expect(['', 'logs', 'run'].map((part) => statSync(join(folder.path, part)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  });

  test('an existing data folder with wider modes is private after a start, with its lab files', () => {
    const modes = (...names: string[]) => names.map((name) => (statSync(join(folder.path, name)).mode & 0o777).toString(8));
    mkdirSync(join(folder.path, 'pki'));
    const [files, folders] = [
      ['events.db', 'events.db-wal', 'events.db-shm', 'kubeconfig', 'kubeconfig.7.tmp', 'pki/ca.key', 'logs/a.log', 'run/lab.json'],
      ['', 'logs', 'pki', 'run'],
    ];
    for (const file of files) writeFileSync(join(folder.path, file), '', { mode: 0o644 });
    for (const one of folders) chmodSync(join(folder.path, one), 0o755);
    folder.prepare();
    expect([modes(...files), modes(...folders)]).toEqual([files.map(() => '600'), folders.map(() => '700')]);
  });

  test('a data folder with files of the user keeps all modes', () => {
    writeFileSync(join(folder.path, 'app.yaml'), '');
    writeFileSync(join(folder.path, 'events.db'), '');
    for (const [name, mode] of [
      ['', 0o755],
      ['app.yaml', 0o644],
      ['events.db', 0o644],
    ] as const)
      chmodSync(join(folder.path, name), mode);
    folder.prepare();
    expect(['', 'app.yaml', 'events.db'].map((name) => statSync(join(folder.path, name)).mode & 0o777)).toEqual([0o755, 0o644, 0o600]);
  });

  test.skipIf(!existsSync('/proc/self'))('a data folder below /proc is refused', () => {
    expect(() => new LabFolder('/proc/nope').prepare()).toThrow(
      new UserError('cannot write to the data folder /proc/nope (ENOENT): choose another with --data'),
    );
  });

  test.skipIf(!existsSync('/dev/full'))('a data folder on a full disk is refused, and the message names the remedy', () => {
    symlinkSync('/dev/full', join(folder.path, 'run', `trial.${process.pid}`));
    expect(() => folder.prepare()).toThrow(
      new UserError(
        `cannot write to the data folder ${folder.path} (ENOSPC): the disk is full: make room there, or choose another folder with --data`,
      ),
    );
  });

  test('an invalid data folder is rejected with one line', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => new LabFolder(join(root, 'file')).prepare()).toThrow(
      `cannot write to the data folder ${join(root, 'file')} (EEXIST): choose another with --data`,
    );
    writeFileSync(join(root, 'lab', 'run', 'x'), '');
    rmSync(join(root, 'lab', 'logs'), { recursive: true });
    writeFileSync(join(root, 'lab', 'logs'), '');
    expect(() => folder.prepare()).toThrow(/\(EEXIST\): choose another with --data$/);
  });

  test('a fresh start deletes the lab and keeps the note of its launcher', () => {
    for (const file of ['events.db', 'events.db-wal', 'events.db-head', 'kubeconfig', 'kept.yaml', 'run/bus-users.json', 'logs/broker.log'])
      writeFileSync(join(folder.path, file), '');
    mkdirSync(join(folder.path, 'pki'));
    folder.writeState({ nodes: 3, port: 6443, profile: 'fast', labAt: 5 });
    folder.claimLauncher(FIRST);
    folder.wipe();
    expect(readdirSync(folder.path, { recursive: true }).sort()).toEqual(['kept.yaml', 'logs', 'run', 'run/launcher.json']);
    expect([folder.readState(), folder.readLauncher()]).toEqual([undefined, FIRST]);
  });
});

describe('the stored state of a lab', () => {
  test('stored state survives until the next start', () => {
    expect(folder.readState()).toBeUndefined();
    folder.writeState({ nodes: 3, agents: 2, port: 6443, profile: 'fast', labAt: 5 });
    expect(folder.readState()).toEqual({ nodes: 3, agents: 2, port: 6443, profile: 'fast', labAt: 5 });
  });

  test('damaged state counts as missing', () => {
    for (const text of ['', '{"nodes": 3, "po']) {
      writeFileSync(join(folder.path, 'run', 'lab.json'), text);
      expect(folder.readState()).toBeUndefined();
    }
  });
});

describe('the note of the launcher', () => {
  test('only one of several launchers writes the note, which is private', () => {
    expect([folder.claimLauncher(FIRST), folder.claimLauncher(SECOND)]).toEqual([true, false]);
    expect(folder.readLauncher()).toEqual(FIRST);
    expect(readdirSync(join(folder.path, 'run'))).toEqual(['launcher.json']);
    expect(statSync(join(folder.path, 'run', 'launcher.json')).mode & 0o777).toBe(0o600);
  });

  test('a launcher removes its own note only', () => {
    folder.claimLauncher(FIRST);
    folder.forgetLauncher(SECOND);
    expect(folder.readLauncher()).toEqual(FIRST);
    folder.forgetLauncher(FIRST);
    folder.forgetLauncher(FIRST);
    expect(folder.readLauncher()).toBeUndefined();
    expect(folder.claimLauncher(SECOND)).toBe(true);
  });
});
