import t from 'tap';
import { GrayOrder } from '../../../hil/proof/gray-order.js';

/** From here to the end, the first combination included. */
function walk(order: GrayOrder): { combinations: string[]; changes: number[] } {
  const combinations = [order.digits.join('')];
  const changes: number[] = [];
  for (let changed = order.step(); changed >= 0; changed = order.step()) {
    combinations.push(order.digits.join(''));
    changes.push(changed);
  }
  return { combinations, changes };
}

t.test('every combination comes once, and one digit changes by one', (t) => {
  for (const radices of [[], [2], [5], [2, 2, 2, 2], [3, 2], [2, 3, 4], [3, 3, 3], [4, 2, 2, 3]]) {
    const order = new GrayOrder(radices);
    const count = radices.reduce((product, radix) => product * radix, 1);
    for (const round of ['first', 'again', 'and again']) {
      const { combinations, changes } = walk(order);
      t.equal(combinations.length, count, `${radices.join(' ')}, ${round}`);
      t.equal(new Set(combinations).size, count);
      combinations.slice(1).forEach((combination, i) => {
        const before = combinations[i];
        const differing = [...combination].flatMap((digit, at) => (digit === before[at] ? [] : [at]));
        t.same(differing, [changes[i]]);
        t.equal(Math.abs(Number(combination[changes[i]]) - Number(before[changes[i]])), 1);
      });
      order.again();
    }
  }
  t.end();
});

t.test('the first digit is the fastest', (t) => {
  const { combinations } = walk(new GrayOrder([3, 2]));
  t.same(combinations, ['00', '10', '20', '21', '11', '01']);
  t.end();
});
