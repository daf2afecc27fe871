/**
 * Loaded into every Node process by NODE_OPTIONS: whatever wants to reach another machine is written to the file that
 * TELEWIDE_NETWORK_NOTES names, and fails. Pipes and sockets of this machine's own file system are left alone.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse(what) {
  appendFileSync(process.env.TELEWIDE_NETWORK_NOTES, `${process.argv[1]}: ${what}\n`);
  throw new Error(`The network was asked for: ${what}`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [first] = given.flat();
  const path = typeof first === 'object' ? first?.path : typeof first === 'string' ? first : undefined;
  if (typeof path !== 'string') refuse(`connect ${JSON.stringify(first)}`);
  return connect.apply(this, given);
};
dgram.Socket.prototype.send = (...given) => refuse(`send ${given.slice(-2).join(' ')}`);
dgram.Socket.prototype.connect = (...given) => refuse(`connect ${given.slice(0, 2).join(' ')}`);
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse']) {
  dns[name] = (host) => refuse(`${name} ${host}`);
  dns.promises[name] = async (host) => refuse(`${name} ${host}`);
}
globalThis.fetch = async (address) => refuse(`fetch ${address}`);
syncBuiltinESMExports();
