/**
 * YAML or JSON text as plain data, with the line of everything in it.
 *
 *   text ── tokens counted ── composed ── walked ──► data, lines, problems
 *
 * YAML here is its core schema and nothing else: no tags, anchors or aliases (one alias can stand for a billion
 * nodes), no second document, no duplicate keys, no `__proto__`. The tree is walked by hand because the
 * library's own conversion would resolve what is to be refused. JSON is checked by the engine's strict parser
 * first and then takes the same walk, which gives it line numbers and catches the duplicates that `JSON.parse`
 * swallows.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { refuseNesting } from './nesting.js';
import { formatPath, InputError, type Problem } from './problem.js';

const DEPTH_MAX = 32;
/** Of a malformed text, the first so many complaints are worth reading. */
const ERRORS_MAX = 20;

const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** A text's content. `problems` are those that left the rest readable; the data is without the refused parts. */
export interface ParsedDocument {
  readonly name: string;
  readonly data: unknown;
  readonly problems: readonly Problem[];
  /** Line of a value, or of the nearest thing around it that has one. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

class Walk {
  readonly problems: Problem[] = [];
  readonly lines = new Map<string, number>();
  private readonly counter: LineCounter;

  constructor(counter: LineCounter) {
    this.counter = counter;
  }

  private refuse(node: Node, path: PropertyKey[], message: string, hint?: string): void {
    this.problems.push({ path: formatPath(path), message, line: this.line(node), hint });
  }

  private line(node: Node): number {
    return this.counter.linePos(node.range?.[0] ?? 0).line;
  }

  value(node: Node | null, path: PropertyKey[]): unknown {
    if (node === null) return null;
    if (!this.lines.has(formatPath(path))) this.lines.set(formatPath(path), this.line(node));
    if (isAlias(node)) {
      this.refuse(node, path, `is an alias (*${node.source}), which is not allowed`, 'write the value out');
      return undefined;
    }
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.refuse(node, path, `has an anchor (&${anchor}), which is not allowed`);
    if (node.tag !== undefined) this.refuse(node, path, `has a tag (${node.tag}), which is not allowed`);
    if (isScalar(node)) return this.scalar(node.value, node, path);
    if (path.length >= DEPTH_MAX) {
      this.refuse(node, path, `is nested deeper than ${DEPTH_MAX} levels`);
      return undefined;
    }
    if (isSeq(node)) return node.items.map((item, i) => this.value(item as Node | null, [...path, i]));
    if (isMap(node)) return this.map(node.items as { key: Node | null; value: Node | null }[], path);
    return undefined;
  }

  private scalar(value: unknown, node: Node, path: PropertyKey[]): unknown {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.problems.push({
        path: formatPath(path),
        value,
        message: 'is not a finite number',
        line: this.line(node),
      });
    }
    return value;
  }

  private map(pairs: readonly { key: Node | null; value: Node | null }[], path: PropertyKey[]): object {
    const data: Record<string, unknown> = {};
    for (const { key, value } of pairs) {
      if (!isScalar(key) || !['string', 'number', 'boolean'].includes(typeof key.value)) {
        if (key !== null) this.refuse(key, path, 'has a key that is not a name or number');
        continue;
      }
      const name = String(key.value);
      const inside = [...path, name];
      if (key.anchor !== undefined || key.tag !== undefined) {
        this.refuse(key, inside, 'has an anchor or tag on its key, which is not allowed');
      }
      if (FORBIDDEN_KEYS.includes(name)) this.refuse(key, inside, 'is not an allowed key');
      else if (Object.hasOwn(data, name)) this.refuse(key, inside, 'is a duplicate key', 'keep one of them');
      else {
        this.lines.set(formatPath(inside), this.line(key));
        data[name] = this.value(value, inside);
      }
    }
    return data;
  }
}

/** Where JSON.parse stopped, as a line; its messages carry a position in some engines only. */
function jsonProblem(text: string, error: unknown): Problem {
  const message = (error as Error).message;
  const position = /position (\d+)/.exec(message);
  const line = position === null ? undefined : text.slice(0, Number(position[1])).split('\n').length;
  return { path: '', message: `is not valid JSON: ${message}`, line };
}

/** Parses by the ending of `name`: `.json` strictly as JSON, all else as YAML. Throws InputError where nothing can be read. */
export function parseDocumentText(text: string, { name }: { name: string }): ParsedDocument {
  const refuse = (...problems: Problem[]) => new InputError(name, problems);
  let source = text;
  if (/\.json$/i.test(name)) {
    try {
      JSON.parse(text);
    } catch (error) {
      throw refuse(jsonProblem(text, error));
    }
    // JSON has no raw tabs inside strings, and YAML dislikes them as indentation.
    source = text.replaceAll('\t', ' ');
  }
  const nesting = refuseNesting(source, { depthMax: DEPTH_MAX });
  if (nesting !== undefined) throw refuse({ path: '', message: nesting });

  const counter = new LineCounter();
  const document = parseDocument(source, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: counter,
  });
  if (document.errors.length > 0) {
    const problems = new Map<string, Problem>();
    for (const { code, message, pos } of document.errors.slice(0, ERRORS_MAX)) {
      const { line } = counter.linePos(pos[0]);
      const several = code === 'MULTIPLE_DOCS';
      const text = several ? 'holds several documents; one is allowed' : `is malformed: ${message}`;
      problems.set(`${line} ${text}`, { path: '', line, message: text });
    }
    throw refuse(...problems.values());
  }
  const walk = new Walk(counter);
  const data = walk.value(document.contents, []);
  return {
    name,
    data,
    problems: walk.problems,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const line = walk.lines.get(formatPath(path.slice(0, length)));
        if (line !== undefined) return line;
      }
      return undefined;
    },
  };
}
