import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { program } from './program.ts';

/** The command that a line calls, by name, with its arguments and options. */
async function parsed(line: string): Promise<unknown> {
  const root = program();
  let called: unknown;
  const listen = (command: Command) => {
    command.action(() => {
      called = { command: command.name(), args: command.args, options: command.opts() };
    });
    command.commands.forEach(listen);
  };
  root.commands.forEach(listen);
  await root.parseAsync(['node', 'klockwork', ...line.split(' ')]);
  return called;
}

const lines: [string, string, string[], object][] = [
  ['clock -o json --data there', 'clock', [], { output: 'json', data: 'there' }],
  ['clock rate 60 --data there', 'rate', ['60'], { data: 'there' }],
  ['clock pause --data there', 'pause', [], { data: 'there' }],
  ['clock advance 10m --data there --max-rate 3600', 'advance', ['10m'], { data: 'there', maxRate: 3_600 }],
  [
    'clock advance --until condition=Available deployment/web -n shop --limit 5m',
    'advance',
    ['deployment/web'],
    { until: 'condition=Available', namespace: 'shop', limit: '5m' },
  ],
  ['clock advance -5m --data there', 'advance', ['-5m'], { data: 'there' }],
  ['up --system-pods', 'up', [], { systemPods: true }],
  ['up --autoscale 3..10', 'up', [], { autoscale: { min: 3, max: 10 } }],
  ['up --scheduler-config s.yaml', 'up', [], { schedulerConfig: 's.yaml' }],
  ['up --images any', 'up', [], { images: 'any' }],
  ['images -o yaml', 'list', [], { output: 'yaml' }],
  ['images allow ghcr.io/** --data there', 'allow', ['ghcr.io/**'], { data: 'there' }],
  ['images add shop:1.0 --port 80 --port 81 --line up --exits 3', 'add', ['shop:1.0'], { port: [80, 81], line: ['up'], exits: 3 }],
  ['images from -f a.yaml -f - --dry-run', 'from', [], { filename: ['a.yaml', '-'], dryRun: true }],
  ['verify --data there', 'verify', [], { data: 'there' }],
  ['repair --from lab.jsonl', 'repair', [], { from: 'lab.jsonl' }],
  ['clock step --data there', 'step', [], { data: 'there' }],
  ['up --behind 1h30m --rate 60', 'up', [], { behind: 5_400_000, rate: 60 }],
  ['up --node-memory 16Gi --node-pods 250 --zones a,b', 'up', [], { nodeMemory: '16Gi', nodePods: 250, zones: ['a', 'b'] }],
];
test.each(lines)('the command line parses "%s"', async (line, command, args, options) => {
  expect(await parsed(line)).toEqual({ command, args, options });
});

/** Commands that people see, with their paths. */
function visibleCommands(command: Command, path = ''): [string, Command][] {
  const shown = command.createHelp().visibleCommands(command);
  return command.commands
    .filter((one) => shown.includes(one))
    .flatMap((one): [string, Command][] => [[`${path}${one.name()}`, one], ...visibleCommands(one, `${path}${one.name()} `)]);
}

test.each(visibleCommands(program()))('the help of "%s" shows a use of it', (path, command) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  const [, examples = ''] = help.split(/^Examples?:$/m);
  expect(examples).toContain(`  klockwork ${path.replace(/ list$/, '')}`);
});

test('the version is that of the repository', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(program().version()).toBe(manifest.version);
});

/** Returns the output of a rejected command line. */
async function refusal(words: readonly string[]): Promise<string> {
  const root = program();
  let printed = '';
  const listen = (command: Command) => {
    command.exitOverride().configureOutput({ writeErr: (text) => (printed += text) });
    command.commands.forEach(listen);
  };
  listen(root);
  await expect(root.parseAsync(['node', 'klockwork', ...words])).rejects.toThrow(/^error: unknown (command|option) /);
  return printed;
}

/** A command or an option without its last letter but one. */
const mistyped = (word: string) => `${word.slice(0, -2)}${word.slice(-1)}`;

test.each(visibleCommands(program()))('the command "%s" is suggested where it is mistyped', async (path) => {
  const words = path.split(' ');
  const name = words.pop() as string;
  expect(await refusal([...words, mistyped(name)])).toMatch(new RegExp(`Did you mean (one of .*)?\\b${name}\\b`));
});

const longOptions = visibleCommands(program()).flatMap(([path, { options }]) => {
  const needed = options.filter(({ mandatory }) => mandatory).map(({ long }) => ` ${long} x`);
  return options.flatMap(({ long }): [string, string][] => (typeof long === 'string' ? [[long, `${path}${needed.join('')}`]] : []));
});
test.each(longOptions)('the option %s of "%s" is suggested where it is mistyped', async (option, path) => {
  expect(await refusal([...path.split(' '), mistyped(option)])).toMatch(new RegExp(`Did you mean (one of .*)?${option}\\b`));
});

test('a subcommand of a group is not taken for an argument too many', async () => {
  expect(await refusal(['clock', 'paus'])).toBe('error: unknown command \'paus\'\n(Did you mean pause?)\n(see "klockwork --help")\n');
});
