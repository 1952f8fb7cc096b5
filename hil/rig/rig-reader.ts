/**
 * What the keys of a rig file say together: defaults filled in, names resolved, bounds that take two keys checked.
 *
 * The reader is handed only the top-level keys that are sound by themselves; where one that it needs is missing
 * because it was broken, the checks that depend on it are left out, since they could only repeat the complaint.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { exchangesReports, roundsOf, standsBy } from '../../firmware/fcc/scheme.js';
import { EFFECTORS } from '../../firmware/icd/effectors.js';
import { QUANTITIES } from '../../firmware/icd/quantities.js';
import { readFaults } from '../fault/fault-file.js';
import { formatPath, type Problem } from '../files/problem.js';
import type { LocatedProblem } from '../files/schema-problems.js';
import { framesOf, misfitOfDuration } from './flight-length.js';
import { parseRequirement } from './requirement.js';
import { misfitOfClocks } from './clock-skew.js';
import { ACTUATOR_DEFAULT, CLOCK_DEFAULT, RIG_DEFAULTS } from './rig-defaults.js';
import type { RigFile } from './rig-file-schema.js';
import { checkIsolation, checkScheme, checkSigning, checkWatch, completeScheme } from './rig-file-scheme.js';
import type { ActuatorSpec, PilotStep, RigSpec, SensorSpec } from './rig-spec.js';
import { explainMisfit, planFrame } from './schedule.js';

export interface RigFileOptions {
  /** A rig may name modules of the user's own, which then run. */
  readonly allowModules?: boolean;
  /** A frame that does not close is no problem to whoever only asks what it needs. */
  readonly mayNotClose?: boolean;
}

/** By effector: the motors that a fault can name. */
export function motorsOf(actuators: readonly ActuatorSpec[]): number[] {
  return actuators.map(({ kind }) => (kind === 'three-motor' ? 3 : 0));
}

export class RigReader {
  readonly problems: LocatedProblem[] = [];
  readonly #file: Partial<RigFile>;
  readonly #options: RigFileOptions & { directory: string };

  constructor(file: Partial<RigFile>, options: RigFileOptions & { directory: string }) {
    this.#file = file;
    this.#options = options;
  }

  #refuse(at: readonly PropertyKey[], problem: Omit<Problem, 'path'>): void {
    this.problems.push({ at, path: formatPath(at), ...problem });
  }

  /** The spec, null where the scheme is unknown; it is whole only if neither schema nor reader found problems. */
  read(): RigSpec | null {
    const file = this.#file;
    const { aircraft } = RIG_DEFAULTS;
    const periodUs = this.#periodUs();
    const common = {
      name: file.name ?? '',
      description: file.description ?? RIG_DEFAULTS.description,
      aircraft: {
        model: this.#module(['aircraft', 'model'], file.aircraft?.model ?? aircraft.model),
        cg: file.aircraft?.cg ?? aircraft.cg,
        airspeedFtps: file.aircraft?.airspeedFtps ?? aircraft.airspeedFtps,
        altitudeFt: file.aircraft?.altitudeFt ?? aircraft.altitudeFt,
      },
      controlLaw: this.#module(['controlLaw'], file.controlLaw ?? RIG_DEFAULTS.controlLaw),
      pilot: this.#pilot(),
      turbulence: file.turbulence ?? RIG_DEFAULTS.turbulence,
      frame: { periodUs, ...(file.frame?.mayMiss === true ? { mayMiss: true } : {}) },
      belowBound: (file.belowBound ?? false) || (file.scheme?.belowBound ?? false),
      bus: { ...RIG_DEFAULTS.bus, ...file.bus } as RigSpec['bus'],
      ...this.#clocks(periodUs),
      timing: { ...RIG_DEFAULTS.timing, ...file.timing } as RigSpec['timing'],
      sensors: this.#sensors(),
      actuators: this.#actuators(),
      limits: { ...RIG_DEFAULTS.limits, ...file.limits } as RigSpec['limits'],
      durationS: file.durationS ?? RIG_DEFAULTS.durationS,
      expect: file.expect ?? RIG_DEFAULTS.expect,
      failOn: this.#failOn(),
    };
    const misfit = misfitOfDuration(common);
    if (misfit !== null) this.#refuse(['durationS'], misfit);
    const scheme = file.scheme === undefined ? null : this.#scheme(file.scheme, common);
    const { specs, problems } = readFaults(file.faults ?? [], {
      computers: scheme?.computers ?? null,
      motors: motorsOf(common.actuators),
      frames: misfit === null ? framesOf(common) : null,
      rounds: scheme === null ? null : roundsOf(scheme),
      reports: scheme === null ? null : exchangesReports(scheme),
      signatures: scheme === null ? undefined : (scheme.signing?.kind ?? null),
      isolates: scheme === null ? null : scheme.isolate === true,
      taken: [],
      at: ['faults'],
    });
    this.problems.push(...problems);
    return scheme === null ? null : { ...common, scheme, faults: specs };
  }

  /** The scheme, its problems recorded. */
  #scheme(file: RigFile['scheme'], rig: Omit<RigSpec, 'scheme' | 'faults'>): RigSpec['scheme'] {
    const scheme = completeScheme(file);
    const wrong = [
      ...checkScheme(scheme, rig),
      ...checkWatch(file),
      ...checkSigning(file, rig),
      ...checkIsolation(file),
    ];
    for (const { key, ...problem } of wrong) this.#refuse(['scheme', key], problem);
    rig.actuators.forEach(({ kind }, i) => {
      const engaged = standsBy(scheme);
      if ((kind === 'engaged') !== engaged) {
        const message = engaged
          ? `has nobody to listen to: in ${scheme.protocol} the surfaces follow whoever is in command`
          : `has nobody to follow: in ${scheme.protocol} no computer is in command`;
        const hint = engaged ? 'engaged, or leave it out' : 'majority or three-motor, or leave it out';
        this.#refuse(['actuators', EFFECTORS[i].name, 'kind'], { value: kind, message, hint });
      } else if (kind === 'three-motor' && scheme.computers < 3) {
        const message = `needs at least 3 computers, one for each motor (have ${scheme.computers})`;
        this.#refuse(['actuators', EFFECTORS[i].name, 'kind'], { value: kind, message });
      }
    });
    rig.sensors.forEach(({ channelBias }, i) => {
      if (channelBias === undefined || channelBias.length === scheme.computers) return;
      const { name, unitSuffix } = QUANTITIES[i];
      const message = `lists ${channelBias.length} biases for ${scheme.computers} channels`;
      this.#refuse(['sensors', name, `bias${unitSuffix}`], {
        value: channelBias,
        message,
        hint: 'one for each computer',
      });
    });
    const unkept = rig.clocks === undefined ? null : misfitOfClocks(scheme, rig.clocks);
    if (unkept !== null) this.#refuse(['clocks', ...unkept.key], unkept.problem);
    if (wrong.length > 0 || unkept !== null || this.#options.mayNotClose === true) return scheme;
    const planned = { ...rig, scheme };
    const plan = planFrame(planned);
    if (plan.schedule === null) {
      this.#refuse(['frame', 'periodMs'], {
        value: rig.frame.periodUs / 1000,
        message: `does not fit: ${explainMisfit(plan, planned)}`,
        hint: 'a longer period, a faster line, shorter execution times or fewer computers; mayMiss: true flies it all the same',
      });
    }
    return scheme;
  }

  #module(at: readonly string[], name: string): string {
    if (name === 'f16') return name;
    if (!/[\\/]|\.[cm]?js$/.test(name)) {
      this.#refuse(at, {
        value: name,
        message: 'is nothing that is shipped',
        hint: 'f16, or the path of a module: ./mine.js',
      });
      return name;
    }
    const path = resolve(this.#options.directory, name);
    if (this.#options.allowModules !== true) {
      const hint = 'if you trust this file and the module, add --allow-modules';
      this.#refuse(at, { value: name, message: 'is a module, and a file may not run code by itself', hint });
    } else if (!existsSync(path)) {
      this.#refuse(at, {
        value: name,
        message: 'does not exist',
        hint: 'relative paths start at the folder of the rig file',
      });
    }
    return path;
  }

  #periodUs(): number {
    const periodMs = this.#file.frame?.periodMs;
    if (periodMs === undefined) return RIG_DEFAULTS.frame.periodUs;
    const periodUs = Math.round(periodMs * 1000);
    if (Math.abs(periodUs - periodMs * 1000) > 1e-6) {
      this.#refuse(['frame', 'periodMs'], {
        value: periodMs,
        message: 'is not a whole number of microseconds',
      });
    }
    return periodUs;
  }

  #clocks(periodUs: number): Pick<RigSpec, 'clocks'> {
    const { clocks } = this.#file;
    if (clocks === undefined) return {};
    const { driftPpm, readingUs, resyncMs, method } = clocks;
    const base = CLOCK_DEFAULT;
    return {
      clocks: {
        method: method ?? base.method,
        driftPpm: driftPpm ?? base.driftPpm,
        readingNs: readingUs === undefined ? base.readingNs : Math.round(1000 * readingUs),
        resyncNs: resyncMs === undefined ? 1000 * periodUs : Math.round(1e6 * resyncMs),
      },
    };
  }

  #pilot(): PilotStep[] {
    let before = 0;
    return (this.#file.pilot ?? []).map(({ at, ...controls }, i) => {
      if (at < before) {
        this.#refuse(['pilot', i, 'at'], {
          value: at,
          message: `comes before the step above it (${before} s)`,
          hint: 'steps are in order of time',
        });
      }
      if (Object.values(controls).every((control) => control === undefined)) {
        this.#refuse(['pilot', i], {
          message: 'moves no control',
          hint: 'stickPitch, stickRoll, pedals or throttle',
        });
      }
      before = Math.max(before, at);
      return { atS: at, ...controls } as PilotStep;
    });
  }

  #sensors(): SensorSpec[] {
    const given = (this.#file.sensors ?? {}) as Record<string, Record<string, number | number[]> | undefined>;
    return QUANTITIES.map(({ name, unitSuffix }, i) => {
      const own = given[name];
      const { noise, bias, lagS } = RIG_DEFAULTS.sensors[i];
      const wanted = own?.[`bias${unitSuffix}`];
      return {
        noise: (own?.[`noise${unitSuffix}`] as number | undefined) ?? noise,
        bias: typeof wanted === 'number' ? wanted : bias,
        lagS: (own?.lagS as number | undefined) ?? lagS,
        ...(Array.isArray(wanted) ? { channelBias: wanted } : {}),
      };
    });
  }

  #actuators(): ActuatorSpec[] {
    const given = (this.#file.actuators ?? {}) as Record<string, Partial<ActuatorSpec> | undefined>;
    const { scheme } = this.#file;
    const kind = scheme !== undefined && standsBy(completeScheme(scheme)) ? 'engaged' : ACTUATOR_DEFAULT.kind;
    return EFFECTORS.map(({ name }) => ({ ...ACTUATOR_DEFAULT, kind, ...given[name] }));
  }

  #failOn(): string[] {
    const { failOn = [] } = this.#file;
    const texts = typeof failOn === 'string' ? [failOn] : failOn;
    texts.forEach((text, i) => {
      if (parseRequirement(text) !== null) return;
      const at = typeof failOn === 'string' ? ['failOn'] : ['failOn', i];
      this.#refuse(at, {
        value: text,
        message: 'is no condition',
        hint: 'missed > 0 (met, missed, skipped or aborted; > >= < <= == !=)',
      });
    });
    return texts;
  }
}
