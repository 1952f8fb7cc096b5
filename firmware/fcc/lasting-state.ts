/**
 * Lasting state and how an upset computer gets it back.
 *
 * Exact voting compares bits, so one flipped bit in an integrator would put a computer in the minority for ever.
 * The state that lasts is therefore told to all in round 1, and a computer that finds its own different from
 * `quorum` equal others takes theirs. With quorum = (faults that can be) + 1, one of those others is good, and
 * good computers agree; a good computer is never talked out of its state. Having changed its mind (or just
 * restarted), it commands again only after RESYNC_FRAMES frames in which its state was the others'.
 *
 * Beyond the bound the computers may fall into camps. Only a larger camp draws a computer out of its own, of equal
 * ones that with the lowest id: otherwise two pairs would take each other's state, and swap it for ever.
 *
 * If after that all are of different minds, waiting helps nobody: they would differ for ever, and the voter hold. So
 * one that has found no camp of a quorum for STALEMATE_FRAMES, its own included, takes the state of the computer whose
 * turn it is, by frame: the king of Berman, Garay & Perry (1989). Kings may lie; among m + 1 of them one is good, and
 * after its turn the good computers are one camp, which no later king can undo. Whoever commanded goes on commanding,
 * for silence is what the others have to offer too.
 *
 * Carrying the state inside the agreed report would cost a relay of it in every round for the same certainty.
 */
/** Frames of equal state before a recovering computer's command counts. */
export const RESYNC_FRAMES = 5;

/** Frames in which nobody, oneself included, is one of a quorum, before the king is followed. */
const STALEMATE_FRAMES = 10;

export class LastingState {
  /** This computer's state. */
  readonly words: Int32Array;
  /** Bitmask of those heard in this frame whose state was not this computer's; after `settle`. */
  unequal = 0;
  readonly #told: Int32Array;
  readonly #computers: number;
  readonly #self: number;
  readonly #quorum: number;
  /** Bitmask of all but this one, and how many. */
  readonly #others: number;
  readonly #othersCount: number;
  /** Bitmask of those heard in this frame. */
  #heard = 0;
  /** Bitmask of those of them whose state was mine. */
  #equal = 0;
  #equalFrames = RESYNC_FRAMES;
  /** Frames running without a quorum. */
  #stalemate = 0;

  /** `words`: of the state. `quorum`: equal others that are believed. */
  constructor({
    computers,
    self,
    quorum,
    words,
  }: { computers: number; self: number; quorum: number; words: number }) {
    this.words = new Int32Array(words);
    this.#computers = computers;
    this.#self = self;
    this.#quorum = quorum;
    this.#others = ((1 << computers) - 1) & ~(1 << self);
    this.#othersCount = computers - 1;
    this.#told = new Int32Array(computers * words);
  }

  /** Whether the command may count. */
  get trusted(): boolean {
    return this.#equalFrames >= RESYNC_FRAMES;
  }

  /** After a restart: nothing is known to be right. */
  distrust(): void {
    this.#equalFrames = 0;
  }

  /** Starts a frame: nobody has been heard. */
  begin(): void {
    this.#heard = 0;
    this.#equal = 0;
  }

  /**
   * What `sender` says its state is, at from[at …]. What is as mine (nearly always) need not be kept: between this and
   * `settle` mine does not change.
   */
  hear(sender: number, from: Int32Array, at: number): void {
    this.#heard |= 1 << sender;
    const words = this.words;
    const count = words.length;
    let differs = 0;
    for (let i = 0; i < count; i++) differs |= from[at + i] ^ words[i];
    if (differs === 0) {
      this.#equal |= 1 << sender;
      return;
    }
    for (let i = 0; i < count; i++) this.#told[sender * count + i] = from[at + i];
  }

  /**
   * Compares with the others and adopts where a quorum of them, and a larger camp than its own, agree on something else;
   * or, after a stalemate, what the king of this frame has.
   */
  settle(frame: number): void {
    if (this.#equal === this.#others && this.#othersCount >= this.#quorum) {
      this.unequal = 0;
      this.#stalemate = 0;
      if (this.#equalFrames < RESYNC_FRAMES) this.#equalFrames++;
      return;
    }
    let equal = 0;
    let leader = this.#self;
    this.unequal = 0;
    for (let other = 0; other < this.#computers; other++) {
      if (other === this.#self || !this.#wasHeard(other)) continue;
      if ((this.#equal & (1 << other)) === 0) {
        this.unequal |= 1 << other;
        continue;
      }
      equal++;
      if (other < leader) leader = other;
    }
    if (equal >= this.#quorum) {
      if (this.#equalFrames < RESYNC_FRAMES) this.#equalFrames++;
      this.#stalemate = 0;
      return;
    }
    let largest = equal + 1;
    let from = this.#self;
    for (let other = 0; other < this.#computers; other++) {
      if ((this.unequal & (1 << other)) === 0) continue;
      const camp = this.#supporters(other);
      if (camp < this.#quorum || camp < largest || (camp === largest && other >= leader)) continue;
      largest = camp;
      leader = from = other;
    }
    if (from !== this.#self) {
      this.#adopt(from);
      this.#equalFrames = 0;
      this.#stalemate = 0;
    } else if (equal + 1 >= this.#quorum) this.#stalemate = 0;
    else if (this.#stalemate < STALEMATE_FRAMES) this.#stalemate++;
    else if ((this.unequal & (1 << (frame % this.#computers))) !== 0) this.#adopt(frame % this.#computers);
  }

  #adopt(from: number): void {
    const count = this.words.length;
    for (let i = 0; i < count; i++) this.words[i] = this.#told[from * count + i];
  }

  #wasHeard(other: number): boolean {
    return (this.#heard & (1 << other)) !== 0;
  }

  #supporters(candidate: number): number {
    const words = this.words.length;
    let count = 0;
    for (let other = 0; other < this.#computers; other++) {
      if ((this.unequal & (1 << other)) === 0) continue;
      let same = 1;
      for (let i = 0; i < words; i++) {
        if (this.#told[other * words + i] !== this.#told[candidate * words + i]) same = 0;
      }
      count += same;
    }
    return count;
  }
}
