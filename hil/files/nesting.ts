/**
 * A look at a file's tokens before anything recursive touches them.
 *
 * The parser composes nested collections by recursion, and a few thousand opening brackets exhaust the stack at
 * a place where the engine gives up the whole process, not just the call. The lexer is a loop; counting what it
 * yields bounds depth and amount while they are still only characters. A count of brackets in the raw text was
 * the alternative, and trips over brackets inside strings and comments.
 */
import { CST, Lexer } from 'yaml';

/** A 1 MB file of real content has fewer; a wall of quotes or brackets has more. */
const TOKENS_MAX = 400_000;
/** Deeper than any allowed nesting of blocks needs, and shallow enough for the parser's recursion. */
const INDENT_MAX = 256;

/** Why this text may not be parsed, or undefined where it may. `depthMax` counts collections in collections. */
export function refuseNesting(text: string, { depthMax }: { depthMax: number }): string | undefined {
  let tokens = 0;
  let depth = 0;
  let indicatorsOnLine = 0;
  let atLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > TOKENS_MAX) return `has more than ${TOKENS_MAX} tokens`;
    switch (CST.tokenType(token)) {
      case 'newline':
        indicatorsOnLine = 0;
        atLineStart = true;
        continue;
      case 'space':
        if (atLineStart && token.length > INDENT_MAX) return `is indented by more than ${INDENT_MAX} columns`;
        break;
      case 'flow-map-start':
      case 'flow-seq-start':
        depth++;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        depth--;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
        indicatorsOnLine++;
        break;
      default:
    }
    atLineStart = false;
    if (depth > depthMax || indicatorsOnLine > depthMax) return `is nested deeper than ${depthMax} levels`;
  }
  return undefined;
}
