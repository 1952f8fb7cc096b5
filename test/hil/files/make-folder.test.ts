import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { makeFolder } from '../../../hil/files/make-folder.js';
import { folder } from '../../support/scratch.js';

const codeOf = (path: string): string => {
  try {
    makeFolder(path);
    return '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
};

t.test('a folder is made with all above it, and one that is there is left alone', async (t) => {
  const path = join(folder, 'a', 'b', 'c');
  t.equal(codeOf(path), '');
  t.ok(statSync(path).isDirectory());
  writeFileSync(join(path, 'kept'), '');
  t.equal(codeOf(path), '');
  t.ok(existsSync(join(path, 'kept')));
  mkdirSync(join(folder, 'there'));
  t.equal(codeOf(join(folder, 'there')), '');
});

t.test('where a file stands in the way it says so', async (t) => {
  writeFileSync(join(folder, 'file'), '');
  t.match(codeOf(join(folder, 'file', 'x')), /^(EEXIST|ENOTDIR)$/);
  t.equal(codeOf(join(folder, 'file')), 'EEXIST');
});

t.test('where nothing can be made it ends', async (t) => {
  // A process file system answers a new folder with ENOENT; elsewhere nobody may make one at the root.
  t.match(codeOf('/proc/nothing-of-this-name/x'), /^E[A-Z]+$/);
});
