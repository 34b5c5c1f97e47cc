import type { Definition } from '../definition.ts';
import { array, boolean, integer, listOf, map, objectWithSpec, string, struct, structField } from './fields.ts';

const PREFIX = 'dev.klockwork.v1alpha1';
const LINES = { type: 'string' };

/** Returns a list of references to a definition. */
function structs(description: string, name: string): Definition {
  return array(description, structField('', `${PREFIX}.${name}`));
}

/** Returns a map of references to a definition. */
function structMap(description: string, name: string): Definition {
  return map(description, structField('', `${PREFIX}.${name}`));
}

export const imageDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.Image`]: objectWithSpec({
    kind: 'Image',
    description: 'Image is a container image that pods of the lab can pull: its name, and what its programs do.',
    spec: structField('What the image is and does.', `${PREFIX}.ImageSpec`),
  }),
  [`${PREFIX}.ImageList`]: listOf('Image', `${PREFIX}.Image`),
  [`${PREFIX}.ImageSpec`]: struct(
    'ImageSpec says what an image is and does.',
    {
      repository: string(
        'The name to pull, without a tag: nginx, registry.example.com/shop/web; or a pattern: ghcr.io/**, *. The most specific wins.',
      ),
      tags: array('Which tags there are: names, or patterns with *, ?, [a-z], {a,b} and {1..9}. * when not given for a pattern.', LINES),
      variants: array('What may follow a tag, each after a dash, in any number and order: alpine, slim. Patterns as well.', LINES),
      size: string('How much is pulled: a quantity. 64Mi when not given.'),
      entrypoint: array('What is run unless the container has a command.', LINES),
      command: array('The arguments of the entrypoint unless the container has args.', LINES),
      environment: map('Variables that every container of the image has.', LINES),
      user: string('Who runs its processes: 1000, nginx, 1000:1000. Root when not given.'),
      workingDir: string('Where its processes start. The root folder when not given.'),
      stopSignal: string('The signal that asks a container to stop: SIGQUIT. SIGTERM when not given.'),
      exposedPorts: array('Ports that the image says it listens on. Nothing follows from them.', { type: 'integer', format: 'int64' }),
      versions: map('The version that a tag leads to, by tag without variants; "" is for tags that name none, such as latest.', LINES),
      tools: string('Which shell and commands it carries: none, busybox or gnu. busybox when not given.'),
      standIn: boolean(
        'Programs that are not described run as a stand-in, which follows the spec of the pod. True for an image without entrypoint, command and programs.',
      ),
      programs: structMap('What its executables do, by name without folder.', 'ImageProgram'),
    },
    ['repository'],
  ),
  [`${PREFIX}.ImageProgram`]: struct(
    'ImageProgram says what an executable does. It serves until it is signalled, unless it exits, runsArguments, runs a script, is a tool or has commands.',
    {
      startsIn: string('How long it takes until it listens and writes: 5s.'),
      output: array(
        'Lines it writes once it has started. {{hostname}}, {{version}}, {{image}}, {{argument}}, {{arguments}}, {{value:--name NAME}} and {{now:rfc3339}} are filled in.',
        LINES,
      ),
      logs: structs('Lines it writes over and over.', 'ImageLog'),
      listens: structs('Ports it listens on.', 'ImageListener'),
      signals: structMap(
        'How it takes signals, by name: TERM, INT, HUP, QUIT, USR1, USR2. TERM ends it with 0 when not given.',
        'ImageSignal',
      ),
      exits: structField('It ends by itself.', `${PREFIX}.ImageExit`),
      sends: string('Signal for the first process of the container: QUIT. Needs exits.'),
      needs: structs('Conditions of its start, in order.', 'ImageNeed'),
      failures: structs('How its runs fail, in order, counted from the first run of the container.', 'ImageFailure'),
      hangsAfter: string('From then on it answers nothing, writes nothing and takes no signal but KILL.'),
      cpu: structField('How much processor it wants: quantities such as 250m.', `${PREFIX}.ImageUse`),
      memory: structField('How much memory it has: quantities such as 64Mi.', `${PREFIX}.ImageUse`),
      runsArguments: boolean('It runs its arguments, as entrypoint scripts do.'),
      prepends: structField('Words that it puts before arguments that begin with a dash.', `${PREFIX}.ImagePrepend`),
      requires: structs('What it requires of the environment before it runs a program.', 'ImageRequirement'),
      script: string('Script for the shell of the image, with the name of the program as $0 and its arguments as $1 and so on.'),
      tool: string('It is a command of the tools under another name: sh, sleep.'),
      commands: structMap('Its first argument chooses what it does; "" is no argument.', 'ImageProgram'),
      otherwise: structField('What it does with a first argument that is no command.', `${PREFIX}.ImageProgram`),
    },
  ),
  [`${PREFIX}.ImagePrepend`]: struct(
    'ImagePrepend says what an entrypoint script puts before its arguments.',
    {
      words: array('The words: redis-server.', LINES),
      before: array('What the first argument begins or ends with: -*, *.conf. -* when not given.', LINES),
      beforeUnknown: boolean('Also before a first argument that is no executable of the image.'),
    },
    ['words'],
  ),
  [`${PREFIX}.ImageRequirement`]: struct(
    'ImageRequirement is what an entrypoint script requires before it runs a program.',
    {
      program: string('The program: postgres.'),
      anyOf: array(
        'Variables of which one must have a value: POSTGRES_PASSWORD, or a certain one: POSTGRES_HOST_AUTH_METHOD=trust.',
        LINES,
      ),
      unless: array('Arguments with which nothing is required: --version.', LINES),
      output: array('Lines it writes to its error output otherwise.', LINES),
      exitCode: integer('What it ends with otherwise. 1 when not given.'),
    },
    ['program', 'anyOf'],
  ),
  [`${PREFIX}.ImageNeed`]: struct(
    'ImageNeed is a condition of the start of a program: exactly one of file, host and option. Without it the program ends.',
    {
      file: string('Path that must exist: /etc/app/tls.crt, {{value:--tls-cert}}. An empty path needs nothing.'),
      host: string('Name that must have an address: hello.'),
      option: string('Option that must have a value: --target.'),
      values: array("Beginnings or ends of the option's value in any case: deployment/*. Every value when not given.", LINES),
      output: array('Lines it writes to its error output otherwise.', LINES),
      exitCode: integer('Its exit code otherwise. 1 when not given.'),
    },
  ),
  [`${PREFIX}.ImageLog`]: struct(
    'ImageLog is a line that is written again and again.',
    { every: string('How often: 10s.'), line: string('The line.'), stream: string('stdout or stderr. stdout when not given.') },
    ['every', 'line'],
  ),
  [`${PREFIX}.ImageListener`]: struct(
    'ImageListener is a port and what it answers. Times count from the start of the program.',
    {
      port: integer('The port.'),
      portFrom: array('Options (--port) and variables (PORT) that another port may come from.', LINES),
      protocol: string('HTTP, HTTPS, GRPC, REDIS, TCP, or ANY, which speaks what its client speaks. HTTP when not given.'),
      opensAfter: string('Until then connections are refused.'),
      hangsAfter: string('From then on connections are taken and nothing is answered.'),
      answers: structs('What paths answer. Without any every path is 200; with some, others are 404.', 'ImageAnswer'),
      folder: string('The files of this folder are what other paths answer: /usr/share/nginx/html.'),
      takes: string('How long each HTTP request takes one processor: 60ms.'),
      server: string('What the server calls itself in its answers.'),
      log: string(
        'A line that is written for each HTTP request, with {{client}}, {{request}}, {{status}}, {{size}}, {{agent}}, {{requests}}, {{uptime}} filled in.',
      ),
      services: map('What gRPC health checks say of services: SERVING or NOT_SERVING. "" is the server.', LINES),
    },
    ['port'],
  ),
  [`${PREFIX}.ImageAnswer`]: struct(
    'ImageAnswer is what a path answers from some time on.',
    {
      path: string('The path, without a query: /healthz. /* is all paths that have no other answer.'),
      after: string('From when on, until another answer to the same path follows.'),
      status: integer('The HTTP status. 200 when not given.'),
      body: string('The body.'),
    },
    ['path'],
  ),
  [`${PREFIX}.ImageSignal`]: struct('ImageSignal says how a signal is taken.', {
    ignore: boolean('It writes its output and goes on.'),
    after: string('How long it takes to end.'),
    exitCode: integer('What it ends with. 0 when not given.'),
    output: array('Lines it writes then.', LINES),
  }),
  [`${PREFIX}.ImageExit`]: struct('ImageExit says how a program ends by itself.', {
    after: string('When. At once when not given.'),
    code: integer('The exit code. 0 when not given.'),
  }),
  [`${PREFIX}.ImageFailure`]: struct('ImageFailure says how runs of a program fail.', {
    after: string('When. At once when not given.'),
    exitCode: integer('The exit code. 1 when not given.'),
    times: integer('How many runs. All further ones when not given.'),
    output: array('Lines it writes before it ends.', LINES),
  }),
  [`${PREFIX}.ImageUse`]: struct('ImageUse says how much of a resource is used over time.', {
    base: string('From the start on.'),
    growth: string('More each second.'),
    upTo: string('Where growth ends.'),
    spikes: structs('More for a while.', 'ImageSpike'),
  }),
  [`${PREFIX}.ImageSpike`]: struct(
    'ImageSpike is more for a while, once or again and again.',
    {
      at: string('When it first begins. At once when not given.'),
      for: string('How long it lasts.'),
      every: string('How often it comes again. Never when not given.'),
      amount: string('How much more.'),
    },
    ['for', 'amount'],
  ),
};
