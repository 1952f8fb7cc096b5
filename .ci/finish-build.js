/**
 * What the compiler leaves undone, after `tsc -p tsconfig.build.json`.
 *
 * 1. Rigs, scenarios, tables and C sources lie beside the code that reads them; they are copied to the same
 *    place under dist/, so that `new URL('../rigs/', import.meta.url)` is right from the source and from dist.
 * 2. The command is made executable and linked as `node_modules/.bin/ironbird`, so that `npx ironbird` in a
 *    clone starts this very build. Without the link npx finds the package too, but only by installing it into
 *    its own cache, which takes seconds and stays broken once it was tried before a build.
 */
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const builtFolders = ['firmware', 'sensors', 'actuators', 'hil', 'test/bench'];
const command = join(root, 'dist/hil/cli/main.js');
const link = join(root, 'node_modules/.bin/ironbird');

for (const folder of builtFolders) {
  const source = join(root, folder);
  if (!existsSync(source)) continue;
  cpSync(source, join(root, 'dist', folder), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path),
  });
}

chmodSync(command, 0o755);
if (process.platform !== 'win32' && existsSync(join(root, 'node_modules'))) {
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../../dist/hil/cli/main.js', link);
}
