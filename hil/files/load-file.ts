/**
 * A file checked against a schema, or an InputError that names everything wrong with it.
 *
 *   path ──► source-text (bounded) ──► document (YAML, JSON) ──► schema-problems (zod) ──► value
 *
 * Checks that need more than a schema (a fault that names a channel which the scheme does not have) are done by
 * whoever owns the file's meaning, on the parsed document, and join the same list: see `hil/rig/rig-file.ts`.
 */
import type { z } from 'zod';
import { parseDocumentText, type ParsedDocument } from './document.js';
import { InputError, type Problem } from './problem.js';
import { checkSchema, type LocatedProblem } from './schema-problems.js';
import { readSourceText } from './source-text.js';

/** Reads and parses a file without checking its content. */
export function readDocument(path: string): ParsedDocument {
  return parseDocumentText(readSourceText(path), { name: path });
}

/** Throws all problems of a document, in the order of its lines; does nothing where there are none. */
export function throwProblems(document: ParsedDocument, found: readonly LocatedProblem[]): void {
  const place = ({ path, line }: Problem): string => `${line} ${path}`;
  const known = new Set(document.problems.map(place));
  const located = found
    .map(
      ({ at, unknownKey: _, ...problem }): Problem => ({
        ...problem,
        line: problem.line ?? document.lineOf(at),
      }),
    )
    .filter((problem) => problem.path === '' || !known.has(place(problem)));
  const problems = [...document.problems, ...located];
  if (problems.length === 0) return;
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  throw new InputError(document.name, problems);
}

/** The checked content of a parsed document. */
export function checkDocument<T>(document: ParsedDocument, schema: z.ZodType<T>): T {
  if (document.data === null) throw new InputError(document.name, [{ path: '', message: 'is empty' }]);
  const result = checkSchema(schema, document.data);
  throwProblems(document, result.problems);
  return result.value as T;
}

/** The checked content of a text. `name` names it in messages, and its ending chooses the format. */
export function parseText<T>(text: string, { name, schema }: { name: string; schema: z.ZodType<T> }): T {
  return checkDocument(parseDocumentText(text, { name }), schema);
}

/** The checked content of a file. Throws InputError for whatever is wrong, the file's absence included. */
export function loadFile<T>({ path, schema }: { path: string; schema: z.ZodType<T> }): T {
  return checkDocument(readDocument(path), schema);
}
