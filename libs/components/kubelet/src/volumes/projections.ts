import type { ServiceAccountTokenProjection, VolumeProjection } from '@klockwork/kubernetes-types';
import { writeAtomically } from './atomic-writer.ts';
import { downwardPayload } from './downward-payload.ts';
import { memorySize } from './empty-dir.ts';
import { configMapPayload, secretPayload } from './object-payloads.ts';
import { giveAllToGroup, giveToGroup, userOf } from './ownership.ts';
import type { Payload, PayloadFile } from './payload.ts';
import { type MountedVolume, VolumeError, type VolumePlugin, type VolumeView } from './volume-plugin.ts';

const DEFAULT_MODE = 0o644;
/** Mode of the folder: upstream uses a file system in memory. */
const FOLDER_MODE = 0o1777;

/** A ConfigMap as files on the node's disk, unlike the other projections. Models `pkg/volume/configmap`. */
const configMap: VolumePlugin = {
  source: 'configMap',
  folderName: 'kubernetes.io~configmap',
  references: ({ configMap: source }) => (source?.name ? [{ kind: 'configmap', name: source.name }] : []),
  setUp: ({ configMap: source = {} }, view) => show(configMapPayload(source, source.defaultMode ?? DEFAULT_MODE, view.data), view),
};

/** A Secret as files. Models `pkg/volume/secret`. */
const secret: VolumePlugin = {
  source: 'secret',
  folderName: 'kubernetes.io~secret',
  references: ({ secret: source }) => (source?.secretName ? [{ kind: 'secret', name: source.secretName }] : []),
  setUp: ({ secret: { secretName, defaultMode = DEFAULT_MODE, ...wanted } = {} }, view) =>
    showInMemory(secretPayload({ ...wanted, name: secretName ?? '' }, defaultMode, view.data), view),
};

/** The pod's own fields as files. Models `pkg/volume/downwardapi`. */
const downwardAPI: VolumePlugin = {
  source: 'downwardAPI',
  folderName: 'kubernetes.io~downward-api',
  setUp: ({ downwardAPI: { items = [], defaultMode = DEFAULT_MODE } = {} }, view) =>
    showInMemory(downwardPayload(items, defaultMode, view), view),
};

/** Several of these in one folder, and the token of the pod's account. Models `pkg/volume/projected`. */
const projectedPlugin: VolumePlugin = {
  source: 'projected',
  folderName: 'kubernetes.io~projected',
  references: ({ projected: source }) => (source?.sources ?? []).flatMap(referencesOf),
  tokens: ({ projected: source }) => (source?.sources ?? []).flatMap(({ serviceAccountToken: token }) => token ?? []),
  setUp(volume, view) {
    const { sources = [], defaultMode = DEFAULT_MODE } = volume.projected ?? {};
    const problems: string[] = [];
    const payload = new Map<string, PayloadFile>();
    for (const source of sources) {
      try {
        for (const [path, file] of sourcePayload(source, defaultMode, view)) payload.set(path, file);
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        problems.push(error.message);
      }
    }
    if (problems.length > 0) throw new VolumeError(problems.length === 1 ? `${problems[0]}` : `[${[...new Set(problems)].join(', ')}]`);
    return showInMemory(payload, view);
  },
};

function referencesOf({ configMap: map, secret: key }: VolumeProjection) {
  return [
    ...(map?.name ? [{ kind: 'configmap', name: map.name } as const] : []),
    ...(key?.name ? [{ kind: 'secret', name: key.name } as const] : []),
  ];
}

function sourcePayload(source: VolumeProjection, mode: number, view: VolumeView): Payload {
  if (source.configMap) return configMapPayload(source.configMap, mode, view.data);
  if (source.secret) return secretPayload(source.secret, mode, view.data);
  if (source.downwardAPI) return downwardPayload(source.downwardAPI.items ?? [], mode, view);
  if (source.serviceAccountToken) return tokenPayload(source.serviceAccountToken, mode, view);
  if (source.clusterTrustBundle) throw new VolumeError('clusterTrustBundle projections are not supported by this node');
  return new Map();
}

/** A token belongs to the user of the pod alone, if there is one; `fsGroup` then adds its group. */
function tokenPayload(source: ServiceAccountTokenProjection, mode: number, { tokens, pod }: VolumeView): Payload {
  const uid = userOf(pod);
  const isPrivate = uid !== undefined || pod.spec?.securityContext?.fsGroup !== undefined;
  return new Map([[source.path, { bytes: tokens(source), mode: isPrivate ? 0o600 : mode, ...(uid !== undefined && { uid }) }]]);
}

/** Shows a payload in memory of the node, whose size is that of an emptyDir in memory. Throws VolumeError for too large a payload. */
function showInMemory(payload: Payload, view: VolumeView): MountedVolume {
  const bytesMax = memorySize(undefined, view);
  const bytes = [...payload.values()].reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > bytesMax) throw new VolumeError(`write ${view.folder}: no space left on device`);
  const isNew = !view.files.exists(view.folder);
  view.mountMemory(bytesMax);
  return show(payload, view, isNew);
}

/** Writes new content at the next access: every pod has such a folder, and few are read. */
function show(payload: Payload, { files, folder, now, pod }: VolumeView, isNew = !files.exists(folder)): MountedVolume {
  const to = { pod, readOnly: true };
  files.makeFolders(folder, 0o755);
  files.changeMode(folder, FOLDER_MODE);
  giveToGroup(files, folder, to);
  const write = () => {
    if (writeAtomically(files, folder, payload, now)) giveAllToGroup(files, folder, to);
  };
  if (isNew) files.fillLate(folder, { folders: 1 }, write);
  else write();
  return { path: folder, readOnly: true };
}

/** Volume plugins whose content follows their sources while the pod runs. */
export const projections: readonly VolumePlugin[] = [configMap, secret, downwardAPI, projectedPlugin];
