/**
 * HTML that cannot be broken out of: text becomes markup only by being escaped.
 *
 *   html`<td>${name}</td>`      name: string → escaped     Markup → as it is     list → one after the other
 *
 * Names in a report come from files that may be hostile, so escaping is not left to whoever writes a section: what is
 * interpolated is text unless its type says otherwise. Control characters and the marks that reverse or hide text
 * become `?` as on a terminal, and so does what is no character at all. A template library was the alternative, and would be larger than this file's need.
 */
import { printable } from '../files/problem.js';

/** Text that is HTML already. Made by `html` and by `verbatim` only. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Fragment = string | number | Markup | null | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Halves of surrogate pairs that stand alone, and the two codes that are no characters: XML allows neither. */
const NO_CHARACTER = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g;

/** Text with nothing in it that HTML or XML, or an attribute in quotes, could take for its own. */
export function escaped(text: string): string {
  return printable(text.replace(NO_CHARACTER, '?')).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Markup from a template; what is put into it is escaped unless it is markup. Attributes must be in quotes. */
export function html(parts: TemplateStringsArray, ...fragments: readonly Fragment[]): Markup {
  let text = parts[0];
  for (let i = 0; i < fragments.length; i++) text += rendered(fragments[i]) + parts[i + 1];
  return new Markup(text);
}

function rendered(fragment: Fragment): string {
  if (fragment === null) return '';
  if (fragment instanceof Markup) return fragment.toString();
  if (typeof fragment === 'object') return fragment.map(rendered).join('');
  return escaped(String(fragment));
}

/** Text of our own that is markup already: a style sheet, a script. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

/** A name from a file, kept from turning the direction of the text around it. */
export function named(name: string): Markup {
  return html`<bdi>${name}</bdi>`;
}

/** Data for a script of the page. `<` is escaped, so that no text in it can end the element that holds it. */
export function scriptData(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}
