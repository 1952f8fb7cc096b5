/**
 * How much the engine may compile into one function. V8 stops at 920 bytes of bytecode by default, which is about
 * half of a flight computer's slot; beyond it, every small step of the frame loop stays a call. Three times as much
 * flies 8 to 12 % more frames a second (`npm run bench -- closed-loop`) and changes no result. To write the steps
 * out by hand was the alternative.
 */
import { setFlagsFromString } from 'node:v8';

/** For the whole process; before anything hot has been compiled. */
export function raiseInliningLimits(): void {
  setFlagsFromString('--max-inlined-bytecode-size=1000');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=3000');
}
