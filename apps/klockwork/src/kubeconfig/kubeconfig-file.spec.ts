import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kubeconfigFiles, kubeconfigToMergeInto, rewriteKubeconfig } from './kubeconfig-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-kubeconfig-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('KUBECONFIG names the files; the default is the file in the home folder', () => {
  expect(kubeconfigFiles({ KUBECONFIG: '/a::/b:/a' })).toEqual(['/a', '/b']);
  expect(kubeconfigFiles({})).toEqual([join(homedir(), '.kube/config')]);
  expect(kubeconfigFiles({ KUBECONFIG: '' })).toEqual([join(homedir(), '.kube/config')]);
});

test('the first file that is there takes new entries, else the last', () => {
  const [none, there] = [join(folder, 'none'), join(folder, 'there')];
  expect(kubeconfigToMergeInto({ KUBECONFIG: `${none}:${there}` })).toBe(there);
  writeFileSync(none, '');
  expect(kubeconfigToMergeInto({ KUBECONFIG: `${none}:${there}` })).toBe(none);
});

test('a missing file is created, readable by its owner only', () => {
  const file = join(folder, 'deep/config');
  expect(rewriteKubeconfig(file, (text) => `${text}new`)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['config']);
});

test('a link stays a link, and a file that was open to all is closed', () => {
  const [file, link] = [join(folder, 'real'), join(folder, 'link')];
  writeFileSync(file, 'old');
  chmodSync(file, 0o644);
  symlinkSync(file, link);
  rewriteKubeconfig(link, (text) => `${text} and new`);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('old and new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('nothing to change leaves the file', () => {
  const file = join(folder, 'config');
  writeFileSync(file, 'old');
  expect(rewriteKubeconfig(file, () => undefined)).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test('a file that another program changes is left alone', () => {
  const file = join(folder, 'config');
  writeFileSync(`${file}.lock`, '');
  expect(() => rewriteKubeconfig(file, () => 'new')).toThrow(
    `${file} is being changed by another program: remove ${file}.lock if none runs`,
  );
  expect(readdirSync(folder)).toEqual(['config.lock']);
});

test('a folder in the place of the file is refused by name', () => {
  expect(() => rewriteKubeconfig(folder, () => 'new')).toThrow(`cannot write ${folder} (EISDIR)`);
});
