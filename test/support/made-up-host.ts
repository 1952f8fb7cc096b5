/**
 * A machine made of a folder: what lies in it is all that its /proc, /sys, /dev and /etc have to say.
 */
import type { Host } from '../../hil/host/host.js';
import { HostFiles } from '../../hil/host/host-files.js';

/** A machine with nothing on it but Node, unless told otherwise. */
export function madeUpHost({
  root = '/nowhere/at/all',
  commands = [],
  ...rest
}: Partial<Omit<Host, 'files' | 'hasCommand'>> & { root?: string; commands?: readonly string[] } = {}): Host {
  return {
    nodeVersion: 'v20.11.0',
    processors: 4,
    user: null,
    files: new HostFiles(root),
    hasCommand: (name) => commands.includes(name),
    succeeds: () => false,
    ...rest,
  };
}
