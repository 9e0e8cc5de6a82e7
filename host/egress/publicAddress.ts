import { BlockList, isIP } from "node:net";

/** IANA's special-purpose registries, IPv4: this network, private, shared (CGNAT), loopback, link-local (metadata), test, multicast, reserved. */
const SPECIAL_4 = blockList("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

/** All of IPv6 that is routed; everything else is loopback, mapped, translated, local, multicast or unassigned. */
const GLOBAL_6 = blockList("ipv6", [["2000::", 3]]);
/** What is special in it: protocols (Teredo), documentation, 6to4, AS112. */
const SPECIAL_6 = blockList("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
]);

/** Whether an address of the internet protocol belongs to the public internet. Text that is no address does not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !SPECIAL_4.check(address, "ipv4");
    case 6:
      return !address.includes("%") && GLOBAL_6.check(address, "ipv6") && !SPECIAL_6.check(address, "ipv6");
    default:
      return false;
  }
}

function blockList(
  family: "ipv4" | "ipv6",
  networks: readonly (readonly [net: string, prefix: number])[],
): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of networks) list.addSubnet(net, prefix, family);
  return list;
}
