/**
 * The faults that the search may use: everything of the catalogue that can strike this rig.
 *
 *   kinds × modes × targets × onset × frames × the keys of the mode, each as its schema allows
 *
 * Whether an entry can strike is not decided here but by the reader of files: a draw that it refuses is drawn again,
 * and a mode that never gets past it is not part of the space. So the space is what a person could have written.
 */
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import type { FaultKind } from '../fault/fault-target.js';
import { TARGET_FORMS } from '../fault/fault-target.js';
import { InputError } from '../files/problem.js';
import { stream, type Stream } from '../random/stream.js';
import { framesOf } from '../rig/flight-length.js';
import { withFaultEntries } from '../rig/rig-file.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { faultKeys, faultKinds, type KeySchema, modesOf, PLACING_KEYS, withoutKeys } from './fault-keys.js';
import type { FaultEntry } from './flight-plan.js';
import type { Dimension, FaultPlan, SearchSpace } from './search-plan.js';
import { below, chance, drawKeys, numbersIn, pick, some, varyNumber, varyValue } from './search-values.js';

/** Kinds that belong to the computers' side, for which a scheme claims to hold; an actuator has nobody to outvote it. */
export const SEARCHED_KINDS: readonly FaultKind[] = faultKinds().filter((kind) => kind !== 'actuator');

interface Mode {
  readonly kind: FaultKind;
  readonly mode: string;
  readonly keys: KeySchema;
}

/** Draws in which a mode must have come out right once, to be part of the space. */
const TRIALS = 60;
/** Draws for one entry; a mode in the space comes out right far more often. */
const DRAWS_MAX = 400;
const VARIATIONS_MAX = 20;

export class CatalogueSpace implements SearchSpace {
  readonly #spec: RigSpec;
  readonly #faults: number;
  readonly #frames: number;
  readonly #modes: readonly Mode[];

  /** `kinds` that may be struck; `faults` in a plan. */
  constructor(
    spec: RigSpec,
    { kinds = SEARCHED_KINDS, faults }: { kinds?: readonly FaultKind[]; faults: number },
  ) {
    this.#spec = spec;
    this.#faults = faults;
    this.#frames = framesOf(spec);
    this.#modes = kinds.flatMap((kind) =>
      modesOf(kind).flatMap((mode): Mode[] => {
        const keys = faultKeys({ kind, mode });
        return keys !== null && this.#comesOutRight({ kind, mode, keys }) ? [{ kind, mode, keys }] : [];
      }),
    );
  }

  /** `sensor/stuck`, in the order of the catalogue. */
  get modes(): string[] {
    return this.#modes.map(({ kind, mode }) => `${kind}/${mode}`);
  }

  draw(luck: Stream): FaultPlan {
    const plan: FaultEntry[] = [];
    while (plan.length < this.#faults) {
      const twin = plan.length > 0 && chance(luck, 0.3) ? this.#twinOf(pick(luck, plan), luck) : null;
      plan.push(twin ?? this.#drawFault(luck));
    }
    return plan;
  }

  vary(plan: FaultPlan, luck: Stream): FaultPlan {
    let varied = plan;
    do {
      const i = below(luck, plan.length);
      const fault = this.#varyFault(varied, i, luck);
      varied = varied.map((other, k) => (k === i ? fault : other));
    } while (chance(luck, 0.3));
    return varied;
  }

  cross(a: FaultPlan, b: FaultPlan, luck: Stream): FaultPlan {
    return a.map((fault, i) => (chance(luck, 0.5) ? fault : b[i]));
  }

  dimensions(plan: FaultPlan): Dimension[] {
    return plan.flatMap((entry, i) => {
      const kind = String(entry.target).split('/')[0];
      const keys = faultKeys({ kind, mode: String(entry.mode) });
      const frames = { type: 'integer', minimum: 1, maximum: this.#frames };
      const properties = {
        ...keys?.properties,
        onset: { ...frames, minimum: 0, maximum: this.#frames - 1 },
        frames,
      };
      const { computers } = this.#spec.scheme;
      return numbersIn(entry, { properties }, { computers }).map(({ range, value, put }): Dimension => {
        const set = (to: number): FaultPlan | null => {
          const changed = put(to) as FaultEntry;
          return this.#problems(changed) === null
            ? plan.map((other, k) => (k === i ? changed : other))
            : null;
        };
        return { value, ...range, set };
      });
    });
  }

  /**
   * The same on another channel: a vote is lost to faults that agree, and by itself chance seldom lets two strike the
   * same quantity in the same way. Null where that cannot strike.
   */
  #twinOf(entry: FaultEntry, luck: Stream): FaultEntry | null {
    const channel = String(below(luck, this.#spec.scheme.computers));
    const twin = { ...entry, target: String(entry.target).replace(/\d+/, channel) };
    return this.#problems(twin) === null ? twin : null;
  }

  #drawFault(luck: Stream): FaultEntry {
    for (let i = 0; i < DRAWS_MAX; i++) {
      const entry = this.#drawOf(pick(luck, this.#modes), luck);
      if (this.#problems(entry) === null) return entry;
    }
    throw new Error(`no fault in ${DRAWS_MAX} draws could strike ${this.#spec.name}`);
  }

  #drawOf({ kind, mode, keys }: Mode, luck: Stream): FaultEntry {
    const { computers } = this.#spec.scheme;
    return {
      target: targetOf(kind, luck, computers),
      mode,
      onset: below(luck, this.#frames),
      ...(chance(luck, 0.5) ? {} : { frames: this.#length(luck) }),
      ...drawKeys(keys, luck, { computers, skip: PLACING_KEYS }),
    };
  }

  /** 1 … the whole flight, any order of magnitude alike. */
  #length(luck: Stream): number {
    let frames = this.#frames;
    for (let i = below(luck, 10); i > 0; i--) frames /= 2;
    return Math.max(1, Math.round(frames * (0.5 + luck.uniform() / 2)));
  }

  #varyFault(plan: FaultPlan, i: number, luck: Stream): FaultEntry {
    const twin = plan.length > 1 && chance(luck, 0.1) ? this.#twinOf(pick(luck, plan), luck) : null;
    if (twin !== null) return twin;
    for (let tries = 0; tries < VARIATIONS_MAX; tries++) {
      const entry = this.#variation(plan, i, luck);
      if (this.#problems(entry) === null) return entry;
    }
    return this.#drawFault(luck);
  }

  #variation(plan: FaultPlan, i: number, luck: Stream): FaultEntry {
    const entry = plan[i];
    const kind = String(entry.target).split('/')[0] as FaultKind;
    const own = this.#modes.find((mode) => mode.kind === kind && mode.mode === entry.mode);
    const { computers } = this.#spec.scheme;
    const what = luck.uniform();
    if (own === undefined || what < 0.05) return this.#drawOf(pick(luck, this.#modes), luck);
    if (what < 0.25) return { ...entry, onset: this.#nearOnset(plan, i, luck) };
    if (what < 0.33) {
      const rest = withoutKeys(entry, ['frames']);
      return chance(luck, 0.3) ? rest : { ...rest, frames: this.#length(luck) };
    }
    if (what < 0.5) return { ...entry, target: elsewhere(String(entry.target), kind, luck, computers) };
    if (what < 0.55) {
      const other = pick(
        luck,
        this.#modes.filter((mode) => mode.kind === kind),
      );
      const { target, onset, frames } = entry;
      return { ...this.#drawOf(other, luck), target, onset, ...(frames === undefined ? {} : { frames }) };
    }
    return this.#withOtherKey(entry, own, luck);
  }

  /** Onsets of faults that meet do more than onsets that do not, so one may jump to another's. */
  #nearOnset(plan: FaultPlan, i: number, luck: Stream): number {
    const from = plan.length > 1 && chance(luck, 0.2) ? pick(luck, plan) : plan[i];
    const range = { type: 'integer', minimum: 0, maximum: this.#frames - 1 };
    return varyNumber(Number(from.onset), range, { luck, computers: this.#spec.scheme.computers });
  }

  #withOtherKey(entry: FaultEntry, { keys }: Mode, luck: Stream): FaultEntry {
    const { computers } = this.#spec.scheme;
    const { properties = {} } = keys;
    const own = Object.keys(properties).filter((key) => !PLACING_KEYS.includes(key));
    if (own.length === 0) return { ...entry, onset: below(luck, this.#frames) };
    const given = own.filter((key) => entry[key] !== undefined);
    if (given.length === 0 || chance(luck, 0.1)) {
      const { target, mode, onset, frames } = entry;
      const placed = { target, mode, onset, ...(frames === undefined ? {} : { frames }) };
      return { ...placed, ...drawKeys(keys, luck, { computers, skip: PLACING_KEYS }) };
    }
    const key = pick(luck, given);
    return { ...entry, [key]: varyValue(entry[key], properties[key], { luck, computers }) };
  }

  #comesOutRight(mode: Mode): boolean {
    const luck = stream('0', `search space ${mode.kind}/${mode.mode}`);
    for (let i = 0; i < TRIALS; i++) {
      const problems = this.#problems(this.#drawOf(mode, luck));
      if (problems === null) return true;
      // Nothing for it to act on, whatever its keys say.
      if (problems.problems.some(({ path }) => path === 'mode')) return false;
    }
    return false;
  }

  /** Why the entry can strike nothing; null where it can. */
  #problems(entry: FaultEntry): InputError | null {
    try {
      withFaultEntries(this.#spec, { entries: [entry], name: 'search' });
      return null;
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
  }
}

/** A place in the form of a target: `<quantity or *>`, `[/<motor>]`. */
const PLACE = /<([^>]+)>|\[\/<([^>]+)>\]/g;

function targetOf(kind: FaultKind, luck: Stream, computers: number): string {
  return TARGET_FORMS[kind].replace(PLACE, (_, needed?: string, optional?: string) => {
    if (needed !== undefined) return wordFor(needed, luck, computers);
    return optional === undefined || chance(luck, 0.5) ? '' : `/${wordFor(optional, luck, computers)}`;
  });
}

/** The target with one of its parts drawn anew. */
function elsewhere(target: string, kind: FaultKind, luck: Stream, computers: number): string {
  const parts = target.split('/');
  const drawn = targetOf(kind, luck, computers).split('/');
  const part = 1 + below(luck, Math.max(parts.length, drawn.length) - 1);
  return Array.from({ length: Math.max(parts.length, drawn.length) }, (_, i) =>
    i === part ? drawn[i] : parts[i],
  )
    .filter((text) => text !== undefined)
    .join('/');
}

/** What may stand in a place, by the words that describe it. */
function wordFor(place: string, luck: Stream, computers: number): string {
  const names = /^quantity/.test(place)
    ? QUANTITIES.map(({ name }) => name)
    : /^effector/.test(place)
      ? EFFECTORS.map(({ name }) => name)
      : Array.from({ length: computers }, (_, id) => String(id));
  if (place.includes('*') && chance(luck, 0.1)) return '*';
  const all = place.includes('actuators') ? [...names, 'actuators'] : names;
  return place.includes(',') && chance(luck, 0.5) ? some(luck, all).join(',') : pick(luck, all);
}
