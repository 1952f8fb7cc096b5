import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { generateSecretFile, readSecretFile, readSecretVariable } from '../../../hil/keys/secret-file.js';
import { folder } from '../../support/scratch.js';

const DIGITS = '00112233445566778899aabbccddeeff'.repeat(2);
let files = 0;

/** A file of this content and mode. */
function fileOf(content: string, mode = 0o600): string {
  const path = join(folder, `secret-${++files}`);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

/** What a reader says to the user. */
function messageOf(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    const { name, message } = error as Error;
    return name === 'InputError' ? message : `${name} is no InputError: ${message}`;
  }
}

t.test(
  'a generated file is private whatever the umask, is read back, and differs from the next',
  async (t) => {
    const seen = new Set<string>();
    for (const mask of [0o000, 0o022, 0o277, 0o777]) {
      const path = join(folder, `generated-${mask}`);
      const before = process.umask(mask);
      generateSecretFile(path);
      process.umask(before);
      t.equal(statSync(path).mode & 0o777, 0o600);
      t.match(readFileSync(path, 'utf8'), /^ironbird-secret-1 [0-9a-f]{64}\n$/);
      t.equal(readSecretFile(path).length, 32);
      seen.add(readSecretFile(path).toString('hex'));
    }
    t.equal(seen.size, 4);
  },
);

t.test('a file that is there is not overwritten, nor written to through a link', async (t) => {
  const path = fileOf('mine');
  const link = join(folder, 'link');
  symlinkSync(join(folder, 'target-of-link'), link);
  for (const taken of [path, link]) {
    t.match(
      messageOf(() => generateSecretFile(taken)),
      /is there already and is not overwritten\. Hint: choose/,
    );
  }
  t.equal(readFileSync(path, 'utf8'), 'mine');
  t.match(
    messageOf(() => generateSecretFile(join(folder, 'no', 'such'))),
    /does not exist/,
  );
});

t.test('only mode 0600 is read', async (t) => {
  const content = `ironbird-secret-1 ${DIGITS}\n`;
  t.equal(readSecretFile(fileOf(content)).toString('hex'), DIGITS);
  for (const mode of [0o644, 0o640, 0o604, 0o660, 0o666, 0o700, 0o400, 0o601]) {
    const path = fileOf(content, mode);
    const shown = `0${mode.toString(8)}`;
    t.equal(
      messageOf(() => readSecretFile(path)),
      `${path}: mode = "${shown}" is not that of a private file (allowed: 0600). Hint: chmod 600 ${path}, and generate a new secret if others could read this one`,
    );
  }
});

t.test('what is no secret is refused, and the message shows nothing of it', async (t) => {
  const rows = [
    '',
    DIGITS,
    `ironbird-secret-1 ${DIGITS.slice(1)}`,
    `ironbird-secret-1 ${DIGITS}0`,
    `ironbird-secret-1 ${DIGITS.toUpperCase()}`,
    `ironbird-secret-2 ${DIGITS}`,
    `ironbird-secret-1 ${DIGITS}\n${DIGITS}\n`,
    `ironbird-secret-1 ${DIGITS}${'\n'.repeat(300)}x`,
    `ironbird-secret-1 g${DIGITS.slice(1)}`,
    `\0${DIGITS}`,
  ];
  for (const content of rows) {
    const message = messageOf(() => readSecretFile(fileOf(content)));
    t.match(message, /holds no secret in the form this program writes/);
    t.notMatch(message, /112233|AABBCC/i);
  }
});

t.test('a variable holds the digits alone, and what it holds instead is not shown', async (t) => {
  const name = 'IRONBIRD_TEST_SECRET';
  t.teardown(() => delete process.env[name]);
  process.env[name] = DIGITS;
  t.equal(readSecretVariable(name).toString('hex'), DIGITS);
  for (const content of [
    `ironbird-secret-1 ${DIGITS}`,
    DIGITS.slice(1),
    `${DIGITS}0`,
    DIGITS.toUpperCase(),
    ` ${DIGITS}`,
  ]) {
    process.env[name] = content;
    t.equal(
      messageOf(() => readSecretVariable(name)),
      `environment: ${name} is no secret; it is not shown (allowed: 64 hexadecimal digits, lower case)`,
    );
  }
  process.env[name] = '';
  t.match(
    messageOf(() => readSecretVariable(name)),
    /is not set/,
  );
  delete process.env[name];
  t.match(
    messageOf(() => readSecretVariable(name)),
    /is not set/,
  );
});

t.test(
  'what is no file is refused at once: nothing there, a folder, a device, a pipe nobody writes to',
  async (t) => {
    mkdirSync(join(folder, 'dir'));
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    t.match(
      messageOf(() => readSecretFile(join(folder, 'none'))),
      /does not exist/,
    );
    t.match(
      messageOf(() => readSecretFile(join(folder, 'dir'))),
      /is not a regular file|is a directory/,
    );
    t.match(
      messageOf(() => readSecretFile('/dev/zero')),
      /is not a regular file/,
    );
    t.match(
      messageOf(() => readSecretFile(join(folder, 'pipe'))),
      /is not a regular file/,
    );
  },
);
