/**
 * Tables turned into cells, so that a look-up is arithmetic on neighbours in memory.
 *
 * Between four table values a (here), b (next column), c (next row), d (both), bilinear interpolation with
 * fractions x along the columns and y along the rows is the polynomial
 *
 *     a + x (b − a) + y (c − a) + xy (d − b − c + a)
 *
 * whose four coefficients are computed once and stored side by side, together with those of every other table
 * that is read at the same place. A cell beyond the edge does not exist: the last one is extrapolated.
 * Reading the four corners each time needs no preparation, but more arithmetic, and places in memory that lie
 * a row apart for every table.
 */
import type { Table } from './f16-tables.js';

/**
 * Cells of tables with equal axes, flat: for column cell k and row cell j of a table with R rows, coefficient c
 * (0 … 3, as above) of table t stands at ((k · (R − 1) + j) · tables + t) · 4 + c.
 */
export function bilinearCells(tables: readonly Table[]): Float64Array {
  const rowCells = tables[0].length - 1;
  const columnCells = tables[0][0].length - 1;
  const cells: number[] = [];
  for (let k = 0; k < columnCells; k++) {
    for (let j = 0; j < rowCells; j++) {
      for (const table of tables) {
        const a = table[j][k];
        const b = table[j][k + 1];
        const c = table[j + 1][k];
        const d = table[j + 1][k + 1];
        cells.push(a, b - a, c - a, d - b - c + a);
      }
    }
  }
  return Float64Array.from(cells);
}

/**
 * Cells of rows over one axis, flat: for cell k, value and slope of row r stand at (k · rows + r) · 2.
 */
export function linearCells(rows: Table): Float64Array {
  const cells: number[] = [];
  for (let k = 0; k < rows[0].length - 1; k++) {
    for (const row of rows) cells.push(row[k], row[k + 1] - row[k]);
  }
  return Float64Array.from(cells);
}
