import type { Command } from 'commander';
import { expect, it } from 'vitest';
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
  ['clock step --data there', 'step', [], { data: 'there' }],
  ['up --behind 1h30m --rate 60', 'up', [], { behind: 5_400_000, rate: 60 }],
  ['up --node-memory 16Gi --node-pods 250 --zones a,b', 'up', [], { nodeMemory: '16Gi', nodePods: 250, zones: ['a', 'b'] }],
];
it.each(lines)('understands "%s"', async (line, command, args, options) => {
  expect(await parsed(line)).toEqual({ command, args, options });
});
