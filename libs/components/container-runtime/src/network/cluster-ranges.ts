/** Service IP of cluster DNS. No pod serves it: each node answers queries itself. */
export const CLUSTER_DNS = '10.96.0.10';

/** Address of clients outside the cluster: the machine of the lab in the network of the nodes. */
export const OUTSIDE = '172.18.255.254';

/** Returns whether an address belongs to the pod network, 10.244.0.0/14. */
export function isOfPods(address: string): boolean {
  return /^10\.24[4-7]\./.test(address);
}

/** Returns whether an address belongs to the Service range, 10.96.0.0/12. */
export function isOfServices(address: string): boolean {
  const [first, second] = address.split('.').map(Number);
  return first === 10 && second !== undefined && second >= 96 && second < 112;
}
