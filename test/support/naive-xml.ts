/**
 * A strict reader of the XML that we write: elements, attributes, text; the five entities; a declaration in front.
 * Anything else throws, as does every character that XML 1.0 does not allow.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The root element. Throws Error where the text is not well-formed. */
export function readXml(text: string): XmlElement {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const allowed =
      code === 0x9 ||
      code === 0xa ||
      code === 0xd ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      code >= 0x10000;
    if (!allowed) throw new Error(`character ${code.toString(16)} is not allowed`);
  }
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(text);
  if (declaration === null) throw new Error('no declaration');
  const reader = { text, at: declaration[0].length };
  const root = readElement(reader);
  if (text.slice(reader.at).trim() !== '') throw new Error(`text after the root: ${text.slice(reader.at)}`);
  return root;
}

interface Reader {
  readonly text: string;
  at: number;
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray {
  const found = new RegExp(pattern.source, 'y');
  found.lastIndex = reader.at;
  const match = found.exec(reader.text);
  if (match === null)
    throw new Error(`${pattern} expected at ${reader.text.slice(reader.at, reader.at + 60)}`);
  reader.at += match[0].length;
  return match;
}

function readElement(reader: Reader): XmlElement {
  const [, name, given, empty] = take(reader, /<([a-z-]+)((?:\s+[a-z-]+="[^"<]*")*)\s*(\/?)>/);
  const attributes: Record<string, string> = {};
  for (const [, key, value] of given.matchAll(/([a-z-]+)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`${key} twice`);
    attributes[key] = decoded(value);
  }
  const children: XmlElement[] = [];
  let text = '';
  if (empty === '/') return { name, attributes, children, text };
  while (!reader.text.startsWith(`</${name}>`, reader.at)) {
    if (reader.text[reader.at] === '<') children.push(readElement(reader));
    else text += decoded(take(reader, /[^<]+/)[0]);
  }
  take(reader, new RegExp(`</${name}>`));
  return { name, attributes, children, text };
}

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error('a bare ]]>');
  return text.replace(/&([^;]{0,8});?/g, (whole, name: string) => {
    if (!whole.endsWith(';') || !(name in ENTITIES)) throw new Error(`${whole} is no entity`);
    return ENTITIES[name];
  });
}
