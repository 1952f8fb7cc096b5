/**
 * Headings on both sides of the wrap: selected around the circle, and nobody blamed for being on the other side.
 */
import t from 'tap';
import { join } from 'node:path';
import { QUANTITY } from '../../../firmware/icd/quantities.js';
import { PACKAGE_ROOT } from '../../../hil/files/package-root.js';
import { COMPUTER_FIELD, type FrameRecord } from '../../../hil/record/frame-record.js';
import { fly } from '../../../hil/rig/fly.js';
import { loadRig } from '../../../hil/rig/rig-file.js';

/** The count of the heading in a report that begins at this word of the record. */
function headingAt({ ints }: FrameRecord, word: number): number {
  return ints[word + (QUANTITY.heading >> 1)] >> 16;
}

/** The shorter way from one count to another around the circle, counts. */
function apart(a: number, b: number): number {
  return ((((a - b + 32768) % 65536) + 65536) % 65536) - 32768;
}

void t.test(
  'the middle heading lies among the readings, where their plain mean is half a circle off',
  async (t) => {
    let straddled = 0;
    let naiveWrong = 0;
    const wrong: string[] = [];
    const spec = loadRig(join(PACKAGE_ROOT, 'hil/scenarios/heading-wrap.yaml'));
    const { document } = await fly(spec, {
      seed: '1',
      replay: '',
      onFrame: (record) => {
        if (record.frame >= 250) return;
        const read = [0, 1, 2, 3].map((i) => headingAt(record, record.computerAt(i, COMPUTER_FIELD.sent)));
        const selected = headingAt(record, record.selectedAt(0));
        const offsets = read.map((count) => apart(count, selected));
        const nearest = Math.min(...offsets.map(Math.abs));
        const below = offsets.filter((offset) => offset < 0).length;
        if (nearest !== 0 || below > 1)
          wrong.push(`frame ${record.frame}: ${selected} of ${read.join(', ')}`);
        if (Math.max(...read) - Math.min(...read) < 32768) return;
        straddled++;
        const mean = read.reduce((sum, count) => sum + count, 0) / 4;
        if (Math.abs(apart(mean, selected)) > 8192) naiveWrong++;
      },
    });
    t.same(wrong, []);
    t.ok(straddled > 10, `${straddled} frames in which the readings lie on both sides`);
    t.equal(naiveWrong, straddled, 'a plain mean would be at least an eighth of a turn off in each of them');
    t.same(
      document.isolation?.map(({ channel, sensor }) => ({ channel, sensor })),
      [
        { channel: 2, sensor: null },
        { channel: 2, sensor: 'heading' },
      ],
      'only the channel that sticks',
    );
    t.equal(document.diagnosis?.goodIsolated, 0);
  },
);
