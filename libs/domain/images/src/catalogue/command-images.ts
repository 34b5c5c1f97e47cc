import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { ANY_RELEASE } from './rows.ts';
import { versions } from './tags.ts';

/** Undescribed programs run as stand-ins. */
const STAND_IN: ProgramDescription = { tool: 'stand-in' };

const GIT_VERSION: ProgramDescription = { output: ['git version {{version}}'], exits: {} };
const GIT: ProgramDescription = {
  commands: {
    '': { output: ['usage: git [-v | --version] <command> [<args>]'], exits: { code: 1 } },
    '--version': GIT_VERSION,
    '-v': GIT_VERSION,
  },
  otherwise: STAND_IN,
};

const CLIENT_VERSION: ProgramDescription = { output: ['Client Version: v{{version}}', 'Kustomize Version: v5.7.1'], exits: {} };
const KUBECTL: ProgramDescription = {
  commands: {
    '': { output: ['kubectl controls the Kubernetes cluster manager.'], exits: {} },
    version: { commands: { '--client': CLIENT_VERSION, '--client=true': CLIENT_VERSION }, otherwise: STAND_IN },
  },
  otherwise: STAND_IN,
};

/** Image with a single command as entrypoint. */
function commandImage(
  repository: string,
  entrypoint: string,
  [program, newest]: readonly [ProgramDescription, readonly string[]],
): ImageDescription {
  return {
    repository,
    tags: ANY_RELEASE.concat('*'),
    entrypoint: [entrypoint],
    standIn: true,
    versions: versions(newest),
    programs: { [entrypoint.slice(entrypoint.lastIndexOf('/') + 1)]: program },
  };
}

const KUBECTL_VERSIONS = ['1.35.0', '1.34.2', '1.33.6'];
const NETWORK_TOOLS = ['curl', 'dig', 'host', 'ss', 'netstat', 'nc'];

/** A small web server among the tools for networks: `title` begins its page. */
function multitool(repository: string, title: string): ImageDescription {
  return {
    repository,
    tags: ANY_RELEASE.concat('*'),
    entrypoint: ['/docker/entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    standIn: true,
    programs: {
      'entrypoint.sh': { runsArguments: true },
      nginx: {
        listens: [
          { port: 80, portFrom: ['HTTP_PORT'], server: 'nginx', answers: [{ path: '/', body: `${title} - {{hostname}} - {{address}}\n` }] },
          { port: 443, portFrom: ['HTTPS_PORT'], protocol: 'HTTPS' },
        ],
      },
      ...Object.fromEntries(NETWORK_TOOLS.map((name) => [name, { tool: name }])),
    },
  };
}

/** Images of one command, or of many for looking around. */
export const COMMAND_IMAGES: readonly ImageDescription[] = [
  commandImage('docker.io/alpine/git', 'git', [GIT, ['2.49.1', '2.47.2', '2.45.2']]),
  commandImage('docker.io/alpine/curl', 'curl', [{ tool: 'curl' }, ['8.17.0']]),
  commandImage('docker.io/bitnami/kubectl', 'kubectl', [KUBECTL, KUBECTL_VERSIONS]),
  commandImage('docker.io/rancher/kubectl', '/bin/kubectl', [KUBECTL, KUBECTL_VERSIONS]),
  commandImage('registry.k8s.io/kubectl', '/bin/kubectl', [KUBECTL, KUBECTL_VERSIONS]),
  multitool('docker.io/wbitt/network-multitool', 'WBITT Network MultiTool (with NGINX)'),
  multitool('docker.io/praqma/network-multitool', 'Praqma Network MultiTool (with NGINX)'),
];
