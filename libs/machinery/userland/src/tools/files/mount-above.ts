/** Returns the mount that holds a real path: the last one with the longest path. `mounts` include the root. */
export function mountAbove<Mount extends { readonly path: string }>(mounts: readonly Mount[], path: string): Mount {
  const above = mounts.filter((mount) => mount.path === '/' || mount.path === path || path.startsWith(`${mount.path}/`));
  return above.reduce((best, mount) => (mount.path.length >= best.path.length ? mount : best));
}
