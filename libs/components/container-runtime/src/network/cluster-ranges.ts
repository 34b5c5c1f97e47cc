/** The cluster's name server. Nobody stands behind it: each node answers for it. */
export const CLUSTER_DNS = '10.96.0.10';

/** Whether an address is of the pods' network: 10.244.0.0/14. */
export function isOfPods(address: string): boolean {
  return /^10\.24[4-7]\./.test(address);
}

/** Whether an address is of the Services': 10.96.0.0/12. */
export function isOfServices(address: string): boolean {
  const [first, second] = address.split('.').map(Number);
  return first === 10 && second !== undefined && second >= 96 && second < 112;
}
