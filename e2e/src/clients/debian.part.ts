import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

/** Debian's clients, run with Debian's interpreters, and a command that detects each. */
const CLIENTS = [
  { client: 'python3-kubernetes', interpreter: '/usr/bin/python3', probe: ['-c', 'import kubernetes'], program: 'everyday.py' },
  { client: 'ruby-kubeclient', interpreter: '/usr/bin/ruby', probe: ['-rkubeclient', '-e', '0'], program: 'everyday.rb' },
] as const;

const TRANSCRIPTS = {
  'python3-kubernetes': [
    "listed ['py-a', 'py-b']",
    "patched {'more': '1', 'name': 'a'}",
    "watched [('ADDED', 'py-a'), ('ADDED', 'py-b'), ('DELETED', 'py-b')]",
    'ready 2',
    "ran ['err', 'out']",
    'scaled None',
    'found 1',
    'refused 404 Not Found',
    'left 0',
  ],
  'ruby-kubeclient': [
    'listed ["rb-a", "rb-b"]',
    'patched {:more=>"1", :name=>"a"}',
    'watched [["MODIFIED", "rb-a"], ["DELETED", "rb-b"]]',
    'found 1',
    'refused 404 pods "nope" not found',
    'left 0',
  ],
};

/** Output of a program, or the error of a failed or missing one. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string | Error> {
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve(error === null ? stdout : new Error(`${error.message}\n${stdout}${stderr}`)),
    );
  });
}

const installed = await Promise.all(CLIENTS.map(async ({ interpreter, probe }) => typeof (await run(interpreter, probe)) === 'string'));
CLIENTS.forEach(({ client }, index) => {
  if (!installed[index]) console.error(`SKIPPED: the everyday work of ${client}, which is not installed (apt-get install ${client}).`);
});

describe.skipIf(!installed.includes(true))('clients in other languages', () => {
  for (const [index, { client, interpreter, program }] of CLIENTS.entries()) {
    test.skipIf(!installed[index])(`${client} does its everyday work`, async () => {
      const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
      const output = await run(interpreter, [file], { ...process.env, KUBECONFIG: lab.kubeconfig });
      expect(String(output).trimEnd().split('\n')).toEqual(TRANSCRIPTS[client]);
    });
  }
});
