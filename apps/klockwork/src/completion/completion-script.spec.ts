import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { program } from '../program.ts';
import { commandWords } from './command-words.ts';
import { completionScript } from './completion-script.ts';

const words = commandWords(program());

/** Returns the words that bash offers for the last word of a line. */
function offered(line: string): string[] {
  const typed = line.split(' ');
  const script = `${completionScript('bash', words)}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _klockwork; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', ...typed], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

test.each([
  ['klockwork st', ['status', 'start-node']],
  ['klockwork clock ', ['rate', 'pause', 'resume', 'advance', 'step']],
  ['klockwork clock a', ['advance']],
  ['klockwork clock advance --un', ['--until-idle', '--until']],
  ['klockwork log -o ', ['wide', 'json', 'yaml']],
  ['klockwork log -n shop --output j', ['json']],
  ['klockwork log --color a', ['auto', 'always']],
  ['klockwork up --profile r', ['realistic']],
  ['klockwork completion ', ['bash', 'zsh', 'fish']],
  ['klockwork --ver', ['--version']],
  ['klockwork log -n ', []],
])('bash completes "%s" with %j', (line, completions) => {
  expect(offered(line)).toEqual(completions);
});

test('bash completes the data folder with folders', () => {
  expect(offered('klockwork up --data /us')).toEqual(['/usr']);
});

test('zsh runs the functions of bash', () => {
  expect(completionScript('zsh', words)).toBe(
    `#compdef klockwork\nautoload -U +X bashcompinit && bashcompinit\n${completionScript('bash', words)}`,
  );
});

test('fish has a line for each command and each option', () => {
  const lines = completionScript('fish', words).split('\n');
  expect(lines).toContain("complete -c klockwork -n '__fish_use_subcommand' -a down -d 'Stop the lab of this data folder in order'");
  expect(lines).toContain(
    "complete -c klockwork -n '__fish_seen_subcommand_from log' -s o -l output -r -a 'wide json yaml' -d 'more columns, or each event whole'",
  );
  expect(lines).toContain(
    `complete -c klockwork -n '__fish_seen_subcommand_from clock; and __fish_seen_subcommand_from pause' -l data -r -a '(__fish_complete_directories)' -d 'data folder of the lab (default: .klockwork, or KLOCKWORK_DATA)'`,
  );
});

test('every command is known, each before its subcommands', () => {
  expect(words.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['', 'up', 'log', 'clock', 'clock advance', 'kubeconfig', 'completion']),
  );
  expect(words.findIndex(({ path }) => path === 'clock')).toBeLessThan(words.findIndex(({ path }) => path === 'clock advance'));
});
