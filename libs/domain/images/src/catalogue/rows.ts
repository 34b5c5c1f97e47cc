import type { ImageDescription, ListenerDescription, ProgramDescription } from '../description/image-description.ts';
import { entrypoint, versioned } from './parts.ts';
import { versions } from './tags.ts';

/** Tags of images without listed releases: words, and anything with a digit. */
export const ANY_RELEASE = [
  '{latest,stable,main,master,edge,lts,nightly,dev}',
  '{alpine,slim,apache,fpm,cli,jdk,jre,dind,management,plain-text}{,-*}',
  '*[0-9]*',
];

/** Server image, as a row of the catalogue. */
export interface ServerRow {
  /** `memcached`, `quay.io/prometheus/prometheus`; several for an image that is published twice. */
  readonly image: string | readonly string[];
  /** Version of `latest`; the newest of each line where tags lead to several. */
  readonly newest: string | readonly string[];
  /** Tags; default: any release. */
  readonly tags?: readonly string[];
  /** Executable path in the image: `/bin/prometheus`. */
  readonly program: string;
  /** Default arguments of the image. */
  readonly command?: readonly string[];
  /** Entrypoint script, which prepends the program to arguments beginning with a dash. */
  readonly script?: string;
  /** Ports that speak what their client speaks, or listeners. */
  readonly ports?: readonly (number | ListenerDescription)[];
  /** Log lines at start. */
  readonly lines?: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly tools?: ImageDescription['tools'];
  readonly environment?: Readonly<Record<string, string>>;
  /** Exit code after TERM; default 0. */
  readonly exitCode?: number;
  /** A first process without a handler ignores TERM, and is killed after the grace period of its pod. */
  readonly ignoresTerm?: true;
  readonly requires?: ProgramDescription['requires'];
  /** Conditions of the start of its program. */
  readonly needs?: ProgramDescription['needs'];
  /** Text of its version, and the options that print it. */
  readonly version?: { readonly output: readonly string[]; readonly flags: readonly string[] };
  /** Further executables. */
  readonly programs?: Readonly<Record<string, ProgramDescription>>;
}

/** Descriptions of servers. Their undescribed programs run as stand-ins. */
export function servers(rows: readonly ServerRow[]): ImageDescription[] {
  return rows.flatMap((row) => (typeof row.image === 'string' ? [row.image] : row.image).map((image) => server(image, row)));
}

function server(image: string, row: ServerRow): ImageDescription {
  const {
    newest,
    program,
    command = [],
    script,
    ports = [],
    lines = [],
    user,
    workingDir,
    environment,
    exitCode,
    ignoresTerm,
    programs,
    needs,
    version,
  } = row;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const listens = ports.map((port) => (typeof port === 'number' ? { port, protocol: 'ANY' as const } : port));
  const programDescription: ProgramDescription = {
    ...(lines.length > 0 && { output: lines }),
    ...(listens.length > 0 && { listens }),
    ...(needs && { needs }),
    ...(exitCode !== undefined && { signals: { TERM: { exitCode } } }),
    ...(ignoresTerm && { signals: { TERM: { ignore: true } } }),
  };
  return {
    repository: fullName(image),
    tags: row.tags ?? ANY_RELEASE,
    versions: versions(typeof newest === 'string' ? [newest] : newest),
    entrypoint: script === undefined ? [program] : [script],
    ...(script === undefined ? command.length > 0 && { command } : { command: [program, ...command] }),
    ...(environment && { environment }),
    ...(user !== undefined && { user }),
    ...(workingDir !== undefined && { workingDir }),
    tools: row.tools ?? 'busybox',
    standIn: true,
    programs: {
      ...(script !== undefined && { [baseName(script)]: entrypoint(program, ...(row.requires ?? [])) }),
      [name]: version === undefined ? programDescription : versioned(programDescription, version.output, ...version.flags),
      ...programs,
    },
  };
}

/** Images with a shell or interpreter, which exit by default. */
export function systems(
  images: readonly string[],
  command: readonly string[],
  tools: ImageDescription['tools'] = 'gnu',
): ImageDescription[] {
  return images.map((image) => ({ repository: fullName(image), tags: ANY_RELEASE.concat('*'), command, tools, standIn: true }));
}

/** Stand-ins for known images without a description. */
export function standIns(images: readonly string[]): ImageDescription[] {
  return images.map((image) => ({ repository: fullName(image), tags: ['*'] }));
}

/** Adds the default registry. */
function fullName(image: string): string {
  const first = image.slice(0, Math.max(image.indexOf('/'), 0));
  if (first.includes('.')) return image;
  return first === '' ? `docker.io/library/${image}` : `docker.io/${image}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
