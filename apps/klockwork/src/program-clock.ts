import { type Command, Option } from 'commander';
import { clock, clockPause, clockRate, clockResume } from './commands/clock.ts';
import { clockAdvance, clockStep } from './commands/clock-advance.ts';
import { dataOption, pace, rate } from './program-options.ts';
import { refuseUnknownOptions, refuseUnknownSubcommands } from './unknown-words.ts';

/** Adds `klockwork clock` with subcommands. */
export function addClock(klockwork: Command): void {
  const group = klockwork
    .command('clock')
    .description("Show the lab's time, how fast it runs, what it waits for, and the timers that come next. Its subcommands change it.")
    .enablePositionalOptions()
    .addOption(dataOption())
    .option('--all', 'show timers of upkeep, too: leases, probes, resyncs')
    .addOption(new Option('-o, --output <format>', 'print the ClockReport for programs').choices(['json']))
    .addHelpText('after', CLOCK_HELP)
    .action(clock);
  refuseUnknownSubcommands(group);
  addRates(group);
  addAdvance(group);
}

const CLOCK_HELP = `
Examples:
  klockwork clock                     see what happens next, and for which object
  klockwork clock --all               upkeep too: leases, probes, resyncs
  klockwork clock pause               nothing happens any more; kubectl still answers
  klockwork clock advance 10m         ten minutes of the lab, in as little time as the work in them takes
  klockwork clock step                to the next timer that is work: a back-off, a grace period, an eviction

The same with kubectl: kubectl get clock lab; kubectl patch clock lab --type merge -p '{"spec":{"advance":"10m"}}'`;

const RATE_HELP = `
Above 60 a busy machine may not keep up, and timers come late: "clock advance" has no such limit.

Examples:
  klockwork clock rate 60      a minute of the lab each second
  klockwork clock rate 0.1     slow enough to watch a rollout
  klockwork clock rate 1       as fast as the wall clock`;

const PAUSE_HELP = `
Example:
  klockwork clock pause && kubectl get pods -o wide     look around; then: klockwork clock resume`;

const RESUME_HELP = `
Example:
  klockwork clock resume`;

const STEP_HELP = `
Examples:
  klockwork clock step                  to the next back-off, grace period or eviction
  klockwork clock step --limit 10m      but not further than ten minutes`;

function addRates(group: Command): void {
  group
    .command('rate')
    .description("Let the lab's time run r times as fast as yours: 60 makes its minute a second, 0.1 slows it down.")
    .argument('<r>', 'lab seconds a second of the host', rate)
    .addOption(dataOption())
    .addHelpText('after', RATE_HELP)
    .action(clockRate);
  group
    .command('pause')
    .description("Stop the lab's time. Requests are answered, but no timer fires: no probe, no back-off, no lease.")
    .addOption(dataOption())
    .addHelpText('after', PAUSE_HELP)
    .action(clockPause);
  group
    .command('resume')
    .description("Let the lab's time go on at the rate it had.")
    .addOption(dataOption())
    .addHelpText('after', RESUME_HELP)
    .action(clockResume);
}

const ADVANCE_HELP = `
Time jumps from timer to timer; each process has done all its work before the next jump, so everything comes exactly when it would have come.
Ctrl-C ends it at the next instant. Exit code 1: the limit came before what was waited for.

Examples:
  klockwork clock advance 10m
  klockwork clock advance --until-idle --limit 1h
  klockwork clock advance --until condition=Available deployment/web -n shop
  klockwork clock advance --until 'jsonpath={.status.phase}=Running' pod/web --limit 5m
  klockwork clock advance --until delete pod/web`;

function addAdvance(group: Command): void {
  const command = group
    .command('advance')
    .description("Wind the lab's time forward: by a length of time, until nothing is left to happen, or until something is so.")
    .argument('[words...]', 'how far (10m, 1h30m); with --until the object it is about (deployment/web)')
    .addOption(dataOption())
    .option('--until-idle', 'end it when no timer is left but upkeep: leases, probes, resyncs')
    .option(
      '--until <condition>',
      'end it when this is so, in the words of "kubectl wait --for": condition=Ready, delete, create, jsonpath=…',
    )
    .option('-n, --namespace <name>', 'the namespace of the object (default: default)')
    .option('--limit <duration>', 'how far at most, with --until and --until-idle (default: 1h)')
    .option('--max-rate <r>', 'no faster than so many lab seconds a second of the host, to watch it happen', pace)
    .addHelpText('after', ADVANCE_HELP)
    .action(clockAdvance);
  // "-5m" is an invalid duration, not an option.
  refuseUnknownOptions(command);
  group
    .command('step')
    .description("Wind the lab's time to the next timer that is work, and let what it starts come to rest.")
    .addOption(dataOption())
    .option('--limit <duration>', 'how far at most (default: 1h)')
    .addHelpText('after', STEP_HELP)
    .action(clockStep);
}
