import { FileError, type Files, FileTree } from '@klockwork/files';
import type { Image, ResolvedImage, Tools } from '@klockwork/images';
import { toolNames } from '@klockwork/userland';
import { executableFile } from '../process/executable.ts';
import { IMAGE_CONTENTS } from './image-contents.ts';

/** Build date of images, used as modification time. */
const BUILT_AT = Date.UTC(2025, 10, 4);

const FOLDERS = ['/bin', '/dev', '/etc', '/home', '/mnt', '/opt', '/proc', '/root', '/run', '/sbin', '/srv', '/sys', '/usr', '/var'];
/** Additional Debian folders, and those merged into `/usr`. */
const DEBIAN_FOLDERS = ['/boot', '/media', '/usr/lib', '/usr/lib64'];
const BELOW = [
  '/sys/fs/cgroup',
  '/usr/bin',
  '/usr/sbin',
  '/usr/share',
  '/usr/local',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/var/lib',
  '/var/log',
  '/var/cache',
];
/** Programs in unusual locations. */
const PLACES: Readonly<Record<string, string>> = {
  'agnhost-2': '/agnhost-2',
  'consume-cpu': '/consume-cpu/consume-cpu',
  nginx: '/usr/sbin/nginx',
  'nginx-debug': '/usr/sbin/nginx-debug',
  bash: '/bin/bash',
};

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';
const GROUP = 'root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n';

export interface MountPoint {
  readonly path: string;
  readonly isFolder: boolean;
}

/** The root file systems of images: built once each, shared by all of their containers, of all nodes of a process, never changed. */
export class ImageFiles {
  readonly #families = new Map<Tools, FileTree>();
  readonly #images = new Map<string, FileTree>();
  readonly #withPoints = new Map<string, FileTree>();

  /** Sealed tree of an image as from {@link of}, plus missing mount points. */
  withMountPoints(image: ResolvedImage, variant: string | undefined, points: readonly MountPoint[]): FileTree {
    const key = JSON.stringify([image.imageId, variant, points]);
    const tree = this.#withPoints.get(key) ?? withMountPoints(this.of(image, variant), points);
    this.#withPoints.set(key, tree);
    return tree;
  }

  /** Sealed tree of an image; `variant` distinguishes pod-specific programs. */
  of(image: ResolvedImage, variant = ''): FileTree {
    const key = `${image.imageId} ${variant}`;
    const cachedTree = this.#images.get(key);
    if (cachedTree !== undefined) return cachedTree;
    const tree = imageTree(image, this.#family(image.image.tools));
    this.#images.set(key, tree);
    return tree;
  }

  #family(tools: Tools): FileTree {
    const tree = this.#families.get(tools) ?? familyTree(tools);
    this.#families.set(tools, tree);
    return tree;
  }
}

function withMountPoints(base: FileTree, points: readonly MountPoint[]): FileTree {
  const tree = new FileTree({ now: () => BUILT_AT, base });
  for (const { path, isFolder } of points) {
    try {
      if (!tree.root.exists(path)) tree.makeMountPoint(path, isFolder);
    } catch (error) {
      // Mounting reports the error.
      if (!(error instanceof FileError)) throw error;
    }
  }
  return tree.seal();
}

/** Base files of images by tool set: BusyBox, Debian, or nearly empty. */
function familyTree(tools: Tools): FileTree {
  const tree = new FileTree({ now: () => BUILT_AT });
  const files = tree.root;
  for (const path of [...FOLDERS, ...BELOW]) files.makeFolders(path, 0o755);
  if (tools === 'gnu') {
    for (const path of DEBIAN_FOLDERS) files.makeFolders(path, 0o755);
    for (const name of ['lib', 'lib64']) files.symbolicLink(`usr/${name}`, `/${name}`);
  }
  files.makeFolder('/tmp');
  files.changeMode('/tmp', 0o1777);
  for (const path of ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf']) files.write(path, '');
  files.write('/etc/passwd', PASSWD);
  // BusyBox's image has root in group wheel.
  files.write('/etc/group', tools === 'busybox' ? `${GROUP}wheel:x:10:root\n` : GROUP);
  files.symbolicLink('/proc/mounts', '/etc/mtab');
  const folder = tools === 'busybox' ? '/bin' : '/usr/bin';
  for (const name of toolNames(tools)) install(files, `${folder}/${name}`, `tool:${name}`);
  // Debian has merged its folders; scripts begin with #!/bin/sh everywhere.
  if (tools === 'gnu') for (const name of toolNames(tools)) files.symbolicLink(`/usr/bin/${name}`, `/bin/${name}`);
  if (tools === 'busybox') files.symbolicLink('/bin/env', '/usr/bin/env');
  return tree.seal();
}

function imageTree({ image, version }: ResolvedImage, base: FileTree): FileTree {
  const tree = new FileTree({ now: () => BUILT_AT, base });
  const files = tree.root;
  files.write('/etc/os-release', osRelease(image.repository, image.tools, version));
  const [releaseFile, release] = releaseOf(image.repository, image.tools, version);
  if (releaseFile !== '') files.write(releaseFile, `${release}\n`);
  const issue = issueOf(image.repository, image.tools, version);
  if (issue !== undefined) files.write('/etc/issue', issue);
  for (const name of Object.keys(image.programs)) install(files, placeOf(name, [...image.entrypoint, ...image.command]), `program:${name}`);
  for (const path of packageManagers(image)) install(files, path, `application:${path.slice(path.lastIndexOf('/') + 1)}`);
  addContents(files, image.repository, version);
  return tree.seal();
}

function addContents(files: Files, repository: string, version: string): void {
  const { files: contents = {}, scripts = [], folders = [], modes = {} } = IMAGE_CONTENTS[repository] ?? {};
  for (const path of folders) files.makeFolders(path, 0o755);
  for (const [path, content] of Object.entries(contents)) writeBelow(files, path, content.replaceAll('{{version}}', version));
  for (const path of scripts) {
    writeBelow(files, path, '#!/bin/sh\n');
    files.changeMode(path, 0o755);
  }
  for (const [path, mode] of Object.entries(modes)) files.changeMode(path, mode);
}

function writeBelow(files: Files, path: string, content: string): void {
  files.makeFolders(path.slice(0, path.lastIndexOf('/')) || '/', 0o755);
  files.write(path, content);
}

/** Package managers: Alpine's and Debian's. Those of stand-ins are unknown. */
function packageManagers({ repository, tools, isStandIn }: Image): readonly string[] {
  if (repository.endsWith('/alpine')) return ['/sbin/apk'];
  return tools === 'gnu' && !isStandIn ? ['/usr/bin/apt', '/usr/bin/apt-get', '/usr/bin/dpkg'] : [];
}

/** Path of a program in the image's entrypoint, or the usual folder for added programs. */
function placeOf(name: string, words: readonly string[]): string {
  return words.find((word) => word.startsWith('/') && word.endsWith(`/${name}`)) ?? PLACES[name] ?? `/usr/local/bin/${name}`;
}

function install(files: Files, path: string, program: string): void {
  writeBelow(files, path, executableFile(program));
  files.changeMode(path, 0o755);
}

/** Release file of a distribution and its content; none for BusyBox and Ubuntu. */
function releaseOf(repository: string, tools: Tools, version: string): readonly [file: string, release: string] {
  if (repository.endsWith('/alpine')) return ['/etc/alpine-release', version];
  return tools === 'gnu' && !repository.endsWith('/ubuntu') ? ['/etc/debian_version', '12.12'] : ['', ''];
}

/** Content of `/etc/issue`, with the escapes of agetty(8); undefined for BusyBox. */
function issueOf(repository: string, tools: Tools, version: string): string | undefined {
  if (repository.endsWith('/alpine')) {
    const [major, minor] = version.split('.');
    return `Welcome to Alpine Linux ${major}.${minor}\nKernel \\r on \\m (\\l)\n\n`;
  }
  if (repository.endsWith('/ubuntu')) return `Ubuntu ${version}${/[02468]\.04$/.test(version) ? ' LTS' : ''} \\n \\l\n\n`;
  return tools === 'gnu' ? 'Debian GNU/Linux 12 \\n \\l\n\n' : undefined;
}

function osRelease(repository: string, tools: Tools, version: string): string {
  if (repository.endsWith('/alpine'))
    return `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${version.split('.').slice(0, 2).join('.')}"\n`;
  if (repository.endsWith('/ubuntu'))
    return `PRETTY_NAME="Ubuntu ${version}"\nNAME="Ubuntu"\nVERSION_ID="${version}"\nID=ubuntu\nID_LIKE=debian\n`;
  if (tools === 'busybox') return 'NAME="Buildroot"\nID=buildroot\nPRETTY_NAME="Buildroot"\n';
  return 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nID=debian\n';
}
