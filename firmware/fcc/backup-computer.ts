/**
 * A computer of primary-backup: 0 is the primary, 1, 2 … stand by in this order, and all of them command.
 *
 *   0 ──command──► surfaces follow the first in the row that speaks and is not switched off
 *   1 ──command──►          │
 *   1 ──trip 0───► only where the rig allows it (`trip`), and for good
 *
 * A backup commands although nobody listens yet, so that taking over needs nothing that might not work: the
 * surfaces notice the silence themselves and have the next command already. A backup that began to command only
 * when it thought itself alone would be the alternative; then a broken line *between* the computers makes two
 * primaries, and a broken line from the primary to the surfaces none.
 *
 * Each keeps up with the one in command (`tracked-law.ts`) and, where it may trip, watches it
 * (`redundancy/primary-backup.ts`). Who has been restarted does not judge until it has caught up.
 */
import { before } from '../icd/command-chain.js';
import { CommandComparator } from '../redundancy/command-comparator.js';
import { PrimaryWatch } from '../redundancy/primary-backup.js';
import { StandbyComputer, type StandbyConfig } from './standby-computer.js';

export interface BackupConfig extends StandbyConfig {
  /** A backup may switch off the one in command when their commands differ. */
  readonly trip: boolean;
}

export class BackupComputer extends StandbyComputer {
  readonly #watch: PrimaryWatch;
  readonly #mayTrip: boolean;

  constructor(config: BackupConfig) {
    const comparator = new CommandComparator(config.limits);
    // Without a comparison there is no ground to refuse a state either, and a standby that drifts does certain harm.
    super(config, {
      units: config.computers,
      alike: (own, other) => !config.trip || comparator.alike(own, other),
    });
    this.#watch = new PrimaryWatch(config.limits);
    this.#mayTrip = config.trip;
  }

  protected forget(): void {
    this.#watch.reset();
  }

  protected get tripped(): number {
    return this.#watch.tripped;
  }

  protected get fit(): boolean {
    return true;
  }

  protected unitsSpeaking(): number {
    for (let sender = 1; sender < this.config.computers; sender++)
      if ((this.heard & (1 << sender)) !== 0) this.chain.trip(this.trippedBy(sender) & before(sender));
    return this.commanding;
  }

  protected judge(): Int16Array {
    const { self } = this.config;
    const leader = this.chain.inCommand;
    const watches = this.#mayTrip && this.awake && leader < self && (this.commanding & (1 << leader)) !== 0;
    if (watches) {
      this.#watch.compare(leader, this.law.command, this.told[leader]);
      this.chain.trip(this.tripped & before(self));
    } else this.#watch.rest();
    return this.law.command;
  }

  protected get suspects(): number {
    return this.#watch.tripped;
  }

  protected get model(): number {
    return this.chain.inCommand;
  }
}
