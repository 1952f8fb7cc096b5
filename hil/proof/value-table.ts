/**
 * Values of a scenario are texts; agreement runs on int32. For `majority` only equality matters, and a text is
 * its place in a list, the default at 0. For `median` order matters, and a text is the integer it spells.
 *
 * Hashing texts was the alternative; two texts that hash alike would then agree without being equal.
 */
import type { AgreeScenario } from './agreement-protocol.js';

/** Whether the text spells an int32 the one way `String` would. */
export function isInt32Text(text: string): boolean {
  const value = Number(text);
  return (value | 0) === value && String(value) === text;
}

export class ValueTable {
  readonly #numeric: boolean;
  readonly #texts: string[] = [];
  readonly #ids = new Map<string, number>();

  constructor({ choice, defaultValue }: Pick<AgreeScenario, 'choice' | 'defaultValue'>) {
    this.#numeric = choice === 'median';
    this.idOf(defaultValue);
  }

  /** The int32 that stands for this text, the same each time. */
  idOf(text: string): number {
    if (this.#numeric) return Number(text);
    let id = this.#ids.get(text);
    if (id === undefined) {
      id = this.#texts.push(text) - 1;
      this.#ids.set(text, id);
    }
    return id;
  }

  /** The text that this int32 stands for. */
  textOf(id: number): string {
    return this.#numeric ? String(id) : this.#texts[id];
  }
}
