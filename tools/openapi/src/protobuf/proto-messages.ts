/** Field of a message, as a proto file declares it. */
export interface ProtoField {
  readonly number: number;
  readonly name: string;
  readonly container: 'one' | 'list' | 'map';
  /** Scalar such as `int32`, or the short name of a message: `core.v1.Pod`. For maps: type of the values. */
  readonly type: string;
}

const SCALARS: ReadonlySet<string> = new Set(['double', 'int64', 'uint64', 'int32', 'bool', 'string', 'bytes', 'uint32']);

/** Packages of proto files, and their short names in our table. */
const PREFIXES: readonly (readonly [string, string])[] = [
  ['k8s.io.apimachinery.pkg.apis.meta.', 'meta.'],
  ['k8s.io.apimachinery.pkg.api.resource', 'resource'],
  ['k8s.io.apimachinery.pkg.util.intstr', 'intstr'],
  ['k8s.io.apimachinery.pkg.runtime', 'runtime'],
  ['k8s.io.apiextensions_apiserver.pkg.apis.', ''],
  ['k8s.io.kube_aggregator.pkg.apis.', ''],
  ['k8s.io.api.', ''],
];

const COMMENT = /\/\/[^\n]*/g;
const MESSAGE = /^message (\w+) \{(.*?)^\}/gms;
const FIELD = /^\s*(?:(optional|repeated) ([.\w]+)|map<\w+, ([.\w]+)>) (\w+) = (\d+);/gm;

/** Returns the messages of a `generated.proto` of Kubernetes by short name. Throws for a file without a package. */
export function protoMessages(text: string): Map<string, readonly ProtoField[]> {
  const code = text.replace(COMMENT, '');
  const home = /^package ([.\w]+);/m.exec(code)?.[1];
  if (home === undefined) throw new Error('the proto file names no package');
  const typeOf = (type: string) => (SCALARS.has(type) ? type : shortName(type.startsWith('.') ? type.slice(1) : `${home}.${type}`));
  return new Map(
    [...code.matchAll(MESSAGE)].map(({ 1: message, 2: body = '' }) => [
      shortName(`${home}.${message}`),
      [...body.matchAll(FIELD)].map(([, rule, type, values, name = '', number]) => ({
        number: Number(number),
        name,
        container: values !== undefined ? 'map' : rule === 'repeated' ? 'list' : 'one',
        type: typeOf(values ?? type ?? ''),
      })),
    ]),
  );
}

function shortName(name: string): string {
  const [long, short] = PREFIXES.find(([prefix]) => name.startsWith(prefix)) ?? ['', ''];
  return short + name.slice(long.length);
}
