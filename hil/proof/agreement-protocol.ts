/**
 * What `agree` needs of a protocol, and the checked scenario it hands over. Each protocol is one file that
 * satisfies `AgreementProtocol`; `protocols.ts` lists them, and nothing else knows which there are.
 *
 *   scenario file → agree-scenario.ts → AgreeScenario → protocol.run → Exchange → agree.ts → document
 *
 * The exchange is only ever *described* here: values are the texts of the scenario, a message that was not sent
 * is null. Judging (IC1, IC2) is the same for every protocol and stays in `agree.ts`. A common base class was the
 * alternative; oral and signed messages share no step, only this outline.
 */

/** One line of a traitor's script. A null field matches anything. */
export interface ScriptRule {
  readonly to: readonly number[] | null;
  /** Chain the relayed value came through, source first, without the traitor: [] for what a source says itself. */
  readonly path: readonly number[] | null;
  readonly round: number | null;
  /** The value said; null = nothing is sent. */
  readonly say: string | null;
  /** sm: what is said where it is not one bare value; `say` is then null. */
  readonly sayings?: readonly Saying[];
}

/** sm: a bare value takes the place of the value in the chain that is held; else the chain as it is written. */
export type Saying = string | SignedSaying;

export interface SignedSaying {
  readonly value: string;
  /** In the order they signed. */
  readonly signedBy: readonly number[];
  /** Vectors: whom the traitors' signatures convince; left out = all. */
  readonly convinces?: readonly number[];
}

export interface AgreeScenario {
  readonly protocol: string;
  /** n, 2 … 16; ids 0 … n−1. */
  readonly computers: number;
  /** m, the faults the protocol is built for. */
  readonly faults: number;
  readonly source: number;
  /** What the source has to tell. */
  readonly value: string;
  /** What stands for a message that did not come. */
  readonly defaultValue: string;
  readonly choice: 'majority' | 'median';
  /** Scripts by computer id; an empty script is a traitor that happens to behave. */
  readonly traitors: ReadonlyMap<number, readonly ScriptRule[]>;
  /** What was filled in for the user and is worth saying. */
  readonly notes: readonly string[];
  /** sm: whether proof can be shown to a third computer; transferable if left out. */
  readonly signatures?: 'transferable' | 'vector';
}

/** One message of the exchange. */
export interface SaidMessage {
  readonly round: number;
  readonly sender: number;
  readonly receiver: number;
  /** As in `ScriptRule`. */
  readonly path: readonly number[];
  /** The value said; null = nothing was sent. */
  readonly said: string | null;
  /** What the protocol would have had it say; null = nothing. */
  readonly honest: string | null;
  /** sm: what became of it at its receiver. */
  readonly fate?: { readonly says: string; readonly dropped: boolean };
}

/** What a computer holds at one place of its tree, and how it came to it. */
export interface HeldValue {
  /** Who said that who said, source first. */
  readonly path: readonly number[];
  readonly told: string;
  /** The value voted for this place; null where nothing was left to vote on. */
  readonly chose: string | null;
  /** The values voted over, by id of the teller. */
  readonly ballots: readonly string[];
}

export interface Exchange {
  /** By computer id; what traitors decide is of no account. */
  readonly decided: readonly string[];
  /** Messages sent, absent ones not counted. */
  readonly messages: number;
  /** (sender, receiver, round) with at least one message. */
  readonly packets: number;
  /** Messages in the order sent, the first TRACE_MESSAGES_MAX of them. */
  readonly said: readonly SaidMessage[];
  /** Messages left out of `said`. */
  readonly unsaid: number;
  /** Whether the source told its receivers different things (one of them nothing, say). */
  readonly sourceTwoFaced: boolean;
  /** The verdict of a protocol whose bound asks what the faults did; left out where it only counts them. */
  readonly bound?: BoundVerdict;
  /** sm: why this computer decided as it did, line by line; left out where `held` says it. */
  readonly account?: (computer: number) => readonly string[];
  /** By computer id: after which round its decision was settled whatever came; left out where nobody watched. */
  readonly settledAfter?: readonly number[];
  /** What this computer holds, depth first from the source's own word. */
  held(computer: number): HeldValue[];
}

export interface BoundVerdict {
  readonly within: boolean;
  /** Why, as a sentence. */
  readonly says: string;
}

export interface ProtocolSize {
  readonly computers: number;
  readonly faults: number;
}

export interface AgreementProtocol {
  readonly name: string;
  /** How it chooses, where the scenario has no say in it. */
  readonly choice?: string;
  /** m when the file does not say; null = it must. */
  readonly faultsDefault: number | null;
  rounds(faults: number): number;
  /** Fewest computers with which it holds against m faults. */
  computersMin(faults: number): number;
  /** Messages for one source, none absent. */
  messageCount(size: ProtocolSize): number;
  /** Why these faults are outside what the protocol claims although n and k suffice; null = they are not. */
  outside(scenario: AgreeScenario, exchange: Exchange): string | null;
  run(scenario: AgreeScenario): Exchange;
}

/** Messages kept for the reader; beyond this they are only counted. */
export const TRACE_MESSAGES_MAX = 4000;
