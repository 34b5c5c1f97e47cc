import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectl } from '@klockwork/kubectl-tool';
import { klockwork } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from './lab-of-spec.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));
const guide = readFileSync(new URL('../../docs/guides/drills.md', import.meta.url), 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-guide-'));
  symlinkSync(kubectl('1.35'), join(folder, 'kubectl'));
  writeFileSync(join(folder, 'power-cut.yaml'), /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '');
});
afterAll(async () => {
  await klockwork(['drill', 'end', '--play', join(folder, '.klockwork-play')]);
  rmSync(folder, { recursive: true, force: true });
});

/** Returns the commands of a section of the guide. */
function commandsOf(section: string): readonly string[] {
  const text = guide.split(/^##+ /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return (/```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '').trim().split('\n');
}

/** Runs commands in one shell, in which `npx klockwork` is this project. Returns the exit code of each, and all output. */
async function run(commands: readonly string[]): Promise<{ readonly codes: readonly string[]; readonly output: string }> {
  const lines = commands.map((line) => line.replace(/^npx klockwork/, `"${process.execPath}" "${main}"`));
  const script = lines.map((line) => `${line}\necho "$?" >> codes\n`).join('');
  rmSync(join(folder, 'codes'), { force: true });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, KLOCKWORK_DATA: lab.data };
  const output = await new Promise<string>((resolve) => {
    const options = { cwd: folder, env: { ...env, KUBECONFIG: join(lab.data, 'kubeconfig') } };
    execFile('sh', ['-c', script], options, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
  return { codes: readFileSync(join(folder, 'codes'), 'utf8').trim().split('\n'), output };
}

test('the commands of a run work, with the exit codes of verdicts', async () => {
  const { codes, output } = await run(commandsOf('Run').map((line) => line.replace('--repeat 100', '--repeat 2')));
  // Without a solution, the loss of a node is not survived.
  expect({ codes, output: output.slice(0, 40) }).toEqual({
    codes: ['0', '1', '0', '0', '1', '1', '1', '0'],
    output: expect.stringMatching(/^bad-image /),
  });
});

test('a result of a passed drill is written for CI', async () => {
  const { codes, output } = await run(commandsOf('Results'));
  expect([codes, output]).toEqual([['0'], '']);
  expect(readFileSync(join(folder, 'power-cut.xml'), 'utf8')).toMatch(/<testsuite name="power-cut" tests="\d+" failures="0"/);
});

test('the commands of drills as objects work on a lab', async () => {
  const { codes, output } = await run(commandsOf('Drills as objects'));
  expect(codes).toEqual(['0', '0', '0', '0']);
  expect(output).toMatch(/^drill\.klockwork\.dev\/power-cut created\n/);
  expect(output).toMatch(/\npower-cut +Passed +\d+ +Completed /);
});

test('the commands of a play repair its cluster', async () => {
  const { codes, output } = await run(commandsOf('Play'));
  expect(codes).toEqual(['0', '0', '0', '0', '0', '0', '0']);
  expect(output).toContain('deployment.apps/web rolled back\n');
  expect(output).toMatch(/^Passed: \d+ points/m);
});
