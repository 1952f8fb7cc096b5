/**
 * What a board on a serial port needs from this machine.
 *
 *   /dev/serial/by-id/usb-FTDI_…-if00-port0 ──link──► ttyUSB0        a name that survives replugging
 *   /sys/bus/usb-serial/devices/ttyUSB0/latency_timer      16        ms the adapter waits for more bytes
 *
 * Sixteen milliseconds of a frame of twenty are gone before the first byte is handed over; one is the least there is.
 * Names of devices are written by whoever made them: they are shown, and never reach a command to paste.
 */
import { type Finding, finding } from './finding.js';
import type { Host } from './host.js';

/** The group that owns serial ports: Debian's and Fedora's name, then Arch's. */
const SERIAL_GROUPS = ['dialout', 'uucp'];
const LATENCY_MS_WANTED = 1;
const SHOWN_MAX = 8;
const ADAPTERS = '/sys/bus/usb-serial/devices';

export function findSerial(host: Host): Finding[] {
  return [findUdevadm(host), findGroup(host), findDevices(host), findLatency(host)];
}

function findUdevadm(host: Host): Finding {
  if (host.hasCommand('udevadm')) return finding('udevadm', 'good', { found: 'there' });
  const fix = ['install udev: ports are listed with it'];
  return finding('udevadm', 'lacking', { found: 'not there', fix });
}

function findGroup({ user, files }: Host): Finding {
  if (user === null) return finding('serial-group', 'unknown', { found: 'this system has no groups' });
  if (user.id === 0) return finding('serial-group', 'good', { found: 'root may open every port' });
  const entries = (files.text('/etc/group') ?? '').split('\n').map((line) => line.split(':'));
  const entry = SERIAL_GROUPS.map((name) => entries.find((fields) => fields[0] === name)).find(
    (fields) => fields !== undefined,
  );
  if (entry === undefined || !/^\d{1,10}$/.test(entry[2] ?? '')) {
    return finding('serial-group', 'unknown', { found: `no group ${SERIAL_GROUPS.join(' or ')}` });
  }
  const [name, , id, members = ''] = entry;
  if (user.groups.includes(Number(id))) {
    return finding('serial-group', 'good', { found: `member of ${name}` });
  }
  if (user.name !== '' && members.split(',').includes(user.name)) {
    const fix = ['log out and in again'];
    return finding('serial-group', 'lacking', { found: `member of ${name}, but not since log-in`, fix });
  }
  const fix = [`sudo usermod -aG ${name} "$USER"`, 'then log out and in again'];
  return finding('serial-group', 'lacking', { found: `not a member of ${name}`, fix });
}

function findDevices({ files }: Host): Finding {
  const folder = '/dev/serial/by-id';
  const names = files.names(folder);
  if (names.length === 0) return finding('serial-devices', 'note', { found: 'none plugged in' });
  const shown = names
    .slice(0, SHOWN_MAX)
    .map((name) => `${name} (${files.linkName(`${folder}/${name}`) ?? 'no link'})`);
  const rest = names.length > SHOWN_MAX ? [`and ${names.length - SHOWN_MAX} more`] : [];
  return finding('serial-devices', 'good', { found: [...shown, ...rest].join(' ') });
}

function findLatency({ files }: Host): Finding {
  const timers = files
    .names(ADAPTERS)
    // Anything else in that folder is no port, and has no place in a command.
    .filter((name) => /^tty[A-Za-z0-9]{1,20}$/.test(name))
    .map((name) => ({ name, text: files.text(`${ADAPTERS}/${name}/latency_timer`) }))
    .filter(({ text }) => text !== null);
  if (timers.length === 0) return finding('latency-timer', 'note', { found: 'no adapter here has one' });
  const odd = timers.filter(({ text }) => !/^\d{1,3}$/.test(text ?? ''));
  if (odd.length > 0) {
    return finding('latency-timer', 'unknown', { found: `${odd[0].name} does not say it in ms` });
  }
  const shown = timers.slice(0, SHOWN_MAX).map(({ name, text }) => `${name} ${text} ms`);
  const rest = timers.length > SHOWN_MAX ? [`and ${timers.length - SHOWN_MAX} more`] : [];
  const found = [...shown, ...rest].join(', ');
  const slow = timers.filter(({ text }) => Number(text) > LATENCY_MS_WANTED);
  if (slow.length === 0) return finding('latency-timer', 'good', { found });
  const fix = [
    ...slow
      .slice(0, SHOWN_MAX)
      .map(({ name }) => `echo ${LATENCY_MS_WANTED} | sudo tee ${ADAPTERS}/${name}/latency_timer`),
    'for good, as /etc/udev/rules.d/99-ironbird.rules:',
    'SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR{latency_timer}="1"',
  ];
  return finding('latency-timer', 'lacking', { found, fix });
}
