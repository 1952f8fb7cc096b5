/**
 * The straight-line view of an aircraft near one state: dx/dt ≈ A x + B c, and what A says about stability.
 *
 * Each column is a central difference, whose error falls with the square of the perturbation; perturbations of
 * 1e-5 of a quantity's size put rounding and curvature errors both near 1e-10. Differentiating the model's
 * formulas by hand would be exact, and would be a second model to keep in step with the first.
 *
 * The longitudinal modes are the eigenvalues of the 4×4 block of airspeed, angle of attack, pitch angle and
 * pitch rate, altitude and engine power held: short period and phugoid, or, with the centre of gravity aft, one
 * real root in the right half plane, which is why the aircraft needs its computers.
 */
import ln from '@stdlib/math-base-special-ln';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Aircraft, CONTROL_LENGTH } from './aircraft.js';
import { F16_STATE } from './f16.js';

const RELATIVE_PERTURBATION = 1e-5;
const LONGITUDINAL = [F16_STATE.airspeedFtps, F16_STATE.alphaRad, F16_STATE.pitchRad, F16_STATE.qRadPerS];

export interface LinearModel {
  /** n×n, row-major: A[i * n + j] = ∂(dx_i/dt)/∂x_j. */
  readonly A: Float64Array;
  /** n×4, row-major: B[i * 4 + j] = ∂(dx_i/dt)/∂c_j. */
  readonly B: Float64Array;
}

/** An eigenvalue as [real, imaginary], per second. */
export type Eigenvalue = readonly [number, number];

/** The Jacobians of an aircraft's derivative in still air, at any state (not only a trimmed one). */
export function linearise(aircraft: Aircraft, state: Float64Array, controls: Float64Array): LinearModel {
  const n = aircraft.stateLength;
  const A = new Float64Array(n * n);
  const B = new Float64Array(n * CONTROL_LENGTH);
  differentiate(state, A, (x, out) => aircraft.derivative(x, controls, STILL_AIR, out));
  differentiate(controls, B, (c, out) => aircraft.derivative(state, c, STILL_AIR, out), n);
  return { A, B };
}

const STILL_AIR = new Float64Array(3);

function differentiate(
  at: Float64Array,
  jacobian: Float64Array,
  evaluate: (x: Float64Array, out: Float64Array) => void,
  rows: number = at.length,
): void {
  const columns = at.length;
  const x = Float64Array.from(at);
  const above = new Float64Array(rows);
  const below = new Float64Array(rows);
  for (let j = 0; j < columns; j++) {
    const perturbation = RELATIVE_PERTURBATION * Math.max(1, Math.abs(at[j]));
    const high = at[j] + perturbation;
    const low = at[j] - perturbation;
    x[j] = high;
    evaluate(x, above);
    x[j] = low;
    evaluate(x, below);
    x[j] = at[j];
    for (let i = 0; i < rows; i++) jacobian[i * columns + j] = (above[i] - below[i]) / (high - low);
  }
}

/**
 * Eigenvalues of the F-16's longitudinal 4×4 block of A (13×13), by falling real part; of a conjugate pair the
 * one with negative imaginary part comes first.
 */
export function longitudinalEigenvalues({ A }: Pick<LinearModel, 'A'>): Eigenvalue[] {
  const n = Math.round(Math.sqrt(A.length));
  const block = new Matrix(LONGITUDINAL.map((i) => LONGITUDINAL.map((j) => A[i * n + j])));
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(block);
  return realEigenvalues
    .map((real, i): Eigenvalue => [real, imaginaryEigenvalues[i]])
    .sort(byFallingRealPart);
}

/** Orders eigenvalues by falling real part, then rising imaginary part. */
export function byFallingRealPart(a: Eigenvalue, b: Eigenvalue): number {
  return b[0] - a[0] || a[1] - b[1];
}

/** Seconds in which the fastest growing mode doubles, ln 2 / Re λ; null where nothing grows. */
export function timeToDoubleS(eigenvalues: readonly Eigenvalue[]): number | null {
  const fastest = Math.max(...eigenvalues.map(([real]) => real));
  return fastest > 0 ? ln(2) / fastest : null;
}
