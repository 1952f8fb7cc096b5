/**
 * The bench has failed: a full disk, a folder that may not be written to, a port that went away. Neither we nor what
 * the user wrote is wrong, so it is no InputError: exit code 3, and the same command may succeed a minute later.
 */

/** What a system call's code means, as a predicate. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would exceed the size limit',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'a part of the path is not a directory',
  EISDIR: 'it is a directory',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'it is a loop of symbolic links',
  EIO: 'input/output error',
  EMFILE: 'too many open files',
};

export class BenchError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BenchError';
  }
}

/** Runs something that touches the disk; what fails becomes a BenchError: `<path>: <what> (<reason>). Hint: <hint>`. */
export function onDisk<T>(
  touch: () => T,
  { path, what, hint }: { path: string; what: string; hint?: string | undefined },
): T {
  try {
    return touch();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const reason = REASONS[code] ?? `${code}: ${message}`;
    const advice = hint === undefined ? '' : `. Hint: ${hint}`;
    throw new BenchError(`${path}: ${what} (${reason})${advice}`, { cause });
  }
}
