import type { Command } from '../call.ts';

/** `nslookup NAME`, in the words of BusyBox. */
export const nslookup: Command = async (call) => {
  const name = call.args.find((arg) => !arg.startsWith('-')) ?? '';
  const server = '10.96.0.10';
  const addresses = call.process.machine.resolve(name);
  await call.print(`Server:    ${server}\nAddress 1: ${server} kube-dns.kube-system.svc.cluster.local\n\n`);
  if (addresses === undefined) return call.complain(`can't resolve '${name}'`);
  return call.print(`Name:      ${name}\n${addresses.map((address, index) => `Address ${index + 1}: ${address}\n`).join('')}`);
};
