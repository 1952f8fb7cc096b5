/**
 * A fault of a stratum with what it leaves open: its target's pattern, and a draw for each of its other keys.
 *
 *   sensor/{alpha,pitchRate}/{any}     one of two quantities; any channel, no two of a flight alike
 *   link/{any}/{split}                 from any computer to some of the others, not all
 *   computer/{0,1}   computer/{$who}   one of two; what the stratum drew as `who`
 *
 * Braces stand for a whole segment. What `{any}` means follows from the segment: a channel where the kind of target
 * has its channel, elsewhere any quantity, effector, motor or receiver.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { suggestion } from '../files/did-you-mean.js';
import type { FaultTemplate, TargetPart } from './campaign-spec.js';
import { type DrawContext, readDraw } from './draw-file.js';
import type { Draw, ReceiverCount } from './draw-spec.js';

type Meaning = 'channel' | 'quantity' | 'effector' | 'motor' | 'receivers';

/** By kind, what the segments after it name; a kind that is not listed names a channel. */
const SEGMENTS: Readonly<Record<string, readonly Meaning[]>> = {
  sensor: ['quantity', 'channel'],
  link: ['channel', 'receivers'],
  actuator: ['effector', 'motor'],
};
const MOTORS = ['0', '1', '2'];
const RECEIVER_WORDS: readonly string[] = ['one', 'some', 'split'];

/** The template; what is wrong is recorded. */
export function readTemplate(
  entry: Readonly<Record<string, unknown>>,
  context: DrawContext & { readonly repeated: boolean },
): FaultTemplate {
  const { at, list } = context;
  const { target, ...others } = entry;
  if (typeof target !== 'string') {
    const message = target === undefined ? 'is missing' : 'must be a text';
    list.refuse([...at, 'target'], { value: target, message, hint: 'for example sensor/alpha/{any}' });
  }
  if (others.mode === undefined)
    list.refuse([...at, 'mode'], { message: 'is missing', hint: 'what goes wrong' });
  if (others.id !== undefined && context.repeated) {
    const message = 'cannot be given where faults are drawn from templates: two would share it';
    list.refuse([...at, 'id'], { value: others.id, message, hint: 'leave it out' });
  }
  return {
    target: typeof target === 'string' ? readTarget(target, { ...context, at: [...at, 'target'] }) : [],
    keys: Object.entries(others).map(
      ([key, value]) => [key, readDraw(value, { ...context, at: [...at, key] })] as const,
    ),
  };
}

function readTarget(target: string, context: DrawContext): TargetPart[] {
  const [kind, ...segments] = target.split('/');
  const refuse = (message: string, hint?: string): void =>
    context.list.refuse(context.at, { value: target, message, hint });
  if (/[{}]/.test(kind)) refuse('leaves the kind of target open', 'a template for each kind');
  const parts = segments.map((segment, i): TargetPart => {
    const inner = /^\{([^{}]*)\}$/.exec(segment)?.[1];
    if (inner === undefined) {
      if (/[{}]/.test(segment))
        refuse('has braces inside a segment', 'braces stand for all between two slashes: {alpha,pitchRate}');
      return { kind: 'text', text: segment };
    }
    const meaning = (SEGMENTS[kind] as readonly Meaning[] | undefined)?.[i] ?? 'channel';
    return readBraces(inner.trim(), { meaning, refuse, context });
  });
  return [{ kind: 'text', text: kind }, ...parts];
}

function readBraces(
  inner: string,
  {
    meaning,
    refuse,
    context,
  }: { meaning: Meaning; refuse: (message: string, hint?: string) => void; context: DrawContext },
): TargetPart {
  if (inner.startsWith('$')) return { kind: 'draw', draw: readDraw(inner, context) };
  if (inner === 'any') {
    if (meaning === 'channel') return { kind: 'channel' };
    return { kind: 'draw', draw: anyOf(meaning) };
  }
  if (RECEIVER_WORDS.includes(inner)) {
    if (meaning !== 'receivers') refuse(`has {${inner}} where no receivers are named`, 'link/{any}/{some}');
    return { kind: 'draw', draw: receivers(inner as ReceiverCount) };
  }
  const words = inner.split(',').map((word) => word.trim());
  if (words.includes('')) refuse(`has an empty choice: {${inner}}`, '{any}, or names with commas between');
  const wrong = words.find((word) => /[^A-Za-z0-9*-]/.test(word));
  if (wrong !== undefined)
    refuse(`has "${wrong}" in braces`, suggestion(wrong, ['any', 'some', 'split', 'one']));
  return {
    kind: 'draw',
    draw: {
      kind: 'choice',
      options: words.map((value) => ({ kind: 'constant', value }) as const),
      weights: null,
    },
  };
}

function anyOf(meaning: Exclude<Meaning, 'channel'>): Draw {
  if (meaning === 'receivers') return receivers('one');
  const names =
    meaning === 'motor' ? MOTORS : (meaning === 'quantity' ? QUANTITIES : EFFECTORS).map(({ name }) => name);
  return {
    kind: 'choice',
    options: names.map((value) => ({ kind: 'constant', value }) as const),
    weights: null,
  };
}

function receivers(count: ReceiverCount): Draw {
  return { kind: 'receivers', count, each: null, same: null };
}
