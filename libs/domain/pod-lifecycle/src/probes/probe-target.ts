import type { Container, Probe } from '@klockwork/kubernetes-types';

/** Target of a probe: a command in the container, or a port. */
export type ProbeTarget =
  | { readonly type: 'exec'; readonly command: readonly string[] }
  | {
      readonly type: 'http';
      readonly host: string;
      readonly port: number;
      readonly url: string;
      readonly path: string;
      readonly tls: boolean;
    }
  | { readonly type: 'tcp'; readonly host: string; readonly port: number }
  | { readonly type: 'grpc'; readonly host: string; readonly port: number; readonly service: string }
  /** Unresolvable port, with upstream's error. */
  | { readonly type: 'nothing'; readonly error: string };

/** Resolves named ports, hosts and variables. Models `runProbe` of `pkg/kubelet/prober/prober.go`. */
export function probeTarget(probe: Probe, container: Container, podIP: string): ProbeTarget {
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec) return { type: 'exec', command: (exec.command ?? []).map((word) => withVariables(word, container)) };
  const port = portNumber(httpGet?.port ?? tcpSocket?.port ?? grpc?.port ?? 0, container);
  if (typeof port === 'string') return { type: 'nothing', error: port };
  const host = httpGet?.host || tcpSocket?.host || podIP;
  if (httpGet) return httpTarget(httpGet, host, port);
  return grpc ? { type: 'grpc', host, port, service: grpc.service ?? '' } : { type: 'tcp', host, port };
}

function httpTarget({ scheme, path = '/' }: NonNullable<Probe['httpGet']>, host: string, port: number): ProbeTarget {
  const rootedPath = path.startsWith('/') ? path : `/${path}`;
  const tls = scheme === 'HTTPS';
  return { type: 'http', host, port, tls, path: rootedPath, url: `${tls ? 'https' : 'http'}://${hostPort(host, port)}${rootedPath}` };
}

/** `10.244.1.3:80`, and `[fd00::1]:80`. */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Returns the number of a port, or the error text. Models `ResolveContainerPort` of `pkg/probe/util.go`. */
function portNumber(port: number | string, container: Container): number | string {
  const namedPort = container.ports?.find(({ name }) => name === port)?.containerPort;
  const number = namedPort ?? Number(port);
  if (!Number.isInteger(number)) return `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax`;
  return number > 0 && number < 65_536 ? number : `invalid port number: ${number}`;
}

/** Expands `$(NAME)` of variables with a literal value. Models `ExpandContainerCommandOnlyStatic`. */
function withVariables(word: string, { env = [] }: Container): string {
  return word.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (text, name: string | undefined) => {
    if (name === undefined) return '$';
    return env.find((variable) => variable.name === name && variable.valueFrom === undefined)?.value ?? text;
  });
}
