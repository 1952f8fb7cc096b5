/**
 * The catalogue of faults as a page of Markdown: `hil/fault/CATALOGUE.md`, which a test keeps up to date.
 */
import {
  type CatalogueKey,
  type CatalogueMode,
  commonKeys,
  FAULT_KINDS,
  targetForm,
} from '../fault/fault-catalogue.js';

const HEAD = `# The catalogue of faults

Made from the code that checks a fault: \`npx ironbird faults --markdown > hil/fault/CATALOGUE.md\`. In a terminal:
\`npx ironbird faults\`, \`npx ironbird faults sensor/stuck\`.

The class is that of the example; whom a fault reaches can make it another. An amount is in counts, or in the unit of what
is struck where the key ends in it: \`offset\`, \`offsetDeg\`, \`offsetFtps\`; \`rateDegPerS\`. A key marked * is needed.
Of a sensor, several quantities and several channels may be named at once: \`sensor/airspeed/0,1,2\` is one cause in
three channels, and one fault in each.
`;

export function faultsMarkdown(modes: readonly CatalogueMode[]): string {
  const sections = FAULT_KINDS.map((kind) =>
    [
      `## \`${targetForm(kind)}\``,
      '',
      '| mode | class | does | known from | keys |',
      '| --- | --- | --- | --- | --- |',
      ...modes.filter((mode) => mode.kind === kind).map(rowOf),
      '',
      '```',
      ...modes.filter((mode) => mode.kind === kind).map(lineOf),
      '```',
      '',
    ].join('\n'),
  );
  const common = ['## Every fault', '', ...commonKeys().map((key) => `- ${keyText(key)}`), ''].join('\n');
  return [HEAD, ...sections, common].join('\n');
}

function rowOf({ mode, class: name, about, knownFrom, keys, ramps }: CatalogueMode): string {
  const texts = [...keys.map(keyText), ...(ramps ? ['`rampFrames`'] : [])];
  const cells = [`\`${mode}\``, name, about, knownFrom ?? '', texts.join('<br>')];
  return `| ${cells.map(cellText).join(' | ')} |`;
}

function lineOf({ example: { rig, fault } }: CatalogueMode): string {
  return `npx ironbird fly ${rig} --fault ${fault}`;
}

function keyText({ name, needed, about, range, byDefault }: CatalogueKey): string {
  const rest = byDefault === null ? range : `${range}; default ${byDefault}`;
  return `\`${name}\`${needed ? '\\*' : ''}: ${about} (${rest})`;
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<(?!br>)/g, '&lt;');
}
