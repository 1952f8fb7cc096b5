/**
 * The options of each command as its body gets them: names as typed, values already parsed. They stand between the
 * files that declare the words and the files that act on them, so that neither has to load the other.
 */

/** `fly`. */
export interface FlyCommandOptions {
  readonly seed: string;
  readonly duration?: number;
  readonly fault: readonly string[];
  readonly failOn: readonly string[];
  readonly csv?: string;
  readonly record?: string;
  readonly json?: boolean;
  readonly allowModules?: boolean;
}

/** `replay`. */
export interface ReplayOptions {
  readonly json?: boolean;
  readonly allowModules?: boolean;
}

/** `campaign <file>`. */
export interface CampaignOptions {
  readonly flights?: number;
  readonly seed: string;
  readonly workers?: number;
  readonly out?: string;
  readonly resume?: boolean;
  /** Index of the one flight to fly. */
  readonly only?: number;
  /** Flights that making failures smaller may take. */
  readonly shrink: number;
  readonly allowModules?: boolean;
  readonly json?: boolean;
}

/** `agree`. */
export interface AgreeOptions {
  readonly json?: boolean;
  readonly explain?: number;
}

/** `verify <protocol>`: texts as typed, so that all that is wrong with them can be said at once. */
export interface VerifyOptions {
  readonly computers?: string;
  readonly faults?: string;
  readonly traitors?: string;
  readonly values?: string;
  readonly omission?: boolean;
  readonly choice?: string;
  readonly asymmetric?: string;
  readonly symmetric?: string;
  readonly benign?: string;
  readonly omissiveAsymmetric?: string;
  readonly signatures?: string;
  readonly method?: string;
  readonly counterexample?: string;
  readonly json?: boolean;
}

/** `aircraft f16`. */
export interface AircraftOptions {
  readonly cg?: number;
  readonly airspeed: number;
  readonly altitude: number;
  readonly check?: string;
  readonly seed: string;
  readonly silence?: boolean;
  readonly json?: boolean;
}

/** `validate`. */
export interface ValidateOptions {
  readonly json?: boolean;
  readonly allowModules?: boolean;
}

/** `schema <kind>`. */
export type SchemaKind = 'rig' | 'agree' | 'fault' | 'campaign';

/** `reliability <model|rig>`: texts as typed, so that all that is wrong with them can be said at once. */
export interface ReliabilityOptions {
  readonly failureRate?: string;
  readonly hours?: string;
  readonly coverage?: string;
  readonly asymmetric?: string;
  readonly isolationS?: string;
  readonly policy?: string;
  readonly method?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** `clocks`: texts as typed, so that all that is wrong with them can be said at once. */
export interface ClocksOptions {
  readonly nodes?: string;
  readonly faults?: string;
  readonly faulty?: string;
  readonly method?: string;
  readonly driftPpm?: string;
  readonly readingUs?: string;
  readonly resyncMs?: string;
  readonly rounds?: string;
  readonly seed: string;
  readonly json?: boolean;
}

/** `search [rig]`. */
export interface SearchOptions {
  readonly flights: number;
  readonly faults?: number;
  readonly beyond?: boolean;
  readonly kinds?: string;
  readonly duration?: number;
  readonly seed: string;
  readonly out?: string;
  readonly allowModules?: boolean;
  readonly json?: boolean;
}

/** `budget [rig]`. */
export interface BudgetOptions {
  /** Line speeds and numbers of computers to try; left out = the rig's own. */
  readonly baud?: readonly number[];
  readonly computers?: readonly number[];
  /** Time signatures on this machine. */
  readonly measure?: boolean;
  readonly allowModules?: boolean;
  readonly json?: boolean;
}

/** `doctor`. */
export interface DoctorOptions {
  /** Length of the jitter probe, s; 0 = none. */
  readonly probeS: number;
  readonly json?: boolean;
}

/** `faults [what]`. */
export interface FaultsOptions {
  readonly json?: boolean;
  readonly matrix?: boolean;
  readonly markdown?: boolean;
}
