import type { DnsRecord } from '@klockwork/networking';

/** Record data in zone file format: absolute names end with a dot. */
export function recordText(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
      return record.address;
    case 'CNAME':
    case 'PTR':
      return `${record.target}.`;
    case 'SRV':
      return `${record.priority} ${record.weight} ${record.port} ${record.target}.`;
    case 'SOA': {
      const { server, mailbox, serial, refresh, retry, expire, minimum } = record;
      return `${server}. ${mailbox}. ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
    }
  }
}
